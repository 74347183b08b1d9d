"""Small newsrooms for the tests of readers' pages, made through the newsroom's own doors."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    Author,
    Broadcast,
    BylineEntry,
    Edition,
    FollowChannel,
    HomePage,
    Photo,
    Programme,
    Section,
    Source,
    StoriesIndexPage,
    Story,
    TextPage,
    Topic,
)
from khabar.newsroom.photos import store
from tests.newsroom.photo_files import encoded

NOON = dt.datetime(2015, 9, 27, 12, 0, tzinfo=dt.UTC)


def drawn_photo(title: str = "picture", size: tuple[int, int] = (1800, 1200), **fields: Any) -> Photo:
    """A drawn photo with its whole set of renditions."""
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    for row in range(0, size[1], 4):
        shade = row * 255 // size[1]
        draw.rectangle((0, row, size[0], row + 4), fill=(40, 90 + shade // 3, 110 + shade // 2))
    draw.ellipse((1100, 150, 1450, 500), fill=(250, 214, 120))
    draw.polygon([(0, 1200), (600, 600), (1100, 1200)], fill=(60, 70, 60))
    draw.polygon([(700, 1200), (1300, 750), (1800, 1200)], fill=(80, 92, 74))
    photo = Photo(title=title, **fields)
    photo.file = ContentFile(encoded(image), name=f"{title}.jpg")
    photo.save()
    store.make_set(photo.pk)
    return Photo.objects.get(pk=photo.pk)


def paragraph(html: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": html}


@dataclass
class Newsroom:
    """An edition with a section, and verbs to fill it."""

    edition: Edition
    home: HomePage = field(init=False)
    stories_index: StoriesIndexPage = field(init=False)

    def __post_init__(self) -> None:
        self.home = HomePage.objects.get(locale=self.edition.locale)
        self.stories_index = StoriesIndexPage.objects.get(locale=self.edition.locale)

    @property
    def root(self) -> str:
        return str(self.edition.site.root_url)

    def section(self, title: str, slug: str, **fields: Any) -> Section:
        section = Section(title=title, slug=slug, locale=self.edition.locale, **fields)
        self.home.add_child(instance=section)
        section.save_revision().publish()
        return Section.objects.get(pk=section.pk)

    def story(self, title: str, slug: str, **fields: Any) -> Story:
        story = Story(title=title, slug=slug, locale=self.edition.locale, **fields)
        self.stories_index.add_child(instance=story)
        story.save_revision().publish()
        return Story.objects.get(pk=story.pk)

    def text(self, title: str, slug: str, *paragraphs: str) -> TextPage:
        body = [paragraph(html) for html in paragraphs]
        page = TextPage(title=title, slug=slug, locale=self.edition.locale, body=body)
        self.home.add_child(instance=page)
        page.save_revision().publish()
        return TextPage.objects.get(pk=page.pk)

    def author(self, name: str, **fields: Any) -> Author:
        return Author.objects.create(name=name, locale=self.edition.locale, **fields)

    def topic(self, name: str, **fields: Any) -> Topic:
        return Topic.objects.create(name=name, locale=self.edition.locale, **fields)

    def source(self, name: str, **fields: Any) -> Source:
        return Source.objects.create(name=name, **fields)

    def article(  # noqa: PLR0913 -- each is a relation of the article.
        self,
        section: Section,
        title: str,
        *,
        at: dt.datetime = NOON,
        byline: tuple[Author | Source | str, ...] = (),
        sources: tuple[Source, ...] = (),
        stories: tuple[Story, ...] = (),
        topics: tuple[Topic, ...] = (),
        live: bool = True,
        **fields: Any,
    ) -> Article:
        fields.setdefault("body", [paragraph(f"<p>{title}.</p>")])
        article = Article(title=title, locale=self.edition.locale, published_at=at, live=False, **fields)
        section.add_child(instance=article)
        for entry in byline:
            kind = {Author: "author", Source: "source"}.get(type(entry), "text")
            article.byline_entries.add(BylineEntry(**{kind: entry}))
        article.article_sources.set([ArticleSource(source=source) for source in sources])
        article.article_stories.set([ArticleStory(story=story) for story in stories])
        article.topics.set(topics)
        revision = article.save_revision()
        if live:
            revision.publish()
        return Article.objects.get(pk=article.pk)

    def channel(self, label: str, url: str, **fields: Any) -> FollowChannel:
        return FollowChannel.objects.create(edition=self.edition, label=label, url=url, **fields)

    def broadcast(self, title: str, *programme: tuple[str, dt.datetime, int], **fields: Any) -> Broadcast:
        made = Broadcast.objects.create(
            edition=self.edition, title=title, hls_url="https://live.example/index.m3u8", **fields
        )
        for name, starts_at, minutes in programme:
            Programme.objects.create(
                broadcast=made,
                title=name,
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(minutes=minutes),
            )
        return made


def arabic_newsroom(**fields: Any) -> Newsroom:
    return _newsroom("ar", "خبر", "http://testserver", **fields)


def english_newsroom(**fields: Any) -> Newsroom:
    return _newsroom("en", "The Item", "http://english.example", **fields)


def _newsroom(language: str, name: str, address: str, **fields: Any) -> Newsroom:
    edition = create_edition(EditionSeed(language=language, name=name, site_url=address))
    for field_name, value in fields.items():
        setattr(edition, field_name, value)
    edition.save()
    return Newsroom(edition)
