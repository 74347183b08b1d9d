"""The way to a photo's original."""

import pytest
from django.urls import reverse

from tests import factories
from tests.desk.conftest import Newsroom


@pytest.mark.parametrize(
    ("name", "status"), [("photo", 200), ("chief", 200), ("reporter", 302), (None, 302)]
)
def test_an_original_is_for_those_who_may_change_the_photo(
    newsroom: Newsroom, name: str | None, status: int
) -> None:
    photo = factories.make_photo()
    client = newsroom.client(name) if name else newsroom.client_class()
    address = reverse("khabar_desk_photos:original", args=[photo.pk])
    response = client.get(address)
    assert response.status_code == status
    if status == 200:
        with photo.file.storage.open(photo.file.name) as original:
            assert response.getvalue() == original.read()
        edit = client.get(reverse("wagtailimages:edit", args=[photo.pk]))
        assert address in edit.content.decode()
