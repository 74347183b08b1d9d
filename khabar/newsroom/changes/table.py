"""What each kind of row shows to readers, as a value for each key; and how it is told.

A field that no page shows is not here, so that saving it tells nobody anything.
"""

from typing import Any, Final

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, PageViewRestriction, Site

from khabar.newsroom import keys
from khabar.newsroom.arrangement import ORDINARY
from khabar.newsroom.changes.restricting import watch_restrictions
from khabar.newsroom.changes.watching import State, watch, watch_plain_pages
from khabar.newsroom.models import (
    Author,
    Broadcast,
    Correction,
    Edition,
    FollowChannel,
    FrontSlot,
    FrontState,
    HomePage,
    Photo,
    Programme,
    Section,
    Source,
    SourceName,
    StoriesIndexPage,
    Story,
    StoryPin,
    TakeDown,
    TextPage,
    Topic,
)
from khabar.newsroom.queries.editions import POLICIES

#: Of an edition's fields, what no page shows.
_EDITION_UNSEEN: Final = {"urgent_minutes", "baseform"}
_PHOTO: Final = (
    "file",
    "width",
    "height",
    "recipe",
    "caption",
    "photographer",
    "agency",
    "credit_line",
    "copyright_notice",
    "alt_text",
    "label",
    "graphic",
    "rights_expired",
)


def values(row: Any, *names: str) -> tuple[object, ...]:
    """What a row holds in these fields; of a file, its name."""
    return tuple(str(value) if name == "file" else value for name, value in _pairs(row, names))


def _pairs(row: Any, names: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(name, getattr(row, name)) for name in names]


# Pages


def page_state(page: Page) -> dict[str, object]:
    """What any page but an article is to others: that it is there, where, in which languages."""
    told: dict[str, object] = {
        keys.itself(page.pk): True,
        keys.routes(page.locale_id): page.url_path,
    }
    same = Page.objects.filter(translation_key=page.translation_key, live=True)
    for pk in {page.pk, *same.values_list("pk", flat=True)}:
        told[keys.translations(pk)] = (page.pk, page.url_path)
    named = Q()
    for field in POLICIES:
        named |= Q(**{field: page.pk})
    for locale in Edition.objects.filter(named).values_list("locale_id", flat=True):
        told[keys.edition(locale)] = page.pk
    return told


#: Of a page, what stands in the head of its own.
HEAD: Final = ("title", "slug", "seo_title", "search_description")


def _section(page: Section) -> State:
    if not page.live:
        return {}
    told = page_state(page)
    told[keys.section(page.pk)] = values(page, *HEAD, "description", "kind", "parent_section_id")
    if page.in_menu or page.important:
        told[keys.menu(page.locale_id)] = values(page, "menu_order", "in_menu", "important")
    return told


def _story(page: Story) -> State:
    if not page.live:
        return {}
    shown = values(page, *HEAD, "summary", "photo_id", "state", "closing_note")
    return page_state(page) | {
        keys.story(page.pk): shown,
        keys.stories(page.locale_id): values(page, "state", "carousel_order"),
    }


def _stories_index(page: StoriesIndexPage) -> State:
    return page_state(page) | {keys.text(page.pk): values(page, *HEAD)} if page.live else {}


def _text(page: TextPage) -> State:
    if not page.live:
        return {}
    body = page.body.get_prep_value()
    told = page_state(page) | {keys.text(page.pk): (*values(page, *HEAD, "url_path"), body)}
    # Pages below have this one's slug in their address.
    below = TextPage.objects.filter(path__startswith=page.path, live=True).exclude(pk=page.pk)
    return told | {keys.text(pk): page.url_path for pk in below.values_list("pk", flat=True)}


def _home(page: HomePage) -> State:
    if not page.live:
        return {}
    return page_state(page) | {keys.text(page.pk): values(page, *HEAD, "description")}


# People, sources, topics


def _author(row: Author) -> State:
    shown = ("name", "slug", "job_title", "bio", "photo_id", "email", "link", "protected")
    told: dict[str, object] = {keys.author(row.pk): values(row, *shown)}
    # Whoever is protected has no address.
    return told if row.protected else told | {keys.routes(row.locale_id): row.slug}


def _topic(row: Topic) -> State:
    shown = values(row, "name", "slug", "description")
    return {keys.topic(row.pk): shown, keys.routes(row.locale_id): row.slug}


