"""Lists of articles, and the pages that stand at fixed addresses."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khabar.front.editions import edition_of
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.jsonld import Maker, Thing
from khabar.front.paging import asked_page, query, to_first_page
from khabar.front.rendering import render
from khabar.language.text import plain
from khabar.live.queries import CoverageCard
from khabar.newsroom import queries
from khabar.newsroom.models import Edition, Photo, Source, Topic
from khabar.newsroom.queries import Link, ListPage, PastTheEndError
from khabar.newsroom.queries.cards import authors_with_portraits


def listing(
    request: HttpRequest,
    edition: Edition,
    *,
    kind: str,
    title: str,
    path: str,
    ident: int | str = 0,
    about: str = "",
    template: str = "listing",
    photo: Photo | None = None,
    with_section: bool = False,
    alternates: tuple[tuple[str, str], ...] = (),
    above: Sequence[Link] = (),
    things: tuple[Thing, ...] = (),
    context: dict[str, Any] | None = None,
    coverages: Callable[[], list[CoverageCard]] | None = None,
) -> HttpResponse:
    """A page of a list under its head. Raises Http404 past its end."""
    number = asked_page(request)
    try:
        page = queries.list_page(edition, kind, ident, number)
    except PastTheEndError as error:
        raise Http404("The list ends before.") from error
    steps = [Link(_("Home"), "/"), *above, Link(title, path)]
    head = make_head(
        edition,
        title,
        path=path + query(number),
        description=about,
        photo=photo,
        alternates=alternates if number == 1 else (),
        things=(*things, Maker(edition).breadcrumbs(steps)),
    )
    return render(
        Today(edition),
        template,
        head,
        title=title,
        page=page,
        path=path,
        with_section=with_section,
        with_rail=kind != "latest",
        coverages=coverages() if coverages and number == 1 else [],
        **(context or {}),
    )


@require_safe
def latest(request: HttpRequest) -> HttpResponseBase:
    """The newest of everything."""
    return to_first_page(request) or listing(
        request,
        edition_of(request),
        kind="latest",
        title=_("Latest news"),
        path="/latest/",
        with_section=True,
    )


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An author's profile and work."""
    edition = edition_of(request)
    # Whoever is protected has no page; that it is gone for that reason is not said either.
    authors = authors_with_portraits().filter(protected=False)
    found = get_object_or_404(authors, locale_id=edition.locale_id, slug=slug)
    about = found.job_title or plain(strip_tags(found.bio))
    return to_first_page(request) or listing(
        request,
        edition,
        kind="author",
        ident=found.pk,
        title=found.name,
        path=found.get_absolute_url(),
        about=about,
        template="author",
        photo=found.photo,
        with_section=True,
        things=(Maker(edition).profile(found),),
        context={"author": found},
    )


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What was taken from a source."""
    edition = edition_of(request)
    found = get_object_or_404(Source.objects.prefetch_related("names"), slug=slug)
    return to_first_page(request) or listing(
        request,
        edition,
        kind="source",
        ident=found.pk,
        title=found.name_in(edition.locale),
        path=found.get_absolute_url(),
        template="source",
        with_section=True,
        context={"source": found},
    )


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is about a topic."""
    edition = edition_of(request)
    found = get_object_or_404(Topic, locale_id=edition.locale_id, slug=slug)
    return to_first_page(request) or listing(
        request,
        edition,
        kind="topic",
        ident=found.pk,
        title=found.name,
        path=found.get_absolute_url(),
        about=found.description,
        with_section=True,
        context={"about": found.description},
    )


@require_safe
def corrections(request: HttpRequest) -> HttpResponseBase:
    """All corrections and clarifications."""
    edition = edition_of(request)
    if redirect := to_first_page(request):
        return redirect
    number = asked_page(request)
    try:
        entries, has_next = queries.corrections_page(edition, number)
    except PastTheEndError as error:
        raise Http404("The list ends before.") from error
    head = make_head(edition, _("Corrections"), path=f"/corrections/{query(number)}")
    today = Today(edition)
    return render(
        today,
        "corrections",
        head,
        corrections=entries,
        page=ListPage([], number, has_next, number > 1),
        path="/corrections/",
        policy=today.policies.get("corrections_policy_page"),
    )


@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Where readers can follow the edition."""
    edition = edition_of(request)
    head = make_head(edition, _("Where you can follow us"), path="/follow/")
    today = Today(edition)
    return render(today, "follow", head, channels=today.channels)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The live broadcast."""
    edition = edition_of(request)
    broadcast = queries.broadcast(edition)
    title = broadcast.title if broadcast else _("Live broadcast")
    description = broadcast.description if broadcast else ""
    maker = Maker(edition)
    head = make_head(
        edition,
        title,
        path="/live/",
        description=description,
        photo=broadcast.poster if broadcast else None,
        things=(maker.broadcast(title, description, "/live/"),) if broadcast else (),
    )
    programme = list(broadcast.programme.order_by("starts_at", "pk")) if broadcast else []
    return render(Today(edition), "live", head, broadcast=broadcast, programme=programme)
