"""Each role, each verb, each section and edition: through the verbs' pages and past them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from khabar.desk.groups import ensure_groups
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Section, TwoPersonRequest
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

HOUR = timedelta(hours=1)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def moment(hours: int) -> str:
    return timezone.localtime(timezone.now() + hours * HOUR, UTC).strftime("%Y-%m-%d %H:%M")


# What each verb is tried on, what is sent, and how it shows that it was done


def draft(section: Section, owner: User) -> Article:
    return factories.make_draft(section, owner=owner)


def live(section: Section, owner: User) -> Article:
    return actions.publish(draft(section, owner), by=None)


def changed(section: Section, owner: User) -> Article:
    article = live(section, owner)
    article.lede = "تغيّر هذا."
    article.save_revision()
    return fresh(article)


def submitted(section: Section, owner: User) -> Article:
    article = draft(section, owner)
    article.get_workflow().start(article, owner)
    return fresh(article)


def scheduled(section: Section, owner: User) -> Article:
    return actions.schedule(draft(section, owner), by=None, at=timezone.now() + 2 * HOUR)


def embargoed(section: Section, owner: User) -> Article:
    article = draft(section, owner)
    article.embargo_until = timezone.now() + 2 * HOUR
    article.save_revision()
    return fresh(article)


def withdrawn(section: Section, owner: User) -> Article:
    return actions.withdraw(live(section, owner), by=None, reason="نُشر خطأً.")


@dataclass(frozen=True)
class Trial:
    """A verb on an article in a state that it fits."""

    make: Callable[[Section, User], Article]
    typed: dict[str, Any]
    done: Callable[[Article], Any]


TRIALS: dict[str, Trial] = {
    "submit": Trial(draft, {"note": "للمراجعة"}, lambda one: one.workflow_in_progress),
    "approve": Trial(submitted, {"note": ""}, lambda one: one.live),
    "return": Trial(submitted, {"note": "أين المصدر؟"}, lambda one: not one.workflow_in_progress),
    "publish": Trial(draft, {"note": ""}, lambda one: one.live),
    "update": Trial(changed, {"note": "أضيف تصريح."}, lambda one: one.updated_at),
    "correct": Trial(changed, {"right": "11"}, lambda one: one.corrections.exists()),
    "clarify": Trial(changed, {"right": "أي أمس"}, lambda one: one.corrections.exists()),
    "schedule": Trial(draft, {"at": moment(5)}, lambda one: one.approved_schedule),
    "unschedule": Trial(scheduled, {"note": ""}, lambda one: not one.approved_schedule),
    "lift-embargo": Trial(embargoed, {"reason": "أذن المصدر"}, lambda one: not one.embargo_until),
    "restore": Trial(withdrawn, {"note": ""}, lambda one: one.live),
    "unpublish": Trial(live, {"note": ""}, lambda one: not one.live),
    "withdraw": Trial(live, {"reason": "نُشر خطأً."}, lambda one: one.is_withdrawn),
    "take-down": Trial(
        live,
        {"reason": "أمر", "reference": "12"},
        lambda one: TwoPersonRequest.objects.waiting().filter(article=one).exists(),
    ),
}

#: In politics (the section editor's own), in sport, and in the other edition.
ALL, EDITION, OWN, NEVER = (True,) * 3, (True, True, False), (True, False, False), (False,) * 3
PLACES = ("politics", "sport", "world")
PUBLISHING: dict[str, tuple[bool, ...]] = {
    "reporter": NEVER,
    "editor": OWN,
    "chief": EDITION,
    "photo": NEVER,
    "admin": EDITION,
    "owner": ALL,
    "stranger": NEVER,
    "anonymous": NEVER,
}
ALLOWED: dict[str, dict[str, tuple[bool, ...]]] = {
    **dict.fromkeys(TRIALS, PUBLISHING),
    # One's own, which a reporter's trial is.
    "submit": {**PUBLISHING, "reporter": EDITION},
    "take-down": {**PUBLISHING, "editor": NEVER},
}


@dataclass(frozen=True)
class House:
    """Two editions with their people."""

    newsroom: Newsroom
    world: Section
    #: What was tried without effect, for the next that is tried on the same.
    untouched: dict[Callable[[Section, User], Article], Article] = field(default_factory=dict)

    def article(
        self, make: Callable[[Section, User], Article], section: Section, owner: User
    ) -> Article:
        """An article in this state: nobody was let do anything to it."""
        if make not in self.untouched:
            self.untouched[make] = make(section, owner)
        return fresh(self.untouched[make])

    def section(self, place: str) -> Section:
        found: Section = self.world if place == "world" else getattr(self.newsroom, place)
        return found

    def client(self, who: str) -> Client:
        if who == "anonymous":
            return self.newsroom.client_class()
        if who == "stranger":
            client = self.newsroom.client_class()
            client.force_login(User.objects.get_or_create(username="stranger")[0])
            return client
        return self.newsroom.client(who)

    def owner(self, who: str) -> User:
        """Whose the article is: one's own, for those who write; in the other edition, its own."""
        return self.newsroom.people.get(who) or self.newsroom.people["colleague"]