def _source(row: Source) -> State:
    told: dict[str, object] = {keys.source(row.pk): values(row, "name", "slug", "url")}
    return told | dict.fromkeys(map(keys.routes, _locales()), row.slug)


def _source_name(row: SourceName) -> State:
    return {keys.source(row.source_id): values(row, "pk", "locale_id", "name")}


def _locales() -> list[int]:
    return list(Edition.objects.values_list("locale_id", flat=True))


# Photos and files


def _photo(row: Photo) -> State:
    return {keys.photo(row.pk): values(row, *_PHOTO)}


def _document(row: Any) -> State:
    return {keys.document(row.pk): values(row, "title", "file")}


# An edition


def _edition(row: Edition) -> State:
    fields = [field.attname for field in row._meta.concrete_fields]  # noqa: SLF001 (Django's public API)
    return {keys.edition(row.locale_id): values(row, *sorted({*fields} - _EDITION_UNSEEN))}


def _channel(row: FollowChannel) -> State:
    shown = ("pk", "kind", "label", "handle", "url", "sort_order")
    return {keys.channels(row.edition.locale_id): values(row, *shown)}


def _broadcast(row: Broadcast) -> State:
    shown = ("title", "hls_url", "poster_id", "description", "on_air")
    return {keys.broadcast(row.edition.locale_id): values(row, *shown)}


def _programme(row: Programme) -> State:
    shown = ("pk", "title", "starts_at", "ends_at")
    return {keys.broadcast(row.broadcast.edition.locale_id): values(row, *shown)}


def _front_slot(row: FrontSlot) -> State:
    shown = ("slot", "position", "headline", "photo_id", "article_id")
    return {keys.front(row.edition.locale_id): values(row, *shown)}


def _front_state(row: FrontState) -> State:
    # A front without a state has the ordinary layout too.
    return {} if row.layout == ORDINARY else {keys.front(row.edition.locale_id): row.layout}


def _pin(row: StoryPin) -> State:
    return {keys.pins(row.story_id): values(row, "article_id", "position")}


def _correction(row: Correction) -> State:
    shown = values(row, "kind", "wrong", "right", "at", "touches_top")
    return {keys.article_page(row.article_id): shown, keys.corrections(row.locale_id): shown}


def _take_down(row: TakeDown) -> State:
    return {keys.number(row.article_number): row.at}


# Wagtail's own


def _site(row: Site) -> State:
    shown = values(row, "hostname", "port", "is_default_site", "root_page_id", "site_name")
    found = Edition.objects.filter(site_id=row.pk).values_list("locale_id", flat=True)
    return {keys.edition(locale): shown for locale in found}


def _locale(row: Locale) -> State:
    return {keys.edition(row.pk): row.language_code}


def _redirect(row: Redirect) -> State:
    shown = ("pk", "old_path", "is_permanent", "redirect_page_id", "redirect_link")
    editions = Edition.objects.all()
    if row.site_id is not None:
        editions = editions.filter(site_id=row.site_id)
    told = values(row, *shown, "redirect_page_route_path")
    return {keys.routes(pk): told for pk in editions.values_list("locale_id", flat=True)}


def register() -> None:
    """Watch all of these; called once, by the app's ready()."""
    watch(Section, "update", _section)
    watch(Story, "update", _story)
    watch(StoriesIndexPage, "update", _stories_index)
    watch(TextPage, "update", _text)
    watch(HomePage, "update", _home)
    watch_plain_pages()
    watch(Author, "author", _author)
    watch(Topic, "topic", _topic)
    watch(Source, "source", _source)
    watch(SourceName, "source", _source_name)
    watch(Photo, "photo", _photo)
    watch(get_document_model(), "document", _document)
    watch(Edition, "settings", _edition)
    watch(FollowChannel, "settings", _channel)
    watch(Broadcast, "broadcast", _broadcast)
    watch(Programme, "broadcast", _programme)
    watch(FrontSlot, "front", _front_slot)
    watch(FrontState, "front", _front_state)
    watch(StoryPin, "reorder", _pin)
    watch(Correction, "correct", _correction)
    watch(TakeDown, "take-down", _take_down)
    watch(Site, "settings", _site)
    watch(Locale, "settings", _locale)
    watch(Redirect, "redirect", _redirect)
    watch_restrictions(PageViewRestriction)
