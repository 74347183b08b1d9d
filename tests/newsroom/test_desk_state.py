"""What the editors' list knows of an article is what deriving it anew says, whoever changed it."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, ReferenceIndex

from khabar.desk.groups import ensure_groups
from khabar.newsroom import actions, clock, desk_state, placing, settling
from khabar.newsroom.desk_drafts import UNKNOWN, Draft
from khabar.newsroom.models import (
    Article,
    Author,
    BylineEntry,
    DeskEntry,
    DeskKey,
    Edition,
    Section,
    Source,
    Story,
    Topic,
)
from tests import factories


def stored() -> dict[int, desk_state.Derived]:
    """The rows as they lie in the database."""
    found = {}
    for entry in DeskEntry.objects.all():
        values = {name: getattr(entry, name) for name in desk_state.ENTRY_FIELDS}
        keys = DeskKey.objects.filter(entry=entry)
        assert set(keys.values_list("at", flat=True)) <= {entry.at}
        found[entry.pk] = desk_state.Derived(values, frozenset(keys.values_list("key", flat=True)))
    return found


def assert_fresh() -> None:
    pks = list(Article.objects.values_list("pk", flat=True))
    assert stored() == desk_state.derive(pks)


class Desk:
    """A newsroom in which things happen to its articles."""

    def __init__(self, edition: Edition, sections: list[Section]) -> None:
        ensure_groups(edition)
        self.edition, self.sections = edition, sections
        self.people = [User.objects.create_superuser(f"p{n}") for n in range(2)]
        self.topics = [
            Topic.objects.create(name=name, locale=edition.locale) for name in ("المياه", "الحدود")
        ]
        self.sources = [Source.objects.create(name=name) for name in ("وكالة الواحة", "الأنباء")]
        self.authors = [
            Author.objects.create(name=name, locale=edition.locale, user=user)
            for name, user in zip(("ليلى حداد", "سامي نادر"), self.people, strict=True)
        ]
        self.stories = [factories.make_story(edition, f"ملف {n}", f"f{n}") for n in range(2)]

    def article(self, n: int) -> Article:
        articles = list(Article.objects.order_by("pk"))
        return articles[n % len(articles)]

    def draft(self, n: int) -> Article:
        return self.article(n).get_latest_revision_as_object()


def write(desk: Desk, n: int) -> None:
    factories.make_draft(
        desk.sections[n % 2],
        f"عنوان الجسر {n}",
        owner=desk.people[n % 2],
        byline=[desk.authors[n % 2], "كاتبة ضيفة"] if n % 3 else [desk.sources[0]],
        stories=desk.stories[: n % 3],
        topics=desk.topics[: n % 3],
        sources=desk.sources[: n % 2],
        kicker="تمهيد" if n % 2 else "",
    )


def edit(desk: Desk, n: int) -> None:
    draft = desk.draft(n)
    draft.title = f"عنوان معدّل {n}"
    draft.slugline = "جسر-تحديث"
    draft.genre = "report" if n % 2 else "news"
    draft.topics.set(desk.topics[: n % 3])
    body = [{"type": "embed", "value": {"url": "https://example.org/", "video": True}}]
    draft.body = json.dumps(body if n % 2 else [])  # type: ignore[assignment]  # as a form sends it
    draft.save_revision(user=desk.people[n % 2], clean=False)


def embargo(desk: Desk, n: int) -> None:
    draft = desk.draft(n)
    draft.embargo_until = timezone.now() + timedelta(hours=n % 5) if n % 3 else None
    draft.save_revision(user=desk.people[0])


def publish(desk: Desk, n: int) -> None:
    actions.publish(desk.article(n), by=None)


def update(desk: Desk, n: int) -> None:
    actions.update(desk.article(n), by=None)


def withdraw(desk: Desk, n: int) -> None:
    actions.withdraw(desk.article(n), by=None, reason="خطأ")


def unpublish(desk: Desk, n: int) -> None:
    desk.article(n).unpublish(user=desk.people[0])


def schedule(desk: Desk, n: int) -> None:
    draft = desk.draft(n)
    draft.go_live_at = timezone.now() + timedelta(hours=1 + n % 7)
    draft.save_revision(user=desk.people[0]).publish(user=desk.people[0])


def unschedule(desk: Desk, n: int) -> None:
    for revision in desk.article(n).revisions.filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = None
        revision.save(user=desk.people[0], update_fields=["approved_go_live_at"])


def time_passes(desk: Desk, n: int) -> None:
    for revision in desk.article(n).revisions.filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
        revision.content["go_live_at"] = None
        revision.save()
    clock.tick(timezone.now() + timedelta(hours=n % 9))


def submit(desk: Desk, n: int) -> None:
    article = desk.article(n)
    if not article.workflow_in_progress:
        article.get_workflow().start(article, desk.people[n % 2])


def _act(desk: Desk, n: int, verb: str) -> None:
    state = desk.article(n).current_workflow_task_state
    if state:
        state.task.specific.on_action(state, desk.people[0], verb, comment="")


def approve(desk: Desk, n: int) -> None:
    _act(desk, n, "approve")


def send_back(desk: Desk, n: int) -> None:
    _act(desk, n, "reject")


def cancel(desk: Desk, n: int) -> None:
    state = desk.article(n).current_workflow_state
    if state:
        state.cancel(user=desk.people[0])


def lock(desk: Desk, n: int) -> None:
    # As Wagtail's view does: through the plain page.
    page = Page.objects.get(pk=desk.article(n).pk)
    page.locked, page.locked_by = not page.locked, None if page.locked else desk.people[n % 2]
    page.save(update_fields=["locked", "locked_by"])


def move(desk: Desk, n: int) -> None:
    actions.move(desk.article(n), desk.sections[n % 2], by=None)


def place(desk: Desk, n: int) -> None:
    if desk.stories:
        placing.add_to_story(desk.article(n), desk.stories[n % len(desk.stories)], by=None)
    if desk.topics:
        placing.add_topic(desk.article(n), desk.topics[n % len(desk.topics)], by=None)


def drop_story(desk: Desk, n: int) -> None:
    if desk.stories:
        desk.stories.pop(n % len(desk.stories)).delete()


def drop_topic(desk: Desk, n: int) -> None:
    if desk.topics:
        desk.topics.pop(n % len(desk.topics)).delete()


def rename(desk: Desk, n: int) -> None:
    desk.authors[n % 2].name = f"اسم آخر {n}"
    desk.authors[n % 2].save()


def drop_revisions(desk: Desk, n: int) -> None:
    article = desk.article(n)
    newest = article.latest_revision
    # Whoever deletes old ones keeps the last: nothing could be submitted without it.
    if newest and newest.pk != article.live_revision_id and article.revisions.count() > 1:
        newest.delete()


def delete(desk: Desk, n: int) -> None:
    if Article.objects.count() > 1:
        desk.article(n).delete()


ACTS: list[Callable[[Desk, int], None]] = [
    write,
    edit,
    embargo,
    publish,
    update,
    withdraw,
    unpublish,
    schedule,
    unschedule,
    time_passes,
    submit,
    approve,
    send_back,
    cancel,
    lock,
    move,
    place,
    drop_story,
    drop_topic,
    rename,
    drop_revisions,
    delete,
]


class RollbackError(Exception):
    """Takes an example's articles away."""


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30)), min_size=4, max_size=12))
def test_whatever_is_done_the_rows_are_as_derived_anew(
    politics: Section, sport: Section, acts: list[tuple[Callable[[Desk, int], None], int]]
) -> None:
    with suppress(RollbackError), transaction.atomic():
        desk = Desk(Edition.objects.get(), [politics, sport])
        write(desk, 1)
        write(desk, 2)
        for act, n in acts:
            with suppress(PermissionDenied, ValidationError), transaction.atomic():
                act(desk, n)
            assert_fresh()
        raise RollbackError