@pytest.fixture
def house(newsroom: Newsroom) -> House:
    """An English edition beside the Arabic one."""
    english = factories.make_edition("en", "en.testserver")
    world = factories.make_section(english, "World", "world")
    ensure_groups(english)
    return House(newsroom, world)


MATRIX = [pytest.param(who, place, id=f"{who}-{place}") for who in PUBLISHING for place in PLACES]


@pytest.mark.parametrize(("who", "place"), MATRIX)
def test_each_does_what_their_role_may_and_is_offered_no_more(
    house: House, who: str, place: str
) -> None:
    client, section = house.client(who), house.section(place)
    allowed, done, opened = {}, {}, {}
    for verb, trial in TRIALS.items():
        allowed[verb] = ALLOWED[verb][who][PLACES.index(place)]
        article = house.article(trial.make, section, house.owner(who))
        url = f"/desk/articles/{article.pk}/{verb}/"
        opened[verb] = client.get(url).status_code == 200
        client.post(url, trial.typed)
        done[verb] = bool(trial.done(fresh(article)))
        if done[verb]:
            house.untouched.clear()
    assert done == allowed
    assert opened == allowed


AUDIT = {
    "submit": "khabar.submit",
    "approve": "wagtail.workflow.approve",
    "return": "wagtail.workflow.reject",
    "publish": "khabar.publish",
    "update": "khabar.update",
    "correct": "khabar.correction",
    "clarify": "khabar.clarification",
    "schedule": "wagtail.publish.schedule",
    "unschedule": "khabar.unschedule",
    "lift-embargo": "khabar.lift_embargo",
    "restore": "khabar.restoration",
    "unpublish": "khabar.unpublish",
    "withdraw": "khabar.withdraw",
    "take-down": "khabar.propose_take_down",
}


@pytest.mark.parametrize("verb", TRIALS)
def test_each_verb_is_audited_and_says_before_what_readers_will_see(
    newsroom: Newsroom, verb: str
) -> None:
    trial, chief = TRIALS[verb], newsroom.client("chief")
    article = trial.make(newsroom.politics, newsroom.people["colleague"])
    url = f"/desk/articles/{article.pk}/{verb}/"
    page = chief.get(url)
    assert str(page.context["consequence"]) in page.content.decode()
    log = PageLogEntry.objects.filter(page=article.pk)
    before = set(log.values_list("pk", flat=True))
    chief.post(url, trial.typed)
    new = log.exclude(pk__in=before)
    assert AUDIT[verb] in {entry.action for entry in new}
    assert {entry.user for entry in new} == {newsroom.people["chief"]}
    history = chief.get(f"/desk/pages/{article.pk}/history/")
    assert str(registry.get_action_label(AUDIT[verb])) in history.content.decode()


@pytest.mark.parametrize("verb", TRIALS)
def test_each_verb_is_in_the_menus_where_it_fits(newsroom: Newsroom, verb: str) -> None:
    chief, trial = newsroom.client("chief"), TRIALS[verb]
    article = trial.make(newsroom.politics, newsroom.people["colleague"])
    url = f"/desk/articles/{article.pk}/{verb}/"
    assert url in chief.get(forms.edit_url(article)).content.decode()
    assert url in chief.get(f"/desk/pages/{newsroom.politics.pk}/").content.decode()
    reporter = newsroom.client("reporter").get(f"/desk/pages/{newsroom.politics.pk}/")
    assert url not in reporter.content.decode()


# Past the verbs: Wagtail's own addresses

PUBLISH, APPROVE = (
    {"action-publish": "1"},
    {"action-workflow-action": "true", "workflow-action-name": "approve"},
)


def edit(house: House, client: Client, article: Article, **typed: Any) -> None:
    known = forms.shown(house.newsroom.client("owner"), forms.edit_url(article))
    client.post(forms.edit_url(article), {**known, **forms.EMPTY_BODY, **typed})


