"""A protected byline: in no page, version, draft or file; and back by two people, to the letter."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry

from khabar.newsroom import actions
from khabar.newsroom.models import (
    Article,
    Author,
    BylineProtection,
    Edition,
    Photo,
    PhotoRendition,
    PublishedVersion,
    Section,
)
from khabar.newsroom.photos import store
from khabar.newsroom.publication import content_hash
from tests import factories

#: The author's own name, and spellings of it that readers hold equal.
NAME, SPELLED = "سلمى الظغثاوي", ("سَلمى الظغثاوي", "سلمي الظغثاوى")
STAFF = "فريق التحرير"
CORE = "ظغثاو"

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def people(ar: Edition) -> tuple[User, User]:  # noqa: ARG001 (the edition comes first)
    """Two who may."""
    return (
        User.objects.create_superuser("first", "first@example.org", "password"),
        User.objects.create_superuser("second", "second@example.org", "password"),
    )


@pytest.fixture
def author(ar: Edition) -> Author:
    """With a page that says much."""
    return Author.objects.create(
        name=NAME, locale=ar.locale, job_title="محررة", bio=f"<p>{NAME}</p>", email="s@example.org"
    )


@pytest.fixture
def articles(politics: Section, ar: Edition, author: Author) -> list[Article]:
    """Under her profile; under her name as text, alone and among others; with a photo of hers."""
    ar.show_changes = True
    ar.save()
    photo = factories.make_photo(photographer=SPELLED[0], agency="", metadata={})
    # Of an earlier test's photo with the same id.
    folder = Path(photo.renditions.first().file.path).parent.parent
    for path in set(folder.rglob("*.*")) - {Path(one.file.path) for one in photo.renditions.all()}:
        path.unlink()
    store.make_set(photo.pk)
    made = [
        factories.make_article(politics, "تحت صفحتها", byline=[author], hero_photo=photo),
        factories.make_article(politics, "باسمها نصًا", byline=[SPELLED[1]]),
        factories.make_article(politics, "مع غيرها", byline=[f"سامي نادر و{SPELLED[0]}"]),
    ]
    for article in made:
        article.lede = "أضيف سطر."
        article.save_revision()
        actions.update(article, by=None, note="")
    return [Article.objects.get(pk=article.pk) for article in made]


def pages(articles: list[Article]) -> list[str]:
    addresses = ["/", "/latest/", "/politics/", "/corrections/"]
    for article in articles:
        addresses += [article.get_absolute_url(), f"{article.short_path}/changes/"]
        addresses += [f"{article.short_path}/changes/{n}.json" for n in (1, 2)]
    return addresses


def said(articles: list[Article]) -> str:
    """All that readers can fetch."""
    client, texts = Client(), []
    for address in pages(articles):
        response = client.get(address)
        assert response.status_code == 200, address
        texts.append(response.content.decode())
    return "".join(texts)


def rows() -> list[str]:
    """The tables that still say the name."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (the database's own names)
            texts = (str(value) for row in cursor.fetchall() for value in row)
            # In a spelling with marks the letters are not together.
            if any(CORE in text or json.dumps(CORE)[1:-1] in text for text in texts):
                found.append(table)
    return found


def files() -> list[str]:
    """The public files that still say it."""
    found = []
    for rendition in PhotoRendition.objects.all():
        folder = Path(rendition.file.path).parent.parent
        found += [str(path) for path in folder.rglob("*.*") if CORE.encode() in path.read_bytes()]
    return found


def test_the_name_is_in_nothing_that_readers_get(
    articles: list[Article], author: Author, people: tuple[User, User]
) -> None:
    assert CORE in said(articles)
    assert files()
    address = author.get_absolute_url()
    actions.protect(by=people[0], reason="تهديد", author=author)
    text = said(articles)
    assert CORE not in text
    assert STAFF in text
    assert "⟦" not in text
    assert "سامي نادر و" + STAFF in text
    assert files() == []
    assert Client().get(address).status_code == 404
    author.refresh_from_db()
    assert Client().get(author.get_absolute_url()).status_code == 404
    assert (author.name, author.bio, author.email) == (STAFF, "", "")


