"""A page put together from its pieces is the page."""

import gzip
import io
import time
import zlib

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from khabar.edge import pieces, placing, serving
from khabar.edge.composing import Composed, Placed, accepted, compose
from khabar.edge.http import matches
from khabar.edge.pieces import Address, Core, Fragment, Hole, Piece, Segment, deflate
from khabar.edge.rendering import Handler, RenderError, SetCookieError, render
from khabar.edge.renewing import Renewer
from khabar.edge.state import Applied
from khabar.edge.store import Store
from khabar.newsroom import keys
from khabar.newsroom.models import Edition

pytestmark = pytest.mark.django_db


def put_together(path: str, handler: Handler) -> tuple[Composed, list[Piece]]:
    site = Site.objects.get(is_default_site=True).pk
    core = render(Address(site, path), handler)
    assert isinstance(core.content, Core)
    made = [core]
    worn = []
    for hole in core.content.holes:
        fragment = render(Address(site, hole.name), handler)
        assert isinstance(fragment.content, Fragment)
        worn.append((fragment.address.ident, 1, fragment.content))
        made.append(fragment)
    return compose(core.content, 1, worn, Placed()), made


def test_every_page_put_together_is_what_django_answers(
    full: dict[str, str], client: Client, handler: Handler
) -> None:
    for kind, path in full.items():
        page, made = put_together(path, handler)
        whole = client.get(path)
        assert page.plain() == whole.content, kind
        assert page.status == whole.status_code
        assert all(piece.keys for piece in made), kind
        sent = dict(page.codings["gzip"].start["headers"])
        for name in ("Content-Type", "Content-Security-Policy", "Content-Language"):
            assert sent[name.lower().encode()].decode() == whole.headers[name]


def test_every_page_wears_the_fragments_and_holds_none_of_their_words(
    full: dict[str, str], handler: Handler
) -> None:
    site = Site.objects.get(is_default_site=True).pk
    core = render(Address(site, full["article"]), handler)
    assert isinstance(core.content, Core)
    # What goes on live is told on the front page, and where the broadcast is.
    assert {hole.name for hole in core.content.holes} == set(placing.names()) - {"coverages"}
    plain = b"".join(segment.plain for segment in core.content.segments)
    assert "أخبار أخرى".encode() not in plain
    assert b"\x00" not in plain


def test_a_piece_comes_back_from_the_store_as_it_went(
    full: dict[str, str], handler: Handler
) -> None:
    for path in full.values():
        for piece in put_together(path, handler)[1]:
            assert pieces.decode(pieces.encode(piece)) == piece


@pytest.mark.usefixtures("full")
def test_a_page_that_nobody_keeps_wears_the_kept_fragments_while_they_are_fresh(
    store: Store, renewer: Renewer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = Edition.objects.get()
    made = client.get("/search/").content
    monkeypatch.setattr(placing, "_keepers", [])
    placing.take_from(serving.keeper(store))
    for name in placing.names():
        renewer.renew(Address(edition.site_id, name))
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/search/").content == made
    # The site, the edition, its picture for sharing.
    assert len(asked) <= 4
    edition.tagline = "شعار آخر"
    edition.save()
    assert "شعار آخر" not in client.get("/search/").content.decode()
    store.apply([Applied([keys.edition(edition.locale_id)])], cursor="1", now=time.time())
    assert "شعار آخر" in client.get("/search/").content.decode()


@pytest.mark.usefixtures("full")
def test_the_rail_leaves_out_the_pages_own_item(handler: Handler) -> None:
    site = Site.objects.get(is_default_site=True).pk
    rail = render(Address(site, "rail"), handler).content
    assert isinstance(rail, Fragment)
    assert len(rail.items) == rail.length + 1
    number = rail.items[3][0]
    mark = f'data-article="{number}"'.encode()
    assert mark in rail.placed(None)
    assert mark not in rail.placed(number)
    assert rail.placed(number).count(b"<li") == rail.placed(None).count(b"<li")
    assert rail.leaves_out(number) == number
    assert rail.leaves_out(10**9) is None


def test_what_sets_a_cookie_is_nobodys_page(full: dict[str, str], handler: Handler) -> None:
    site = Site.objects.get(is_default_site=True).pk

    def with_cookie(request: object) -> object:
        response = handler(request)  # type: ignore[arg-type]
        response.set_cookie("a", "b")
        return response

    with pytest.raises(SetCookieError, match="sets a cookie: a"):
        render(Address(site, full["home"]), with_cookie)  # type: ignore[arg-type]


def test_what_fails_is_no_page(full: dict[str, str]) -> None:
    site = Site.objects.get(is_default_site=True).pk

    def broken(_request: object) -> object:
        raise RuntimeError

    with pytest.raises(RenderError):
        render(Address(site, full["home"]), broken)  # type: ignore[arg-type]


@given(st.lists(st.binary(max_size=400), min_size=1, max_size=9), st.integers(0, 9))
def test_deflated_pieces_join_in_any_order(parts: list[bytes], level: int) -> None:
    whole = b"".join(deflate(part, level) for part in parts) + b"\x03\x00"
    assert zlib.decompress(whole, -15) == b"".join(parts)


@given(
    st.lists(st.binary(max_size=2000), min_size=1, max_size=5),
    st.lists(st.binary(max_size=2000), min_size=4, max_size=4),
)
def test_every_coding_says_the_same(parts: list[bytes], fragments: list[bytes]) -> None:
    holes = tuple(Hole(f"f{n}") for n in range(len(parts) - 1))
    core = Core(200, (("Content-Type", "text/html"),), tuple(map(Segment.of, parts)), holes)
    worn = [(bytes([n]) * 16, 1, Fragment(fragments[n])) for n in range(len(holes))]
    page = compose(core, 1, worn, Placed())
    expected = parts[0] + b"".join(fragments[n] + part for n, part in enumerate(parts[1:]))
    assert page.plain() == expected
    tag = page.codings["gzip"].etag
    assert gzip.GzipFile(fileobj=io.BytesIO(page.codings["gzip"].content)).read() == expected
    page.improve()
    assert gzip.decompress(page.codings["gzip"].content) == expected
    assert page.codings["gzip"].etag == tag
    assert brotli.decompress(page.codings["brotli"].content) == expected
    assert page.coded(frozenset()).content == expected
    assert len({coded.etag for coded in page.codings.values()}) == 3


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        ("", set()),
        ("gzip", {"gzip"}),
        ("gzip, deflate, br, zstd", {"gzip", "br"}),
        ("br;q=0, gzip;q=0.5", {"gzip"}),
        ("*", {"gzip", "br"}),
        ("*;q=0", set()),
        ("identity;q=1, *;q=0", set()),
        ("x-gzip", {"gzip"}),
        ("GZIP;Q=1.0", {"gzip"}),
        ("gzip;q=nonsense", {"gzip"}),
    ],
)
def test_codings_that_are_accepted(header: str, codings: set[str]) -> None:
    assert accepted(header.encode()) == codings


@pytest.mark.parametrize(
    ("condition", "same"),
    [
        (b'"a-gzip"', True),
        (b'W/"a-gzip"', True),
        (b'"b", "a-gzip"', True),
        (b"*", True),
        (b'"a"', False),
        (b"", False),
    ],
)
def test_what_a_browser_has(condition: bytes, same: bool) -> None:  # noqa: FBT001 (a case)
    assert matches(condition, b'"a-gzip"') is same
