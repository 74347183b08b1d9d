"""No screen of the desk shows a draft to somebody who may not read it: every address is tried.

A stranger works for another edition: not even a headline is theirs to see. A colleague writes for
the same edition: they see headlines in its lists, and nothing of what stands below.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from django.utils.regex_helper import normalize
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import ReferenceIndex, Revision, TaskState, WorkflowState

from khabar.desk.groups import ensure_groups
from khabar.desk.models import Role
from khabar.newsroom import actions, notices, planning_actions, preview_links
from khabar.newsroom.models import Article, Author, DeskNotice, Photo, PreviewLink, Source, Topic
from tests import factories
from tests.desk.conftest import Newsroom

HEADLINE, TEXT = "سرعنواننا", "سرنصنا"

#: Addresses that answer the same for everyone, or end what they are asked for.
LEFT_OUT = ("/desk/logout/", "/desk/sprite/", "/desk/jsi18n/")


@dataclass(frozen=True)
class Secrets:
    """What must not be seen: a draft in review, and the new draft of what is published."""

    draft: Article
    changed: Article
    photo: Photo
    state: WorkflowState
    task: TaskState
    revisions: tuple[Revision, ...]
    #: What names one of them, or has such words of its own, by the beginning of its addresses.
    beside: dict[str, list[int]]


def body(photo: Photo) -> str:
    return json.dumps(
        [
            {"type": "paragraph", "value": f"<p>{TEXT}</p>"},
            {"type": "photo", "value": {"photo": photo.pk}},
        ]
    )


@pytest.fixture
def secrets(newsroom: Newsroom) -> Secrets:
    owner, edition = newsroom.people["chief"], newsroom.edition
    photo = factories.make_photo(title="صورة")
    named = {
        "source": Source.objects.create(name="وكالة الواحة"),
        "author": Author.objects.create(name="سلمى الحاج", locale=edition.locale),
        "topic": Topic.objects.create(name="المياه", locale=edition.locale),
    }
    story = factories.make_story(edition)
    draft = factories.make_draft(
        newsroom.politics,
        HEADLINE,
        owner=owner,
        lede=TEXT,
        body=body(photo),
        stories=[story],
        byline=[named["author"], named["source"]],
        topics=[named["topic"]],
    )
    draft.lede = f"{TEXT} ثانية"
    draft.save_revision(user=owner)
    state = draft.get_workflow().start(draft, owner)
    changed = factories.make_article(newsroom.politics, "منشور للجميع", owner=owner)
    changed.title, changed.lede = f"{HEADLINE} معدّل", TEXT
    changed.save_revision(user=owner)
    changed.refresh_from_db()
    ReferenceIndex.create_or_update_for_object(draft)
    assignment = planning_actions.assign(
        by=owner,
        section=newsroom.politics,
        title=HEADLINE,
        deadline=timezone.now() + timedelta(hours=3),
    )
    published = factories.make_article(newsroom.politics, "خبر منشور")
    request = actions.propose_take_down(
        published, by=owner, reason=TEXT, reference="12/2026", erase={}
    )
    preview_links.make(draft, by=owner, lasts=timedelta(hours=3), note=TEXT)
    notices.report("publication", draft, TEXT)
    return Secrets(
        draft,
        changed,
        photo,
        state,
        state.current_task_state,
        tuple(Revision.objects.for_instance(draft).order_by("pk")),
        {
            "/desk/planning/failures/": [DeskNotice.objects.get().pk],
            "/desk/planning/": [assignment.pk],
            "/desk/previews/": [PreviewLink.objects.get().pk],
            "/desk/requests/": [request.pk],
            "/desk/front/stories/": [story.pk],
            "/desk/front/undo/": [edition.pk],
            "/desk/site/": [edition.pk],
            "/desk/settings/": [edition.site_id],
            **{f"/desk/snippets/newsroom/{name}/": [thing.pk] for name, thing in named.items()},
        },
    )


@pytest.fixture
def stranger(newsroom: Newsroom) -> User:
    """A reporter and chief editor of another edition."""
    del newsroom
    english = factories.make_edition("en", "en.testserver")
    factories.make_section(english, "World", "world")
    groups = ensure_groups(english)
    person = User.objects.create_user("stranger", "stranger@example.org", "password")
    person.groups.add(groups[Role.REPORTER], groups[Role.CHIEF_EDITOR])
    return person


def addresses(secrets: Secrets) -> list[str]:
    """Every address of the desk, with the secrets' numbers wherever a number is asked for."""
    article = ContentType.objects.get_for_model(Article)
    in_bulk = bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    numbers: dict[str, list[Any]] = {
        "task_state_id": [secrets.task.pk],
        "task_id": [secrets.task.task_id],
        "workflow_state_id": [secrets.state.pk],
        "revision_id": [revision.pk for revision in secrets.revisions],
        "revision_id_a": ["earliest", secrets.revisions[0].pk],
        "revision_id_b": ["latest"],
        "old": [1],
        "new": [1],
        "number": [secrets.draft.number, secrets.changed.number],
        "path": ["latest/"],
        "sequence": [1],
        "destination_id": [secrets.draft.section_id],
        "action_name": ["approve", "reject"],
        "content_type_app_name": ["newsroom"],
        "content_type_model_name": ["article"],
        "app_label": ["newsroom", "wagtailcore"],
        "model_name": ["article", "page"],
        "object_type": ["page"],
        "action": [action.action_type for action in in_bulk],
        "content_type": [article.pk],
    }
    whatever = [secrets.draft.pk, secrets.changed.pk, secrets.photo.pk]
    found = set()
    for template in _walk(get_resolver(), "/"):
        if template.startswith("/desk/"):
            names = re.findall(r"%\((\w+)\)s", template)
            own = next(
                (pks for start, pks in secrets.beside.items() if template.startswith(start)),
                whatever,
            )
            for values in product(*(numbers.get(name, own) for name in names)):
                found.add(template % dict(zip(names, values, strict=True)))
    return sorted(found)


