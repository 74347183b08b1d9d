"""Every screen of the desk opens, on either database; the browser reads them on one."""

import pytest
from django.test import Client

from khabar.newsroom.models import Edition, Section
from tests import factories
from tests.desk import screens
from tests.desk.furnished import furnish

pytestmark = pytest.mark.django_db


def test_every_screen_opens(ar: Edition, politics: Section, sport: Section) -> None:
    owner = factories.make_user("owner", superuser=True)
    things = furnish(ar, politics, sport, owner)
    client = Client()
    client.force_login(owner)
    addresses = [one for pattern in screens.patterns() for one in things.fill(pattern)]
    # The client raises what a screen raises.
    answers = [screens.answer(client, address) for address in addresses]
    assert sum(answer.is_screen for answer in answers) > 150
    assert sum(bool(answer.modal_texts) for answer in answers) > 5