def publish_by_editor(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(draft, section, owner)
    edit(house, client, article, **PUBLISH)
    return fresh(article).live


def publish_on_creation(house: House, client: Client, section: Section, owner: User) -> bool:
    del owner
    url = forms.create_url(section)
    known = forms.shown(house.newsroom.client("owner"), url)
    client.post(url, {**known, **forms.EMPTY_BODY, "title": "عنوان بلا إذن", **PUBLISH})
    return Article.objects.filter(title="عنوان بلا إذن", live=True).exists()


def approve_by_editor(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(submitted, section, owner)
    edit(house, client, article, **APPROVE)
    return fresh(article).live


def approve_by_address(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(submitted, section, owner)
    state = article.current_workflow_task_state
    url = f"/desk/pages/workflow/action/{article.pk}/approve/{state.pk}/"
    client.post(url, {"comment": ""})
    return fresh(article).live


def unpublish_by_address(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(live, section, owner)
    client.post(f"/desk/pages/{article.pk}/unpublish/", {})
    return not fresh(article).live


def delete_by_address(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(live, section, owner)
    client.post(f"/desk/pages/{article.pk}/delete/", {})
    return not Article.objects.filter(pk=article.pk).exists()


def bulk(house: House, client: Client, article: Article, verb: str) -> None:
    del house
    client.post(f"/desk/bulk/wagtailcore/page/{verb}/?next=/desk/&id={article.pk}", {})


def publish_in_bulk(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(draft, section, owner)
    bulk(house, client, article, "publish")
    return fresh(article).live


def unpublish_in_bulk(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(live, section, owner)
    bulk(house, client, article, "unpublish")
    return not fresh(article).live


def delete_in_bulk(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(live, section, owner)
    bulk(house, client, article, "delete")
    return not Article.objects.filter(pk=article.pk).exists()


def revert_and_publish(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(draft, section, owner)
    old = article.latest_revision
    article.lede = "مسودة ثانية"
    article.save_revision()
    url = f"/desk/pages/{article.pk}/revisions/{old.pk}/revert/"
    known = forms.shown(house.newsroom.client("owner"), url)
    client.post(forms.edit_url(article), {**known, **forms.EMPTY_BODY, **PUBLISH})
    return fresh(article).live


def unschedule_by_address(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(scheduled, section, owner)
    revision = article.scheduled_revision
    client.post(f"/desk/pages/{article.pk}/revisions/{revision.pk}/unschedule/", {})
    return not fresh(article).approved_schedule


def copy_published(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(live, section, owner)
    client.post(
        f"/desk/pages/{article.pk}/copy/",
        {
            "new_title": "نسخة منشورة",
            "new_slug": "copy",
            "new_parent_page": str(section.pk),
            "publish_copies": "on",
        },
    )
    return Article.objects.filter(title="نسخة منشورة", live=True).exists()


def lock(house: House, client: Client, section: Section, owner: User) -> bool:
    article = house.article(live, section, owner)
    client.post(f"/desk/pages/{article.pk}/lock/")
    return fresh(article).locked


SIDE_DOORS = (
    publish_by_editor,
    publish_on_creation,
    approve_by_editor,
    approve_by_address,
    unpublish_by_address,
    delete_by_address,
    publish_in_bulk,
    unpublish_in_bulk,
    delete_in_bulk,
    revert_and_publish,
    unschedule_by_address,
    copy_published,
    lock,
)


#: Where a role's answer differs from its answer elsewhere; each door is several slow requests.
CELLS = [
    pytest.param(who, place, id=f"{who}-{place}")
    for who, places in {
        "reporter": ("politics", "world"),
        "editor": ("politics", "sport", "world"),
        "chief": ("sport", "world"),
        "photo": ("politics",),
        "admin": ("politics", "world"),
        "owner": ("world",),
        "stranger": ("politics",),
        "anonymous": ("politics",),
    }.items()
    for place in places
]


@pytest.mark.parametrize(("who", "place"), CELLS)
def test_wagtails_own_addresses_let_nobody_do_more(house: House, who: str, place: str) -> None:
    client, section = house.client(who), house.section(place)
    allowed = PUBLISHING[who][PLACES.index(place)]
    done = {}
    for door in SIDE_DOORS:
        done[door.__name__] = bool(door(house, client, section, house.owner(who)))
        if done[door.__name__]:
            house.untouched.clear()
    # Bulk deletion of what is published is an administrator's; a copy is published by who may.
    assert {name for name, was in done.items() if was and not allowed} == set()
    if allowed:
        assert {name for name, was in done.items() if not was} <= {"delete_in_bulk"}


def test_no_programming_interface_is_open(newsroom: Newsroom) -> None:
    client = newsroom.client_class()
    for address in ("/api/v2/pages/", "/api/v3/pages/", "/desk/api/main/pages/"):
        assert client.get(address).status_code in {302, 404}
