"""Counts as Arabic counts: real lists of 0, 1, 2, 3, 11, 100 and 103 things, read on screen."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from khabar.newsroom.models import Photo, WordToAvoid
from tests import factories
from tests.browser.desk import arabic
from tests.browser.desk.conftest import House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

COUNTS = (0, 1, 2, 3, 11, 100, 103)
#: What each list says of itself when it holds so many. Zero, one and two carry no digit.
ARTICLES = ("لا مواد بعد.", "مادة واحدة", "مادتان", "3 مواد", "11 مادة", "100 مادة", "103 مواد")
NEWS = ("لا أخبار بعد", "خبر واحد", "خبران", "3 أخبار", "11 خبرًا", "100 خبر", "103 أخبار")
FOUND = ("", "نتيجة واحدة", "نتيجتان", "3 نتائج", "11 نتيجة", "100 نتيجة", "103 نتائج")

Said = tuple[str, str, tuple[str, ...]]


def read(house: House, grow: Callable[[int], object], *lists: Said) -> None:
    """Let the lists grow to each number and read what each then says of itself."""
    page = house.sign_in("owner")
    for place, number in enumerate(COUNTS):
        grow(number)
        for address, where, said in lists:
            page.goto(address)
            expect(page.locator("main")).to_be_visible()
            if said[place]:
                shown = page.locator(where).first.inner_text().strip()
                assert shown == said[place], f"{address} holds {number}"
            texts = page.evaluate(arabic.READ_SCREEN)["texts"]
            assert [wrong for text in texts for wrong in arabic.wrong_counts(text)] == []


def test_articles_and_the_items_of_a_story(house: Callable[[], House]) -> None:
    newsroom = house()
    factories.make_user("owner", superuser=True)
    story = factories.make_story(newsroom.edition)
    written: list[object] = []

    def grow(number: int) -> None:
        while len(written) < number:
            headline = f"جسر رقم {len(written)}"
            written.append(factories.make_article(newsroom.politics, headline, stories=[story]))

    read(
        newsroom,
        grow,
        ("/desk/articles/", ".desk-articles-total h2, .desk-empty p", ARTICLES),
        (
            f"/desk/front/stories/{story.pk}/",
            ".front-bar p",
            tuple(f"مفتوح {said}" for said in NEWS),
        ),
        ("/desk/front/stories/", ".front-entry .front-meta", NEWS),
    )


def test_photos(house: Callable[[], House]) -> None:
    newsroom = house()
    factories.make_user("owner", superuser=True)
    first = factories.make_photo(label=Photo.Label.ARCHIVE)
    first.delete()

    def grow(number: int) -> None:
        Photo.objects.bulk_create(
            Photo(
                title="جسر",
                file=first.file.name,
                width=first.width,
                height=first.height,
                collection_id=first.collection_id,
                label=Photo.Label.ARCHIVE,
            )
            for _each in range(Photo.objects.count(), number)
        )

    address = f"/desk/images/?label={Photo.Label.ARCHIVE}"
    read(newsroom, grow, (address, "#listing-results h2", FOUND))


def test_words_to_avoid(house: Callable[[], House]) -> None:
    newsroom = house()
    factories.make_user("owner", superuser=True)

    def grow(number: int) -> None:
        WordToAvoid.objects.bulk_create(
            WordToAvoid(edition=newsroom.edition, words=f"كلمة {each}", reason="حشو")
            for each in range(WordToAvoid.objects.count(), number)
        )

    address = f"/desk/snippets/newsroom/wordtoavoid/?edition={newsroom.edition.pk}"
    read(newsroom, grow, (address, "#listing-results h2", FOUND))


def test_people(house: Callable[[], House]) -> None:
    newsroom = house()
    factories.make_user("owner", superuser=True)

    def grow(number: int) -> None:
        closed = User.objects.filter(is_active=False)
        User.objects.bulk_create(
            User(username=f"left-{each}", is_active=False) for each in range(closed.count(), number)
        )

    read(newsroom, grow, ("/desk/users/?is_active=false", "#listing-results h2", FOUND))