def test_the_name_is_kept_in_the_record_alone(
    articles: list[Article],  # noqa: ARG001 (what is rewritten)
    author: Author,
    people: tuple[User, User],
) -> None:
    ModelLogEntry.objects.log_action(author, "wagtail.edit", user=people[0])
    actions.protect(by=people[0], reason="تهديد", author=author)
    assert rows() == ["newsroom_bylineprotection"]
    entries = ModelLogEntry.objects.filter(action="khabar.protect")
    assert [entry.user for entry in entries] == [people[0]]
    assert BylineProtection.objects.get().settled_at is not None


def test_however_the_name_comes_again_it_is_hidden(
    articles: list[Article], politics: Section, author: Author, people: tuple[User, User]
) -> None:
    old = articles[1].revisions.order_by("pk").first()
    kept = json.loads(json.dumps(old.content))
    actions.protect(by=people[0], reason="تهديد", author=author)
    # An old draft that was not rewritten, as one from a backup or an export would be.
    kept["byline_entries"][0]["text"] = NAME
    type(old).objects.filter(pk=old.pk).update(content=kept)
    old.refresh_from_db()
    old.publish()
    written = factories.make_article(politics, "جديدة باسمها", byline=[NAME])
    photo = factories.make_photo(photographer=NAME)
    assert CORE not in said(articles)
    page = Client().get(written.get_absolute_url()).content.decode()
    assert CORE not in page
    assert STAFF in page
    assert CORE not in photo.photographer + " ".join(photo.credit)
    assert photo.credit[0] == STAFF


def test_two_people_bring_it_back_to_the_letter(
    articles: list[Article], author: Author, people: tuple[User, User]
) -> None:
    before = said(articles)
    bylines = [str(entry) for article in articles for entry in article.byline_entries.all()]
    protection = actions.protect(by=people[0], reason="تهديد", author=author)
    hashes = set(PublishedVersion.objects.values_list("hash", flat=True))
    request = actions.propose_unprotect(protection, by=people[0], reason="زال الخطر")
    with pytest.raises(PermissionDenied):
        actions.confirm_unprotect(request, by=people[0])
    actions.confirm_unprotect(request, by=people[1])
    assert said(articles) == before
    fresh = [Article.objects.get(pk=article.pk) for article in articles]
    assert [str(entry) for one in fresh for entry in one.byline_entries.all()] == bylines
    assert Client().get(author.get_absolute_url()).status_code == 200
    versions = PublishedVersion.objects.all()
    assert {content_hash(version.content) for version in versions} == hashes
    photo = Photo.objects.get()
    assert photo.photographer == SPELLED[0]
    assert files()


def test_a_version_with_a_hidden_name_says_so_and_keeps_its_hash(
    articles: list[Article], people: tuple[User, User]
) -> None:
    article = articles[1]
    version = article.versions.order_by("sequence").first()
    assert version is not None
    address = f"{article.short_path}/changes/1.json"
    assert content_hash(Client().get(address).content.decode()) == version.hash
    actions.protect(by=people[0], reason="تهديد", name=SPELLED[0])
    shown = Client().get(address).content.decode()
    page = Client().get(f"{article.short_path}/changes/").content.decode()
    assert content_hash(shown) != version.hash
    assert version.hash in page
    assert content_hash(shown) in page


def test_who_may_and_what_is_refused(author: Author, people: tuple[User, User]) -> None:
    reporter = factories.make_user("reporter")
    with pytest.raises(PermissionDenied):
        actions.protect(by=reporter, reason="تهديد", author=author)
    for wrong in ("", "…"):
        with pytest.raises(ValidationError):
            actions.protect(by=people[0], reason="تهديد", name=wrong)
    with pytest.raises(ValidationError):
        actions.protect(by=people[0], reason=" ", author=author)
    actions.protect(by=people[0], reason="تهديد", author=author)
    with pytest.raises(ValidationError):
        actions.protect(by=people[0], reason="تهديد", name=SPELLED[1])


def test_an_original_with_a_hidden_name_inside_is_for_those_who_may_see_it(
    articles: list[Article],  # noqa: ARG001 (with the photo)
    author: Author,
    people: tuple[User, User],
) -> None:
    photo = Photo.objects.get()
    desk = factories.make_user("photo")
    Photo.objects.update(uploaded_by_user=desk)
    client = Client()
    client.force_login(people[0])
    actions.protect(by=people[0], reason="تهديد", author=author)
    address = f"/desk/photos/{photo.pk}/original/"
    allowed = client.get(address)
    assert allowed.status_code == 200
    allowed.close()
    other = Client()
    other.force_login(desk)
    assert other.get(address).status_code == 302
