"""What nobody asks by a link is answered too, and never with an error of ours."""

import pytest

from tests import factories
from tests.desk.conftest import Newsroom

pytestmark = pytest.mark.django_db


def test_the_api_of_photos_names_no_private_file(newsroom: Newsroom) -> None:
    photo = factories.make_photo()
    client = newsroom.client("owner")
    listed = client.get("/desk/api/main/images/")
    assert listed.status_code == 200
    assert [item["id"] for item in listed.json()["items"]] == [photo.pk]
    one = client.get(f"/desk/api/main/images/{photo.pk}/").json()
    assert one["title"] == photo.title
    assert "download_url" not in one["meta"]


def test_the_root_of_all_pages_cannot_be_moved(newsroom: Newsroom) -> None:
    answer = newsroom.client("owner").get(
        f"/desk/pages/1/move/{newsroom.politics.pk}/confirm/", follow=True
    )
    assert answer.status_code == 200
    assert "تحت" in answer.content.decode()