@pytest.mark.parametrize("prior", ["draft", "live", "changed", "scheduled", "review"])
def test_each_act_leaves_the_rows_as_derived_anew(
    politics: Section, sport: Section, prior: str
) -> None:
    before: dict[str, list[Callable[[Desk, int], None]]] = {
        "draft": [],
        "live": [publish],
        "changed": [publish, edit],
        "scheduled": [publish, edit, schedule],
        "review": [submit],
    }
    desk = Desk(Edition.objects.get(), [politics, sport])
    write(desk, 2)
    write(desk, 5)
    for step in before[prior]:
        step(desk, 0)
    for act in ACTS:
        with suppress(RollbackError), transaction.atomic():
            with suppress(PermissionDenied, ValidationError), transaction.atomic():
                act(desk, 4)
            assert_fresh()
            raise RollbackError
        desk.stories, desk.topics = list(Story.objects.order_by("pk")), list(Topic.objects.all())


def test_a_person_who_leaves_takes_nothing_along(politics: Section, sport: Section) -> None:
    desk = Desk(Edition.objects.get(), [politics, sport])
    write(desk, 1)
    lock(desk, 0)
    edit(desk, 0)
    for person in desk.people:
        person.delete()
    assert_fresh()
    assert DeskEntry.objects.get().holder is None


def test_the_command_mends_what_was_changed_past_the_newsroom(
    politics: Section, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in range(5):
        factories.make_article(politics, f"عنوان {n}")
    Article.objects.filter(title="عنوان 2").update(title="عنوان آخر")
    DeskEntry.objects.filter(headline="عنوان 3").delete()
    call_command("desk_index", batch=2)
    assert "5 articles, of which 2 were not" in capsys.readouterr().out
    assert_fresh()
    call_command("desk_index")
    assert "5 articles, of which 0 were not" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_follows_from_a_transaction_follows_once(
    politics: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[list[int]] = []
    real = desk_state.refresh

    def noting(pks: Iterable[int], known: Mapping[int, Draft] = UNKNOWN) -> int:
        derived.append(list(pks))
        return real(pks, known)

    monkeypatch.setattr(desk_state, "refresh", noting)
    author = Author.objects.create(name="ليلى حداد", locale=politics.locale)
    draft = Article(title="خبر", lede="مقدمة", live=False)
    draft.byline_entries.set([BylineEntry(author=author)])
    with settling.once():
        politics.add_child(instance=draft)
        draft.save_revision()
        actions.publish(draft, by=None)
        assert not derived
    assert derived == [[draft.pk]]
    assert_fresh()
    assert ReferenceIndex.get_references_to(author).count() == 1


@pytest.mark.django_db
def test_what_was_taken_back_within_is_not_what_is_derived(politics: Section) -> None:
    article = factories.make_article(politics, "الأول")
    with settling.once():
        with suppress(RuntimeError), transaction.atomic(), settling.once():
            article.title = "الثاني"
            article.save_revision()
            raise RuntimeError
        settling.entry(article.pk)
    assert_fresh()
    assert DeskEntry.objects.get().headline == "الأول"
