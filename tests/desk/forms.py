"""What a browser sends from the desk's forms: every field as it is shown, then what is typed."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from khabar.newsroom.models import Article, Section


def _is_sent(said: dict[str, str | None]) -> bool:
    if said.get("type") in {"checkbox", "radio"}:
        return "checked" in said
    return said.get("type") not in {"submit", "file"}


class _Fields(HTMLParser):
    """The names and values of the fields of one form."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.values: dict[str, Any] = {}
        self.select: str | None = None
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("id") == self.form_id
        name = said.get("name")
        if not self.inside or tag == "button":
            return
        if tag == "option":
            if self.select and "selected" in said:
                self.values.setdefault(self.select, [])
                self.values[self.select].append(said.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "textarea" and name:
            self.textarea, self.values[name] = name, ""
        elif tag == "input" and name and _is_sent(said):
            self.values[name] = said.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None


def shown(client: Client, url: str, form_id: str = "page-edit-form") -> dict[str, Any]:
    """The fields of a form as the desk shows it."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    assert parser.values, f"no form {form_id} at {url}"
    return parser.values


EMPTY_BODY = {"body-count": "0"}


def create_url(section: Section) -> str:
    """Where an article is begun."""
    return f"/desk/pages/add/newsroom/article/{section.pk}/"


def edit_url(article: Article) -> str:
    """An article's editor."""
    return f"/desk/pages/{article.pk}/edit/"


def write(client: Client, section: Section, headline: str, **typed: Any) -> Any:
    """Write an article and send it."""
    url = create_url(section)
    return client.post(url, {**shown(client, url), **EMPTY_BODY, "title": headline, **typed})


def rewrite(client: Client, article: Article, **typed: Any) -> Any:
    """Change an article and send it."""
    url = edit_url(article)
    return client.post(url, {**shown(client, url), **EMPTY_BODY, **typed})


def said(response: Any) -> str:
    """All that the desk says at the next page, or on this one."""
    messages = [str(message) for message in response.context["messages"]]
    return " ".join(messages)
