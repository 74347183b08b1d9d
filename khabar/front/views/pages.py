"""The views of the newsroom's page classes."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khabar.front import body, comments, sharing
from khabar.front.editions import edition_of
from khabar.front.fragments import Today
from khabar.front.head import Head, make_head
from khabar.front.jsonld import Maker
from khabar.front.paging import to_first_page
from khabar.front.previewing import frame_of
from khabar.front.rendering import render
from khabar.front.views.errors import withdrawn
from khabar.front.views.lists import listing
from khabar.live import queries as live_queries
from khabar.newsroom import queries, serving
from khabar.newsroom.models import (
    Article,
    Edition,
    HomePage,
    Photo,
    Section,
    StoriesIndexPage,
    Story,
    TextPage,
)
from khabar.newsroom.queries import ArticlePage, Link, versions
from khabar.newsroom.queries.articles import prefetch
from khabar.newsroom.queries.lists import story_card
from khabar.newsroom.sharing import description_of, first_words


def register() -> None:
    """Serve each page class of the newsroom with its view."""
    serving.register(HomePage, home)
    serving.register(Section, section)
    serving.register(StoriesIndexPage, stories_index)
    serving.register(Story, story)
    serving.register(Article, article)
    serving.register(TextPage, text)


def is_preview(request: HttpRequest) -> bool:
    """Whether an editor looks at a draft."""
    return bool(getattr(request, "is_preview", False))


@require_safe
def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    """The front page."""
    edition = edition_of(request)
    today = Today(edition)
    maker = Maker(edition, today.policies)
    title = f"{edition.name} | {edition.tagline}" if edition.tagline else edition.name
    head = make_head(
        edition,
        title,
        path="/",
        whole_title=True,
        description=page.search_description or page.description or edition.description,
        alternates=tuple(queries.alternates(page)),
        things=(
            maker.organization(channel.url for channel in today.channels),
            maker.website(),
        ),
    )
    return render(
        today, "home", head, front=queries.front(edition, serving.arrangement_for(request))
    )


@require_safe
def section(request: HttpRequest, page: Section) -> HttpResponseBase:
    """A section's articles."""
    edition = edition_of(request)
    return to_first_page(request) or listing(
        request,
        edition,
        kind="section",
        ident=page.pk,
        title=page.title,
        path=f"/{page.slug}/",
        about=page.search_description or page.description,
        alternates=tuple(queries.alternates(page)),
        context={"about": page.description},
        coverages=lambda: live_queries.cards(edition, section=page.pk),
    )


@require_safe
def stories_index(request: HttpRequest, page: StoriesIndexPage) -> HttpResponse:
    """All stories."""
    edition = edition_of(request)
    head = make_head(
        edition,
        _("Stories"),
        path="/stories/",
        description=page.search_description,
        alternates=tuple(queries.alternates(page)),
        things=(Maker(edition).breadcrumbs([_home_link(), Link(_("Stories"), "/stories/")]),),
    )
    return render(Today(edition), "stories", head, stories=queries.stories(edition))


@require_safe
def story(request: HttpRequest, page: Story) -> HttpResponseBase:
    """A story's articles."""
    edition = edition_of(request)
    photo = _with_renditions(page.photo_id)
    return to_first_page(request) or listing(
        request,
        edition,
        kind="story",
        ident=page.pk,
        title=page.title,
        path=f"/stories/{page.slug}/",
        about=page.search_description or page.summary,
        alternates=tuple(queries.alternates(page)),
        template="story",
        photo=photo,
        with_section=True,
        above=(Link(_("Stories"), "/stories/"),),
        context={"story": page, "photo": photo, "count": story_card(edition, page).count},
        coverages=lambda: live_queries.cards(edition, story=page.pk),
    )


@require_safe
def article(request: HttpRequest, page: Article) -> HttpResponseBase:
    """An article at its one address; any other spelling leads there; 410 once it is withdrawn."""
    edition = edition_of(request)
    if not is_preview(request):
        if page.is_withdrawn:
            return withdrawn(edition, page)
        if request.path != page.get_absolute_url():
            return to_canonical(page)
        prefetch(page)
    shown = queries.article_page(page, edition)
    context: dict[str, Any] = {
        "article": page,
        "shown": shown,
        "portrait": next((name.photo for name in shown.byline if name.photo), None)
        if len(shown.byline) == 1
        else None,
        "top_corrections": [item for item in shown.corrections if item.touches_top],
        "other_corrections": [item for item in shown.corrections if not item.touches_top],
        "parts": body.parts_of(
            page.body,
            body.Found(shown.body_photos, shown.also_read, edition.digits),
            _dateline(shown, edition),
        ),
        "share": sharing.share_of(page, edition),
        "version": "" if is_preview(request) else versions.of_article(page),
        "changes": not is_preview(request) and queries.has_changes(page, edition),
        "comments_place": "" if is_preview(request) else comments.fragment_of(edition, page),
    }
    today = Today(edition)
    frame = frame_of(request)
    head = article_head(shown, today)
    if frame and frame.banner:
        # Nothing that machines read of a draft which somebody outside was let to see.
        head = replace(head, indexed=False, things=())
    return render(today, "article", head, frame=frame, **context)


def to_canonical(page: Article) -> HttpResponsePermanentRedirect:
    """The one redirect from any other spelling of an article's address."""
    return HttpResponsePermanentRedirect(iri_to_uri(page.get_absolute_url()))


@require_safe
def text(request: HttpRequest, page: TextPage) -> HttpResponse:
    """A standing text."""
    edition = edition_of(request)
    path = page.get_url(request) or "/"
    head = make_head(
        edition,
        page.title,
        path=path,
        description=page.search_description or first_words(page.body.raw_data),
        alternates=tuple(queries.alternates(page)),
        things=(Maker(edition).breadcrumbs([_home_link(), Link(page.title, path)]),),
    )
    parts = body.parts_of(page.body, body.Found({}, {}, edition.digits))
    return render(Today(edition), "text", head, text=page, parts=parts)


def article_head(shown: ArticlePage, today: Today) -> Head:
    page, edition = shown.article, today.edition
    maker = Maker(edition, today.policies)
    description = description_of(page)
    times = {
        "article:published_time": maker.time(page.published_at),
        "article:modified_time": maker.time(page.updated_at),
        "article:section": page.section.title,
    }
    steps = [
        _home_link(),
        Link(page.section.title, f"/{page.section.slug}/"),
        Link(page.title, page.get_absolute_url()),
    ]
    return make_head(
        edition,
        page.seo_title or page.title,
        path=page.get_absolute_url(),
        photo=shown.hero_photo,
        description=description,
        kind="article",
        alternates=tuple(queries.alternates(page)),
        properties=tuple((name, value) for name, value in times.items() if value),
        things=(maker.article(shown, description), maker.breadcrumbs(steps)),
    )


def _dateline(shown: ArticlePage, edition: Edition) -> str:
    """Place and publication; place and agency when a piece is carried under an agency's name."""
    agency = next((name.name for name in shown.byline if name.kind == "source"), "")
    return body.dateline_of(shown.article.dateline_place, edition.name, agency)


def _with_renditions(photo_id: int | None) -> Photo | None:
    return Photo.objects.with_renditions().filter(pk=photo_id).first() if photo_id else None


def _home_link() -> Link:
    return Link(_("Home"), "/")