def _walk(resolver: Any, above: str) -> Iterator[str]:
    """Each pattern as Django's reverse() has it, named or not."""
    for item in resolver.url_patterns:
        here = normalize(str(item.pattern.regex.pattern).removeprefix("^").replace(r"\Z", ""))
        template = above + here[0][0]
        if isinstance(item, URLResolver):
            yield from _walk(item, template)
        else:
            yield template


QUERIES = ("", f"?q={quote(HEADLINE)}", f"?q={quote(TEXT)}", "?{ids}")


def shown(client: Client, url: str) -> str:
    """All that an address answers, wherever it leads."""
    response = client.get(url)
    text: str = response.getvalue().decode("utf-8", "replace")
    # JSON answers hold HTML with its letters escaped.
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def leaks(
    client: Client, secrets: Secrets, marks: tuple[str, ...], only: tuple[str, ...] = ("",)
) -> list[str]:
    client.raise_request_exception = False
    ids = f"id={secrets.draft.pk}&id={secrets.changed.pk}&next=/desk/&object_type=page"
    found = []
    for address in addresses(secrets):
        if address in LEFT_OUT or not address.startswith(only):
            continue
        # What is asked for by number needs no search.
        for query in QUERIES[:1] if re.search(r"\d", address) else QUERIES:
            url = address + query.format(ids=ids)
            text = shown(client, url)
            seen = [mark for mark in marks if mark in text]
            if seen and "q=" in query:
                # A search repeats what was asked: what it finds it says more often.
                echoes = _echoes(client, url)
                seen = [mark for mark in seen if text.count(mark) > echoes]
            if seen:
                found.append(f"{url}: {seen}")
    return found


def _echoes(client: Client, url: str) -> int:
    """How often an address repeats what is asked for when there is nothing of it."""
    nothing = "لاشيءهنا"
    other = url.replace(quote(HEADLINE), quote(nothing)).replace(quote(TEXT), quote(nothing))
    return shown(client, other).count(nothing)


def test_a_stranger_sees_not_even_the_headline(
    newsroom: Newsroom, secrets: Secrets, stranger: User
) -> None:
    del newsroom
    client = Client()
    client.force_login(stranger)
    assert leaks(client, secrets, (HEADLINE, TEXT)) == []


def test_a_colleague_reads_nothing_below_the_headline(newsroom: Newsroom, secrets: Secrets) -> None:
    found = leaks(newsroom.client("colleague"), secrets, (TEXT,))
    assert found == [], "\n".join(found)


def test_the_search_for_leaks_would_find_one(newsroom: Newsroom, secrets: Secrets) -> None:
    known = (
        f"/desk/pages/{secrets.draft.pk}/edit/",
        f"/desk/pages/{secrets.draft.pk}/view_draft/",
        f"/desk/pages/{secrets.draft.pk}/history/",
        "/desk/choose-page/search/",
        "/desk/pages/search/",
        "/desk/reports/workflow/",
        f"/desk/api/main/pages/{secrets.draft.pk}/",
        f"/desk/images/usage/{secrets.photo.pk}/",
        "/desk/bulk/wagtailcore/page/publish/",
        f"/desk/requests/{secrets.beside['/desk/requests/'][0]}/",
        f"/desk/planning/{secrets.beside['/desk/planning/'][0]}/",
        *(
            f"{start}usage/{pks[0]}/"
            for start, pks in secrets.beside.items()
            if start.startswith(
                ("/desk/snippets/newsroom/author/", "/desk/snippets/newsroom/source/")
            )
        ),
    )
    found = leaks(newsroom.client("chief"), secrets, (HEADLINE, TEXT), only=known)
    for address in known:
        assert any(line.startswith(address) for line in found), address


def test_no_public_api_stands_beside_the_desk() -> None:
    outside = [route for route in _walk(get_resolver(), "/") if not route.startswith("/desk/")]
    assert [route for route in outside if "api" in route] == []
