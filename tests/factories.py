"""Makers of newsroom objects, all through the newsroom's own doors."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import GroupPagePermission, Page

from khabar.newsroom import actions
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    Author,
    BylineEntry,
    Edition,
    HomePage,
    Photo,
    Section,
    Source,
    StoriesIndexPage,
    Story,
    Topic,
)
from tests.remembered import remembered


def make_edition(language: str = "ar", host: str = "testserver") -> Edition:
    """An edition; its site answers on that host, port 80."""
    names = {"ar": "خبر", "en": "Khabar"}
    seed = EditionSeed(language, names.get(language, language), f"http://{host}", "UTC")
    remembered(f"edition {language} {host}", lambda: create_edition(seed))
    return Edition.objects.get(locale__language_code=language)


def home(edition: Edition) -> HomePage:
    """The edition's front page."""
    page: HomePage = edition.site.root_page.specific
    return page


def make_section(
    edition: Edition, title: str = "سياسة", slug: str = "politics", **fields: Any
) -> Section:
    """A live section."""
    section: Section = home(edition).add_child(
        instance=Section(title=title, slug=slug, locale=edition.locale, **fields)
    )
    return section


def make_story(
    edition: Edition, title: str = "مفاوضات الحدود", slug: str = "borders", **fields: Any
) -> Story:
    """A live story."""
    index = StoriesIndexPage.objects.get(locale=edition.locale)
    story: Story = index.add_child(instance=Story(title=title, slug=slug, **fields))
    return story


def make_draft(section: Section, headline: str = "اتفاق جديد على الحدود", **fields: Any) -> Article:
    """An article as a reporter saves it: a draft with a revision."""
    topics: list[Topic] = fields.pop("topics", [])
    other_sections: list[Section] = fields.pop("other_sections", [])
    stories: list[Story] = fields.pop("stories", [])
    sources: list[Source] = fields.pop("sources", [])
    byline: list[Author | Source | str] = fields.pop("byline", [])
    article = Article(title=headline, live=False, **fields)
    article.article_stories.set(
        [ArticleStory(story=story, sort_order=place) for place, story in enumerate(stories)]
    )
    article.article_sources.set(
        [ArticleSource(source=source, sort_order=place) for place, source in enumerate(sources)]
    )
    article.byline_entries.set(
        [_byline_entry(name, sort_order=place) for place, name in enumerate(byline)]
    )
    article.topics = topics
    article.other_sections = other_sections
    section.add_child(instance=article)
    article.save_revision()
    return article


def _byline_entry(name: Author | Source | str, sort_order: int) -> BylineEntry:
    match name:
        case Author():
            return BylineEntry(author=name, sort_order=sort_order)
        case Source():
            return BylineEntry(source=name, sort_order=sort_order)
        case _:
            return BylineEntry(text=name, sort_order=sort_order)


def make_article(
    section: Section,
    headline: str = "اتفاق جديد على الحدود",
    at: datetime | None = None,
    **fields: Any,
) -> Article:
    """A published article; ``at`` is its time of publication, the present when None."""
    return actions.publish(make_draft(section, headline, published_at=at, **fields), by=None)


def picture_bytes(width: int = 900, height: int = 600, colour: str = "#456") -> bytes:
    """A JPEG file."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def make_photo(**fields: Any) -> Photo:
    """A photo with credit and alt text, on disk."""
    values = {
        "title": "جسر",
        "caption": "جسر على النهر",
        "photographer": "سامي نادر",
        "agency": "Alwaha",
        "alt_text": "جسر حجري فوق ماء ساكن",
        **fields,
    }
    file = ContentFile(picture_bytes(), name="bridge.jpg")
    return Photo.objects.create(file=file, **values)


def make_user(name: str = "desk", *, superuser: bool = False) -> Any:
    """A member of staff with access to the desk and no other right."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "password")
    user.is_superuser = superuser
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def allow(user: Any, page: Page, *codenames: str) -> None:
    """Give the user Wagtail's page permissions (add, change, publish) on a page and below."""
    group = Group.objects.create(name=f"{user} {page.pk}")
    user.groups.add(group)
    for codename in codenames:
        GroupPagePermission.objects.create(
            group=group,
            page=page,
            permission=Permission.objects.get(
                codename=f"{codename}_page", content_type__app_label="wagtailcore"
            ),
        )
