"""A legal order: two people, and then not a word of the article is left anywhere."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, ModelLogEntry, PageLogEntry

from khabar.newsroom import actions, front_actions, notices, planning_actions, preview_links
from khabar.newsroom.arrangement import Arrangement, Place
from khabar.newsroom.models import (
    Article,
    Correction,
    DeskNotice,
    Edition,
    FrontSlot,
    ImmutableError,
    Photo,
    PublishedVersion,
    Section,
    TakeDown,
    TwoPersonRequest,
)
from khabar.newsroom.photos import store
from tests import factories
from tests.desk import forms

#: Words that stand in nothing else; as a slug, as JSON's escapes and in a form they look otherwise.
HEADLINE, LEDE, BODY, CAPTION = "زظغق", "ثظذض", "غذظث", "ضثغظ"
MARKERS = (HEADLINE, LEDE, BODY, CAPTION)


def spellings(marker: str) -> Iterator[str]:
    yield marker
    yield json.dumps(marker)[1:-1]
    yield quote(marker)


def residue() -> list[str]:
    """Every place of the database and of the media folders that still says one of the words."""
    words = [word for marker in MARKERS for word in spellings(marker)]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 (the database's own names)
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                    if any(word in str(text) for word in words):
                        found.append(f"{table}.{column}")
    return [*found, *(str(path) for path in files())]


def files() -> list[Path]:
    """The stored files, originals and public copies, that say one of the words."""
    words = [word for marker in MARKERS for word in spellings(marker)]
    found = []
    for kind in ("default", "private"):
        place: Any = storages[kind]
        for path in Path(place.location).rglob("*.*"):
            said = path.name + path.read_bytes().decode("utf-8", "replace")
            if any(word in said for word in words):
                found.append(path)
    return found


@pytest.fixture
def first(ar: Edition) -> User:  # noqa: ARG001 (the edition comes first)
    """A superuser, who needs a second one all the same."""
    return User.objects.create_superuser("first", "first@example.org", "password")


@pytest.fixture
def second(ar: Edition) -> User:  # noqa: ARG001 (the edition comes first)
    """Another one."""
    return User.objects.create_superuser("second", "second@example.org", "password")


@pytest.fixture
def photo(ar: Edition) -> Photo:  # noqa: ARG001 (the edition comes first)
    """A photo whose caption and credit have one of the words; the credit is in its files too."""
    for left_by_an_earlier_test in files():
        left_by_an_earlier_test.unlink()
    made = factories.make_photo(caption=f"شرح {CAPTION}", photographer=f"تصوير {CAPTION}")
    store.make_set(made.pk)
    return made


@pytest.fixture
def article(politics: Section, ar: Edition, photo: Photo, first: User) -> Article:
    """Published, updated, corrected, on the front page, renamed, commented on."""
    body = [
        {"type": "paragraph", "value": f"<p>نص {BODY} هنا.</p>"},
        {"type": "photo", "value": {"photo": photo.pk, "caption": f"هنا {CAPTION}"}},
    ]
    made = factories.make_article(
        politics,
        f"عنوان {HEADLINE} الأول",
        lede=f"مقدمة {LEDE}",
        short_headline=f"{HEADLINE} قصير",
        hero_photo=photo,
        hero_caption=f"صورة {CAPTION}",
        body=json.dumps(body),
        external_provider="wire",
        external_uri="urn:1",
    )
    made.title = f"عنوان {HEADLINE} آخر"
    made.save_revision(user=first, log_action=True)
    made = actions.update(made, by=first, note=f"جديد {BODY}")
    actions.correct(made, by=first, right=f"صواب {BODY}", wrong=f"خطأ {LEDE}")
    made.refresh_from_db()
    place = Place("lead", made.pk, headline=f"{HEADLINE} هنا")
    front_actions.publish(ar, Arrangement(places=(place,)), by=None)
    planning_actions.assign(
        by=first, section=politics, title=f"خطة {HEADLINE}", deadline=timezone.now(), article=made
    )
    notices.report(DeskNotice.Kind.PUBLICATION, made, f"فشل {HEADLINE}")
    preview_links.make(made, by=first, lasts=timedelta(hours=1), note=f"إلى {BODY}")
    Comment.objects.create(
        page=made, user=first, text=f"سؤال {BODY}", contentpath="lede", position=""
    )
    Redirect.add_redirect(f"/old/{made.number}-{HEADLINE}/", redirect_to="/", is_permanent=True)
    return made


@pytest.fixture
def desk(first: User, article: Article) -> Client:
    """The desk, where somebody looked at the article and put it through review."""
    client = Client()
    client.force_login(first)
    typed = {**forms.shown(client, forms.edit_url(article)), **forms.EMPTY_BODY}
    client.post(f"/desk/pages/{article.pk}/edit/preview/", {**typed, "lede": f"تُكتب {LEDE}"})
    draft = article.get_latest_revision_as_object()
    draft.lede = f"مسودة {LEDE}"
    draft.save_revision(user=first)
    workflow = article.get_workflow()
    if workflow is not None:
        actions.submit(article, by=first, note=f"لطفًا {BODY}")
    return client


def propose(article: Article, by: User, **erase: list[int]) -> TwoPersonRequest:
    return actions.propose_take_down(
        article, by=by, reason="شكوى محفوظة", reference="12/2026", erase=erase
    )


def test_after_a_take_down_not_a_word_is_left(
    article: Article,
    desk: Client,
    first: User,
    second: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert {place.split(".")[0] for place in residue()} >= {
        "newsroom_article",
        "newsroom_publishedversion",
        "newsroom_correction",
        "newsroom_frontslot",
        "wagtailcore_page",
        "wagtailcore_revision",
        "wagtailcore_comment",
        "wagtailcore_pagelogentry",
        "wagtailadmin_formstate",
        "wagtailredirects_redirect",
    }
    photo = Photo.objects.get()
    request = propose(article, first, photos=[photo.pk])
    assert Article.objects.filter(pk=article.pk).exists()
    assert files()
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_take_down(request, by=second)
    assert residue() == []
    assert not Photo.objects.filter(pk=photo.pk).exists()
    assert desk.get("/desk/reports/site-history/").status_code == 200


def test_what_stays_is_what_the_record_needs(article: Article, first: User, second: User) -> None:
    hashes = list(article.versions.order_by("sequence").values_list("hash", flat=True))
    record = actions.confirm_take_down(propose(article, first), by=second)
    assert (record.article_number, record.reason, record.reference, record.address) == (
        article.number,
        "شكوى محفوظة",
        "12/2026",
        f"/politics/{article.number}/",
    )
    assert (record.proposed_by, record.confirmed_by) == ("first", "second")
    assert record.erased["hashes"] == hashes
    versions = PublishedVersion.objects.filter(article_number=article.number)
    assert [version.hash for version in versions] == hashes
    assert {version.content for version in versions} == {""}
    assert all(version.erased_at for version in versions)


def test_every_address_answers_410_and_quotes_nothing(
    article: Article, first: User, second: User, client: Client
) -> None:
    canonical = article.get_absolute_url()
    record = actions.confirm_take_down(propose(article, first), by=second)
    for address in (
        canonical,
        f"/a/{article.number}",
        f"/sport/{article.number}-x/",
        f"/politics/{article.number}",
        f"/a/{article.number}/changes/",
    ):
        response = client.get(address, follow=True)
        assert response.status_code == 410, address
        assert "قضائي" in response.content.decode()
        assert record.reason not in response.content.decode()
    assert "/politics/" in client.get("/").content.decode()


def test_nobody_confirms_what_they_proposed(article: Article, first: User) -> None:
    request = propose(article, first)
    with pytest.raises(PermissionDenied):
        actions.confirm_take_down(request, by=first)
    assert Article.objects.filter(pk=article.pk, live=True).exists()


def test_a_proposal_expires_and_can_be_taken_back(
    article: Article, first: User, second: User
) -> None:
    old = propose(article, first)
    TwoPersonRequest.objects.filter(pk=old.pk).update(
        expires_at=timezone.now() - timedelta(hours=1)
    )
    with pytest.raises(ValidationError):
        actions.confirm_take_down(old, by=second)
    again = propose(article, first)
    with pytest.raises(ValidationError):
        propose(article, second)
    actions.decline(again, by=first)
    with pytest.raises(ValidationError):
        actions.confirm_take_down(again, by=second)
    assert Article.objects.filter(pk=article.pk).exists()
    assert not TakeDown.objects.exists()


def test_a_photo_that_is_not_named_stays(
    article: Article, photo: Photo, first: User, second: User
) -> None:
    actions.confirm_take_down(propose(article, first), by=second)
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_the_same_item_of_a_wire_does_not_come_back(
    article: Article, politics: Section, first: User, second: User
) -> None:
    actions.confirm_take_down(propose(article, first), by=second)
    with pytest.raises(ValidationError):
        factories.make_draft(politics, external_provider="wire", external_uri="urn:1")
    assert factories.make_draft(politics, external_provider="wire", external_uri="urn:2").pk


def test_a_slots_line_in_the_log_says_nothing_any_more(
    article: Article, first: User, second: User
) -> None:
    slot = FrontSlot.objects.get()
    ModelLogEntry.objects.log_action(slot, "wagtail.create", user=first)
    assert HEADLINE in ModelLogEntry.objects.for_instance(slot).get().label
    actions.confirm_take_down(propose(article, first), by=second)
    labels = [*ModelLogEntry.objects.values_list("label", flat=True)]
    labels += PageLogEntry.objects.values_list("label", flat=True)
    assert not [label for label in labels if HEADLINE in label]
    assert PageLogEntry.objects.filter(page_id=article.pk).exists()
    assert not Correction.objects.exists()


def test_versions_are_changed_by_nothing_else(article: Article) -> None:
    versions = PublishedVersion.objects.filter(article_number=article.number)
    with pytest.raises(ImmutableError):
        versions.update(content="")
    with pytest.raises(ImmutableError):
        versions.delete()


def test_every_table_was_looked_at() -> None:
    """The models of every room are in the database that `residue` reads."""
    assert {model._meta.app_label for model in apps.get_models()} >= {"newsroom", "desk"}
