"""What every answer says about itself, readers' side and desk."""

import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


def test_a_reader_gets_a_strict_policy_and_no_cookie(client: Client) -> None:
    response = client.get("/no-such-page/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not response.cookies


def test_the_desk_has_a_policy_of_its_own_and_keeps_its_cookies_there(client: Client) -> None:
    response = client.get("/desk/login/")
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "script-src 'self' 'report-sample';" in policy
    assert "unsafe-inline" not in policy
    assert {cookie["path"] for cookie in response.cookies.values()} == {"/desk/"}


@override_settings(MEDIA_URL="https://media.example/files/")
def test_pictures_may_come_from_where_media_live() -> None:
    policy = Client().get("/no-such-page/")["Content-Security-Policy"]
    assert "img-src 'self' data: https://media.example;" in policy


def test_readers_pages_are_compressed_the_same_each_time(client: Client) -> None:
    first, second = (
        client.get("/no-such-page/", headers={"accept-encoding": "gzip"}) for _ in range(2)
    )
    assert first["Content-Encoding"] == "gzip"
    assert first.content == second.content


def test_the_desks_pages_hold_secrets_and_are_not_compressed(client: Client) -> None:
    response = client.get("/desk/login/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response


def test_an_original_has_no_address_and_is_its_owners_alone() -> None:
    private = storages["private"]
    name = private.save("original.jpg", ContentFile(b"bytes"))
    with pytest.raises(ValueError, match="private"):
        private.url(name)
    assert stat.S_IMODE(Path(private.path(name)).stat().st_mode) == 0o600


def test_the_database_keeps_its_promises() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own")
    with connection.cursor() as cursor:
        facts = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "foreign_keys", "busy_timeout")
        }
    assert facts == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
