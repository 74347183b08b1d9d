"""`khabar photos`: what is derived is made for photos that have it not."""

from io import StringIO

import pytest
from django.core.management import call_command

from khabar.newsroom.models import Photo, PhotoFingerprint, PhotoInDraft, Section
from khabar.newsroom.photos import twins
from tests import factories
from tests.newsroom.test_photos_twins import drawn, kept


@pytest.mark.django_db
def test_what_is_missing_is_made_once(politics: Section) -> None:
    one, other = kept(drawn(1), "a.jpg"), kept(drawn(1).resize((600, 400)), "b.jpg")
    factories.make_draft(politics, hero_photo=one)
    PhotoFingerprint.objects.all().delete()
    PhotoInDraft.objects.all().delete()
    Photo.objects.update(search_key="")
    said = StringIO()
    call_command("photos", stdout=said)
    assert "2 photos looked at, 2 with a likeness" in said.getvalue()
    assert twins.twins_of(one) == [other]
    assert PhotoInDraft.objects.get().photo == one
    assert list(Photo.objects.all().matching("«A»،")) == [one]
    call_command("photos", stdout=said)
    assert "0 photos looked at, 0 with a likeness; search words of 0 changed" in said.getvalue()
