"""The report of what was read most."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from khabar.newsroom import reads
from tests import factories
from tests.desk.conftest import Newsroom

pytestmark = pytest.mark.django_db

URL = "/desk/reports/most-read/"


def test_what_was_read_most_by_window(newsroom: Newsroom) -> None:
    now = timezone.now()
    old = factories.make_article(newsroom.politics, "قُرئ أمس")
    new = factories.make_article(newsroom.sport, "قُرئ الآن")
    reads.add({old.number: 1234}, now - timedelta(days=2))
    reads.add({new.number: 7}, now)
    page = newsroom.client("editor").get(URL).content.decode()
    assert "قُرئ الآن" in page
    assert "قُرئ أمس" not in page
    week = newsroom.client("editor").get(URL + "?window=week").content.decode()
    assert week.index("قُرئ أمس") < week.index("قُرئ الآن")
    assert "1,234" in week
    # A link to the editor for who publishes there, a headline for others.
    assert f"/desk/pages/{old.pk}/edit/" in week
    assert f"/desk/pages/{new.pk}/edit/" not in week
    hour = newsroom.client("editor").get(URL + "?window=' OR 1&edition=x").content.decode()
    assert "قُرئ الآن" in hour


def test_it_is_for_who_sees_an_edition(newsroom: Newsroom, client: Client) -> None:
    assert client.get(URL).status_code == 302
    nobody: User = factories.make_user("nobody")
    client.force_login(nobody)
    assert client.get(URL).status_code in {302, 403}
    assert URL not in client.get("/desk/").content.decode()
    assert URL in newsroom.client("reporter").get("/desk/").content.decode()
    empty = newsroom.client("reporter").get(URL)
    assert (empty.status_code, "لم تُحصَ قراءات" in empty.content.decode()) == (200, True)
