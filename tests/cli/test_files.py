"""Static files and public media are answered without Django, in parts, and are kept for ever."""

import gzip
import re
from functools import partial
from pathlib import Path

import pytest

from khabar.cli.files import HASHED_MEDIA, HASHED_STATIC, Files, Mount, parse_range
from khabar.edge.http import Receive, Scope, Send

from .conftest import Ask, ask

RENDITION = "/media/photos/7/0123456789abcdef/fill-112x84.webp"


async def behind(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"Django"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "static/site.0a1b2c3d4e5f.css": b"body{}" * 100,
        "static/site.css": b"body{}",
        "media/photos/7/0123456789abcdef/fill-112x84.webp": bytes(range(256)) * 4,
        "media/photos/7/plain.webp": b"plain",
        "media/documents/report.pdf": b"%PDF",
        "media/empty.mp4": b"",
        "media/.hidden": b"hidden",
        "secret-key": b"secret",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "static/site.0a1b2c3d4e5f.css.gz").write_bytes(gzip.compress(b"body{}" * 100))
    (tmp_path / "media/link").symlink_to(tmp_path / "secret-key")
    return tmp_path


@pytest.fixture
def get(folder: Path) -> Ask:
    app = Files(
        behind,
        [
            Mount("/static/", folder / "static", HASHED_STATIC),
            Mount(
                "/media/",
                folder / "media",
                HASHED_MEDIA,
                hidden=("documents",),
                headers=((b"content-security-policy", b"sandbox"),),
            ),
        ],
    )
    return partial(ask, app)


def test_a_hashed_name_is_kept_for_ever_and_a_plain_one_for_an_hour(get: Ask) -> None:
    for path in ("/static/site.0a1b2c3d4e5f.css", RENDITION):
        assert get(path).headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/static/site.css", "/media/photos/7/plain.webp"):
        assert get(path).headers["cache-control"] == "public, max-age=3600"


def test_a_file_is_answered_whole(get: Ask) -> None:
    answer = get(RENDITION)
    assert (answer.status, answer.body) == (200, bytes(range(256)) * 4)
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["content-length"] == "1024"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox"


def test_a_server_that_can_send_a_path_is_given_one(get: Ask) -> None:
    answer = get(RENDITION, extensions={"http.response.pathsend": {}})
    assert answer.headers["x-sent-as"] == "path"
    assert len(answer.body) == 1024


@pytest.mark.parametrize(
    ("asked", "content_range", "body"),
    [
        ("bytes=0-3", "bytes 0-3/1024", bytes(range(4))),
        ("bytes=1020-", "bytes 1020-1023/1024", bytes(range(252, 256))),
        ("bytes=-2", "bytes 1022-1023/1024", bytes([254, 255])),
        ("bytes=1023-9999", "bytes 1023-1023/1024", bytes([255])),
    ],
)
def test_a_part(get: Ask, asked: str, content_range: str, body: bytes) -> None:
    answer = get(RENDITION, headers={"Range": asked}, extensions={"http.response.pathsend": {}})
    assert (answer.status, answer.body) == (206, body)
    assert answer.headers["content-range"] == content_range
    assert answer.headers["content-length"] == str(len(body))


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=-0"])
def test_a_part_beyond_the_end(get: Ask, asked: str) -> None:
    answer = get(RENDITION, headers={"Range": asked})
    assert (answer.status, answer.headers["content-range"]) == (416, "bytes */1024")


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "bytes=3-1", "bytes=0-1,4-5", "lines=1-2"])
def test_a_range_that_makes_no_sense_is_ignored(get: Ask, asked: str) -> None:
    assert get(RENDITION, headers={"Range": asked}).status == 200


def test_a_part_of_another_version_is_the_whole(get: Ask) -> None:
    etag = get(RENDITION).headers["etag"]
    assert get(RENDITION, headers={"Range": "bytes=0-1", "If-Range": etag}).status == 206
    assert get(RENDITION, headers={"Range": "bytes=0-1", "If-Range": '"old"'}).status == 200


def test_what_the_reader_has_is_not_sent_again(get: Ask) -> None:
    first = get(RENDITION)
    for headers in (
        {"If-None-Match": f'"x", W/{first.headers["etag"]}'},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        answer = get(RENDITION, headers=headers)
        assert (answer.status, answer.body) == (304, b"")
        assert "immutable" in answer.headers["cache-control"]
    assert get(RENDITION, headers={"If-None-Match": '"x"'}).status == 200
    assert get(RENDITION, headers={"If-Modified-Since": "yesterday"}).status == 200


def test_text_is_sent_compressed_to_those_who_take_it(get: Ask) -> None:
    path = "/static/site.0a1b2c3d4e5f.css"
    packed = get(path, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "accept-encoding"
    assert gzip.decompress(packed.body) == get(path).body
    assert "content-encoding" not in get(path).headers
    assert packed.headers["etag"] != get(path).headers["etag"]


def test_the_head_alone(get: Ask) -> None:
    answer = get(RENDITION, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == "1024"


def test_an_empty_file(get: Ask) -> None:
    answer = get("/media/empty.mp4")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", "0")


def test_nothing_is_written_here(get: Ask) -> None:
    assert get(RENDITION, method="POST").status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/media/../secret-key",
        "/media/photos/../../secret-key",
        "/media//etc/passwd",
        "/media/link",
        "/media/.hidden",
        "/media/photos/7",
        "/media/photos/7/",
        "/media/",
        "/media/\0",
        "/media/..\\secret-key",
        "/media/documents/report.pdf",
        "/media/" + "a" * 5000,
        "/static/no-such-file.css",
    ],
)
def test_nothing_else_of_the_disk_is_found(get: Ask, path: str) -> None:
    answer = get(path)
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_everything_else_is_djangos(get: Ask) -> None:
    for path in ("/", "/staticky/", "/desk/media/"):
        assert get(path).status == 299


def test_a_range_never_leaves_the_file() -> None:
    for header in ("bytes=0-0", "bytes=5-7", "bytes=-3", "bytes=9-", "bytes=0-999"):
        part = parse_range(header, 10)
        assert part is not None
        assert 0 <= part[0] <= part[1] < 10


def test_the_patterns_know_what_the_makers_of_names_make() -> None:
    assert re.search(HASHED_STATIC, "/static/front/site.0a1b2c3d4e5f.css")
    assert not re.search(HASHED_STATIC, "/static/front/site.min.css")
    assert not re.search(HASHED_MEDIA, "/media/photos/7/0123456789abcdef/../x.jpg/y")
