"""`khabar edition`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from khabar.newsroom.models import Edition

pytestmark = pytest.mark.django_db


def edition(*arguments: str) -> str:
    out = StringIO()
    call_command("edition", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_edition_answers_at_the_default_site(client: Client) -> None:
    said = edition("add", "ar", "--name", "الواحة", "--site-url", "http://testserver")
    assert said == "ar  الواحة  http://testserver\n"
    page = client.get("/").content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert "الواحة" in page


def test_a_second_edition_has_its_own_address(client: Client) -> None:
    edition("add", "ar", "--name", "الواحة", "--site-url", "http://testserver")
    edition("add", "en", "--name", "Oasis", "--site-url", "http://en.testserver")
    assert len(edition("list").splitlines()) == 2
    page = client.get("/", headers={"host": "en.testserver"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (("ar",), "already"),
        (("xx",), "Choose of"),
        (("en", "--site-url", "http://testserver"), "--site-url"),
        (("en", "--site-url", "http://en.testserver", "--time-zone", "Mars/Base"), "Asia/Riyadh"),
    ],
)
def test_what_cannot_be_made_is_said_with_the_remedy(
    arguments: tuple[str, ...], remedy: str
) -> None:
    edition("add", "ar", "--site-url", "http://testserver")
    with pytest.raises(CommandError, match=remedy):
        edition("add", *arguments)
    assert Edition.objects.count() == 1
