"""Who may do what, where: every role, verb and section, through the desk's own forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from wagtail.models import GroupPagePermission, Workflow

from khabar.desk.groups import ensure_groups
from khabar.desk.models import Role, StaffGroup
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Section
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


@dataclass(frozen=True)
class Case:
    """One attempt: someone, in a section, on an article that somebody wrote."""

    newsroom: Newsroom
    client: Client
    who: str
    section: Section

    def draft(self, owner: str) -> Article:
        return factories.make_draft(self.section, owner=self.newsroom.people[owner])

    def live(self) -> Article:
        return actions.publish(self.draft("colleague"), by=None)

    def post(self, article: Article, **typed: Any) -> None:
        url = forms.edit_url(article)
        if self.client.get(url).status_code == 200:
            forms.rewrite(self.client, article, **typed)
        else:
            # Nobody is shown the form: send what someone would who knows its fields.
            known = forms.shown(self.newsroom.client("owner"), url)
            self.client.post(url, {**known, **forms.EMPTY_BODY, **typed})


def create(case: Case) -> bool:
    known = forms.shown(case.newsroom.client("owner"), forms.create_url(case.section))
    case.client.post(
        forms.create_url(case.section), {**known, **forms.EMPTY_BODY, "title": "عنوان جديد"}
    )
    return Article.objects.filter(owner=case.newsroom.people[case.who]).exists()


def edit_own(case: Case) -> bool:
    article = case.draft(case.who)
    case.post(article, title="عنوان معدّل")
    return bool(fresh(article).get_latest_revision_as_object().title == "عنوان معدّل")


def edit_others(case: Case) -> bool:
    article = case.draft("colleague")
    case.post(article, title="عنوان معدّل")
    return bool(fresh(article).get_latest_revision_as_object().title == "عنوان معدّل")


def submit(case: Case) -> bool:
    article = case.draft(case.who)
    case.post(article, **{"action-submit": "1"})
    return bool(fresh(article).workflow_in_progress)


def publish(case: Case) -> bool:
    article = case.draft("colleague")
    case.post(article, **{"action-publish": "1"})
    return bool(fresh(article).live)


def publish_own(case: Case) -> bool:
    article = case.draft(case.who)
    case.post(article, **{"action-publish": "1"})
    return bool(fresh(article).live)


def approve(case: Case) -> bool:
    article = case.draft("colleague")
    article.get_workflow().start(article, case.newsroom.people["colleague"])
    case.post(article, **APPROVE)
    return bool(fresh(article).live)


def approve_unseen(case: Case) -> bool:
    """From the list of what awaits review, without opening the editor."""
    article = case.draft("colleague")
    state = article.get_workflow().start(article, case.newsroom.people["colleague"])
    case.client.post(
        f"/desk/pages/workflow/action/{article.pk}/approve/{state.current_task_state.pk}/",
        {"comment": ""},
    )
    return bool(fresh(article).live)


def publish_in_bulk(case: Case) -> bool:
    article = case.draft("colleague")
    case.client.post(f"/desk/bulk/wagtailcore/page/publish/?next=/desk/&id={article.pk}", {})
    return bool(fresh(article).live)


def unpublish(case: Case) -> bool:
    article = case.live()
    case.client.post(f"/desk/pages/{article.pk}/unpublish/", {})
    return not fresh(article).live


def update(case: Case) -> bool:
    article = case.live()
    case.client.post(f"/desk/articles/{article.pk}/update/", {"note": "أضيف تصريح."})
    return fresh(article).updated_at is not None


def correct(case: Case) -> bool:
    article = case.live()
    case.client.post(
        f"/desk/articles/{article.pk}/correct/",
        {"kind": "correction", "wrong": "12 قتيلًا", "right": "11 قتيلًا"},
    )
    return fresh(article).corrections.exists()


def withdraw(case: Case) -> bool:
    article = case.live()
    case.client.post(f"/desk/articles/{article.pk}/withdraw/", {"reason": "نُشر خطأً."})
    return bool(fresh(article).is_withdrawn)


def reorder(case: Case) -> bool:
    first, second = case.live(), case.live()
    case.client.post(f"/desk/pages/{second.pk}/set_position/?position=0")
    return bool(fresh(second).path < fresh(first).path)


def delete_live(case: Case) -> bool:
    article = case.live()
    case.client.post(f"/desk/pages/{article.pk}/delete/", {})
    return not Article.objects.filter(pk=article.pk).exists()


#: What each may do: in politics (the section editor's own), and in sport.
BOTH, OWN, NEVER = (True, True), (True, False), (False, False)
ALLOWED: list[tuple[Callable[[Case], bool], dict[str, tuple[bool, bool]]]] = [
    (create, {"reporter": BOTH, "editor": OWN, "chief": BOTH, "photo": NEVER, "admin": BOTH}),
    (edit_own, {"reporter": BOTH, "editor": OWN, "chief": BOTH, "photo": NEVER, "admin": BOTH}),
    (edit_others, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER}),
    (submit, {"reporter": BOTH, "editor": OWN, "chief": BOTH, "photo": NEVER}),
    (publish, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER, "admin": BOTH}),
    (publish_own, {"reporter": NEVER, "editor": OWN}),
    (approve, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER}),
    (approve_unseen, {"reporter": NEVER, "editor": OWN, "chief": BOTH}),
    (publish_in_bulk, {"reporter": NEVER, "editor": OWN, "chief": BOTH}),
    (unpublish, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER}),
    (update, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER}),
    (correct, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER}),
    (withdraw, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER}),
    (reorder, {"reporter": NEVER, "editor": NEVER, "chief": NEVER, "admin": NEVER}),
    (delete_live, {"reporter": NEVER, "editor": OWN, "chief": BOTH, "photo": NEVER}),
]
MATRIX = [
    pytest.param(verb, who, place, allowed, id=f"{verb.__name__}-{who}-{place}")
    for verb, roles in ALLOWED
    for who, both in roles.items()
    for place, allowed in zip(("politics", "sport"), both, strict=True)
]


@pytest.mark.parametrize(("verb", "who", "place", "allowed"), MATRIX)
def test_each_does_what_their_role_may(
    newsroom: Newsroom, verb: Callable[[Case], bool], who: str, place: str, *, allowed: bool
) -> None:
    section: Section = getattr(newsroom, place)
    assert verb(Case(newsroom, newsroom.client(who), who, section)) is allowed


def test_nobody_without_a_group_enters(newsroom: Newsroom) -> None:
    User.objects.create_user("stranger", password="password")
    client = newsroom.client_class()
    client.login(username="stranger", password="password")
    assert client.get("/desk/").status_code == 302
    assert client.get(f"/desk/articles/{newsroom.politics.pk}/update/").status_code == 302


def test_what_awaits_a_person_is_what_they_may_publish(newsroom: Newsroom) -> None:
    for section, headline in ((newsroom.politics, "في السياسة"), (newsroom.sport, "في الرياضة")):
        draft = factories.make_draft(section, headline, owner=newsroom.people["reporter"])
        draft.get_workflow().start(draft, newsroom.people["reporter"])
    editor = newsroom.client("editor").get("/desk/").content.decode()
    chief = newsroom.client("chief").get("/desk/").content.decode()
    assert "في السياسة" in editor
    assert "في الرياضة" not in editor
    assert "في الرياضة" in chief


def test_submitting_tells_the_sections_editors(newsroom: Newsroom, mailoutbox: list[Any]) -> None:
    article = factories.make_draft(newsroom.politics, owner=newsroom.people["reporter"])
    forms.rewrite(newsroom.client("reporter"), article, **{"action-submit": "1"})
    told = {mail.to[0].partition("@")[0] for mail in mailoutbox}
    assert told == {"admin", "chief", "editor", "owner"}


def test_what_was_submitted_is_closed_to_its_writer_until_returned(newsroom: Newsroom) -> None:
    reporter, editor = newsroom.client("reporter"), newsroom.client("editor")
    article = factories.make_draft(newsroom.politics, owner=newsroom.people["reporter"])
    forms.rewrite(reporter, article, **{"action-submit": "1"})
    forms.rewrite(reporter, article, title="تغيير متأخر")
    assert fresh(article).get_latest_revision_as_object().title == article.title
    state = fresh(article).current_workflow_task_state
    editor.post(
        f"/desk/pages/workflow/action/{article.pk}/reject/{state.pk}/", {"comment": "أضف المصدر."}
    )
    forms.rewrite(reporter, article, title="بعد الإعادة")
    assert fresh(article).get_latest_revision_as_object().title == "بعد الإعادة"


# Sections


def test_a_new_section_has_its_editors_group(newsroom: Newsroom) -> None:
    culture = factories.make_section(newsroom.edition, "ثقافة", "culture")
    group = newsroom.group(Role.SECTION_EDITOR, culture)
    assert "ثقافة" in group.name
    newsroom.people["editor"].groups.set([group])
    case = Case(newsroom, newsroom.client("editor"), "editor", culture)
    assert publish(case)
    assert not publish(Case(newsroom, newsroom.client("editor"), "editor", newsroom.politics))
    assert create(Case(newsroom, newsroom.client("reporter"), "reporter", culture))


def test_a_sections_new_name_is_its_groups_unless_somebody_named_the_group(
    newsroom: Newsroom,
) -> None:
    newsroom.politics.title = "شؤون سياسية"
    newsroom.politics.save()
    assert "شؤون سياسية" in newsroom.group(Role.SECTION_EDITOR, newsroom.politics).name
    group = newsroom.group(Role.SECTION_EDITOR, newsroom.sport)
    group.name = "الملعب"
    group.save()
    newsroom.sport.title = "رياضات"
    newsroom.sport.save()
    assert newsroom.group(Role.SECTION_EDITOR, newsroom.sport).name == "الملعب"


def test_the_section_itself_is_not_its_editors_to_change(newsroom: Newsroom) -> None:
    editor = newsroom.client("editor")
    page = newsroom.politics.pk
    response = editor.post(f"/desk/pages/{page}/unpublish/", {}, follow=True)
    assert "chief editors" in forms.said(response) or "رؤساء التحرير" in forms.said(response)
    editor.post(f"/desk/pages/{page}/delete/", {})
    editor.post(f"/desk/bulk/wagtailcore/page/unpublish/?next=/desk/&id={page}", {})
    assert editor.get(f"/desk/pages/{page}/edit/").status_code == 302
    newsroom.politics.refresh_from_db()
    assert newsroom.politics.live
    assert newsroom.client("chief").get(f"/desk/pages/{page}/edit/").status_code == 200


def test_a_chief_editor_makes_sections_and_nobody_takes_the_front_page_away(
    newsroom: Newsroom,
) -> None:
    chief = newsroom.client("chief")
    home = newsroom.edition.site.root_page
    url = f"/desk/pages/add/newsroom/section/{home.pk}/"
    chief.post(
        url,
        {
            **forms.shown(chief, url),
            "title": "اقتصاد",
            "slug": "economy",
            "action-publish": "1",
        },
    )
    assert Section.objects.get(slug="economy").live
    for verb in ("unpublish", "delete"):
        newsroom.client("admin").post(f"/desk/pages/{home.pk}/{verb}/", {})
    home.refresh_from_db()
    assert home.live
    assert newsroom.client("reporter").get(url).status_code == 302


# Making the groups


def counts() -> tuple[int, ...]:
    return (
        Group.objects.count(),
        StaffGroup.objects.count(),
        GroupPagePermission.objects.count(),
        Workflow.objects.count(),
    )


def test_making_the_groups_again_changes_nothing(newsroom: Newsroom) -> None:
    before = counts()
    ensure_groups(newsroom.edition)
    call_command("groups", verbosity=0)
    assert counts() == before


def test_wagtails_own_groups_and_workflow_make_way(newsroom: Newsroom) -> None:  # noqa: ARG001 (makes the groups)
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert Workflow.objects.count() == 1


def test_two_editions_know_only_their_own_people(newsroom: Newsroom) -> None:
    english = factories.make_edition("en", "en.testserver")
    world = factories.make_section(english, "World", "world")
    for who in ("reporter", "editor", "chief", "admin"):
        assert not publish(Case(newsroom, newsroom.client(who), who, world)), who
    assert StaffGroup.objects.filter(edition=english).count() == 5


def test_a_group_that_somebody_made_keeps_its_name(newsroom: Newsroom) -> None:
    taken = "Editors of World"
    Group.objects.create(name=taken)
    english = factories.make_edition("en", "en.testserver")
    world = factories.make_section(english, "World", "world")
    made = StaffGroup.objects.get(section=world).group
    assert made.name == f"{taken} – {english.name}"
    assert newsroom.edition != english
