"""Readers who comment, by the forms that they see."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from khabar.comments.models import Comment
from khabar.newsroom.models import Article

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Writer:
    """A reader with a browser."""

    def __init__(self, client: Client, article: Article) -> None:
        self.client, self.article = client, article
        self.path = f"/me/comments/{article.number}/"

    def page(self, path: str = "") -> str:
        """What stands at an address."""
        return self.client.get(path or self.path).content.decode()

    def post(self, path: str = "", **fields: Any) -> Any:
        """The form there, filled in and sent."""
        path = path or self.path
        token = _TOKEN.search(self.page(path))
        # Where there is no form any more, somebody had it open.
        said = token.group(1) if token else self.client.cookies["csrftoken"].value
        return self.client.post(path, {"csrfmiddlewaretoken": said, **fields})

    def write(self, body: str, name: str = "قارئ", **fields: Any) -> Any:
        """Send a comment."""
        return self.post(name=name, body=body, **fields)

    def act(self, comment: Comment, verb: str, **fields: Any) -> Any:
        """Like, report, edit, delete."""
        return self.post(f"{self.path}{comment.pk}/{verb}/", **fields)


def text_of(response: HttpResponse) -> str:
    """What a reader reads."""
    return response.content.decode()
