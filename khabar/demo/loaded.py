"""What has been made of a demo edition so far, and how its parts are joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from khabar.demo import editions
from khabar.newsroom.models import Article, Author, Edition, Photo, Section, Story, TextPage, Topic


@dataclass
class Loaded:
    """What has been made of one edition so far, by the keys of its files."""

    edition: Edition
    now: datetime
    content: editions.DemoEdition
    photos: dict[str, Photo] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    pages: dict[str, TextPage] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)

    @property
    def home(self) -> Page:
        """The front page, under which sections and standing pages are."""
        return self.edition.site.root_page.specific


def translation(thing: Any, record: Any, originals: Mapping[str, Any] | None) -> Any:
    """`thing`, joined to what it translates in the first edition, if it translates anything."""
    if originals is not None and record.translates:
        thing.translation_key = originals[record.translates].translation_key
    return thing


def stream_value(model: type[Model], raw: list[dict[str, Any]]) -> Any:
    stream_field: Any = model._meta.get_field("body")  # noqa: SLF001 (Django's documented name)
    return stream_field.stream_block.to_python(raw)
