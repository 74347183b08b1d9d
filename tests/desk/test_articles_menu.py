"""The menu of a line in the list: asked for when it is opened, and only what one may do."""

import re

from django.test import Client

from khabar.newsroom.models import Article
from tests import factories
from tests.desk.conftest import Newsroom

LIST = "/desk/articles/"


def entries(client: Client, article: Article) -> list[str]:
    """The addresses that the menu leads to."""
    address = f"{LIST}{article.pk}/menu/"
    response = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 200
    found = response.content.decode()
    assert "<html" not in found
    return re.findall(r'href="([^"]+)"', found)


def test_the_list_says_where_its_menus_are(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    client = newsroom.client("editor")
    address = f"{LIST}{article.pk}/menu/"
    assert f'<a href="{address}"' in client.get(LIST).content.decode()
    page = client.get(address).content.decode()
    assert "<html" in page
    assert set(entries(client, article)) <= set(re.findall(r'href="([^"]+)"', page))


def test_each_sees_what_they_may_do(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    withdraw = f"/desk/articles/{article.pk}/withdraw/"
    edit = f"/desk/pages/{article.pk}/edit/"
    editor, reporter = (entries(newsroom.client(name), article) for name in ("editor", "reporter"))
    assert {withdraw, edit} <= {address.partition("?")[0] for address in editor}
    assert not {withdraw, edit} & {address.partition("?")[0] for address in reporter}
    assert article.get_url() in reporter
    # One way to unpublish: ours, which asks for a note.
    assert [one for one in editor if "unpublish" in one] == [
        f"/desk/articles/{article.pk}/unpublish/"
    ]


def test_a_draft_is_not_named_to_strangers(newsroom: Newsroom) -> None:
    draft = factories.make_draft(newsroom.sport, "لا يعرفه المحرر")
    for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}):
        refused = newsroom.client("editor").get(f"{LIST}{draft.pk}/menu/", headers=headers)
        assert refused.status_code in {302, 403}
        assert draft.title not in refused.content.decode()
    assert entries(newsroom.client("chief"), draft)
