"""Every screen of the desk in Arabic, in a real browser: words, counted nouns, direction, width."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from playwright.sync_api import Page
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection, Locale, Site, Task, Workflow

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Author, Broadcast, Source, Subject, Topic
from tests import factories
from tests.browser.desk import arabic
from tests.browser.desk.conftest import DESKTOP, PHONE, House
from tests.desk import screens

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

COUNTS = (0, 1, 2, 3, 11, 100, 103)
#: Latin on the screens that the newsroom of this test wrote itself.
WRITTEN = frozenset(
    {"desk", "owner", "example.org", "localhost", "politics", "sport", "English", "Français"}
)
#: Routes that take what a test of this kind cannot have: a running upload, a token from a mail.
LEFT_OUT = re.compile(
    r"^desk/(?:bulk/|password_reset/confirm/|pages/workflow/|.*uploaded|.*delete_upload"
    r"|images/<int:image_id>/preview/)"
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("3 أخبار، 11 خبرًا، 100 خبر، 103 أخبار", []),
        ("خبر واحد وخبران", []),
        ("2 خبران", ["2 خبران"]),
        ("3 خبر", ["3 خبر"]),
        ("11 أخبار", ["11 أخبار"]),
        ("100 أخبار", ["100 أخبار"]),
        ("2 صورة", ["2 صورة"]),
        ("14:30 صور", []),
    ],
)
def test_wrong_counted_nouns_are_seen(text: str, wrong: list[str]) -> None:
    assert arabic.wrong_counts(text) == wrong


def test_latin_runs_are_seen() -> None:
    assert arabic.latin("تصنيفات IPTC", frozenset()) == []
    assert arabic.latin("نوع الصفحة: Article", frozenset()) == ["Article"]


@pytest.fixture
def owner(house: Callable[[], House]) -> Iterator[tuple[House, Page, Client]]:
    """A newsroom, its owner's browser, and the same person without one."""
    newsroom = house()
    user = factories.make_user("owner", superuser=True)
    page = newsroom.sign_in("owner")
    client = Client(headers={"host": newsroom.address.removeprefix("http://")})
    client.force_login(user)
    yield newsroom, page, client
    assert newsroom.said == []


def furnish(newsroom: House) -> screens.Things:
    """One of everything, in Arabic."""
    locale = newsroom.edition.locale
    photo = factories.make_photo()
    article = factories.make_article(newsroom.politics, hero_photo=photo)
    draft = factories.make_draft(newsroom.politics, "مسودة عن السوق")
    workflow_state = draft.get_workflow().start(draft, User.objects.get(username="owner"))
    correction = actions.correct(article, by=None, right="11 قتيلًا")
    article = Article.objects.get(pk=article.pk)
    made: dict[str, Any] = {
        "author": Author.objects.create(name="سلمى الحاج", locale=locale),
        "source": Source.objects.create(name="وكالة الواحة"),
        "topic": Topic.objects.create(name="المياه", locale=locale),
        "subject": Subject.objects.create(code="medtop:00000000", name_ar="مثال"),
        "broadcast": Broadcast.objects.create(
            edition=newsroom.edition, title="البث", hls_url="https://example.org/a.m3u8"
        ),
        "correction": correction,
    }
    document = Document.objects.create(
        title="نص الاتفاق", file=ContentFile(b"%PDF-1.4", name="agreement.pdf")
    )
    redirect = Redirect.objects.create(old_path="/قديم", redirect_link="/جديد/")
    spaces = {f"wagtailsnippets_newsroom_{name}": {"pk": thing.pk} for name, thing in made.items()}
    spaces |= {
        "wagtailsites": {"pk": Site.objects.get().pk},
        "wagtailusers_users": {"pk": User.objects.get(username="owner").pk},
        "wagtailusers_groups": {"pk": Group.objects.order_by("pk")[0].pk},
        "wagtaillocales": {"pk": Locale.objects.get().pk},
        "wagtailadmin_collections": {"pk": Collection.get_first_root_node().pk},
        "wagtailadmin_workflows": {
            "pk": Workflow.objects.get().pk,
            "task_id": Task.objects.get().pk,
        },
        "khabar_desk": {"pk": article.pk},
        "wagtailsettings": {
            "app_name": "newsroom",
            "model_name": "edition",
            "pk": newsroom.edition.site_id,
        },
    }
    return screens.Things(
        {
            "page_id": article.pk,
            "page_to_move_id": article.pk,
            "parent_page_id": newsroom.politics.pk,
            "destination_id": newsroom.sport.pk,
            "content_type_app_name": "newsroom",
            "content_type_model_name": "article",
            "app_label": "newsroom",
            "model_name": "article",
            "page_pk": article.pk,
            "workflow_pk": Workflow.objects.get().pk,
            "image_id": photo.pk,
            "document_id": document.pk,
            "doc_id": document.pk,
            "redirect_id": redirect.pk,
            "collection_id": Collection.get_first_root_node().pk,
            "revision_id": article.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "workflow_state_id": workflow_state.pk,
            "pk": article.pk,
        },
        spaces,
    )


@dataclass
class Faults:
    """What is wrong, by the screen on which it stands."""

    newsroom: House
    page: Page
    found: list[str] = field(default_factory=list)

    def look(self, address: str) -> None:
        """Open the address and note what a sub-editor would."""
        self.page.goto(address)
        screen = self.page.evaluate(arabic.READ_SCREEN)
        for text in dict.fromkeys(screen["texts"]):
            self.read(address, text)
        self.found += [f"{address}: the empty field {name} is LTR" for name in screen["wrong"]]
        for window in (DESKTOP, PHONE):
            self.page.set_viewport_size(window)  # type: ignore[arg-type]  # A dict of its two keys.
            if (wide := self.page.evaluate(arabic.TOO_WIDE)) > 1:
                self.found.append(f"{address}: {wide} pixels wider than {window['width']}")
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # As above.

    def read(self, address: str, text: str) -> None:
        """Note Latin runs and wrong counted nouns."""
        self.found += [f"{address}: {run!r} in {text!r}" for run in arabic.latin(text, WRITTEN)]
        self.found += [f"{address}: {count!r}" for count in arabic.wrong_counts(text)]


def test_every_screen_speaks_arabic(owner: tuple[House, Page, Client]) -> None:
    newsroom, page, client = owner
    things = furnish(newsroom)
    faults = Faults(newsroom, page)
    opened = 0
    for pattern in screens.patterns():
        address = things.fill(pattern)
        if address is None:
            assert LEFT_OUT.match(pattern.route), f"{pattern}: say in Things what fills it"
        elif screens.is_screen(client, address):
            opened += 1
            faults.look(address)
        else:
            for text in screens.modal_texts(client, address):
                faults.read(address, text)
    assert opened > 100
    if faults.found:
        pytest.fail("\n".join(faults.found))
