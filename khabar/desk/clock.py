"""One clock on the desk: times are shown and read by that of the edition at hand (decision 15)."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.users.models import UserProfile

from khabar.language.dates import DateStyle, zone_label
from khabar.newsroom.models import Article, Edition
from khabar.newsroom.reach import reach_of

#: Asked for by every screen, and they show no times.
TIMELESS = ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
#: Addresses of ours whose ``pk`` is an article's; Wagtail's own say ``page_id``.
OF_ARTICLES = ("khabar_desk", "khabar_desk_writing", "khabar_flash")
ALSO_OF_ARTICLES = ("khabar_checks:previews", "khabar_fronts:entry", "khabar_fronts:place")
#: Where a form says which edition's it is.
BY_EDITION = ("khabar_planning", "khabar_fronts")


@dataclass(frozen=True)
class Clock:
    """The clock of a request: its style, and those of the editions by their locale."""

    style: DateStyle
    editions: dict[int, DateStyle]


_current: ContextVar[Clock | None] = ContextVar("clock", default=None)


def label() -> str:
    """How the zone is called in which times are shown and read now."""
    now, zone = timezone.now(), timezone.get_current_timezone_name()
    clock = _current.get()
    styles = [clock.style, *clock.editions.values()] if clock else []
    plain = DateStyle(language=get_language() or settings.LANGUAGE_CODE, zone=zone)
    return zone_label(now, next((style for style in styles if style.zone == zone), plain))


def label_beside(style: DateStyle, now: datetime | None = None) -> str:
    """The name of a style's zone where it is not the screen's own; else nothing."""
    if _current.get() is None or style.zone == timezone.get_current_timezone_name():
        return ""
    return zone_label(now or timezone.now(), style)


class OneClock:
    """Middleware: the desk goes by the edition's clock, whatever an account has chosen.

    Wagtail asks a person's profile for the zone, once a view's permissions are known; so the
    profile of this request answers with the edition's. Nothing of it is saved. One query for each
    request of the desk, three more where editions differ in their zones.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response; afterwards no clock is set."""
        if not request.path_info.startswith(settings.SESSION_COOKIE_PATH):
            return self.get_response(request)
        token = _current.set(None)
        try:
            with timezone.override(timezone.get_current_timezone()):
                return self.get_response(request)
        finally:
            _current.reset(token)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        """Set the clock, now that the address says what is at hand."""
        del view, args
        match = request.resolver_match
        if (
            match is None
            or match.url_name in TIMELESS
            or not request.path_info.startswith(settings.SESSION_COOKIE_PATH)
            or request.user.is_anonymous
        ):
            return
        clock = _clock(request, kwargs)
        if clock is None:
            return
        _current.set(clock)
        timezone.activate(clock.style.zone)
        _tell_wagtail(request.user, clock.style.zone)


def _tell_wagtail(user: Any, zone: str) -> None:
    profile = getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
    # Not a function of this place: a photo that knows its uploader is kept in the cache.
    profile.get_current_time_zone = partial(str, zone)


def _clock(request: HttpRequest, kwargs: dict[str, Any]) -> Clock | None:
    editions = list(
        Edition.objects.select_related("locale").order_by("-site__is_default_site", "pk")
    )
    if not editions:
        return None
    several = len({edition.time_zone for edition in editions}) > 1
    chosen = (_at_hand(request, kwargs, editions) or _own(request)) if several else None
    styles = {edition.locale_id: edition.date_style for edition in editions}
    return Clock((chosen or editions[0]).date_style, styles)


def _at_hand(
    request: HttpRequest, kwargs: dict[str, Any], editions: list[Edition]
) -> Edition | None:
    match = request.resolver_match
    namespace, name = (match.namespace, match.view_name) if match else ("", "")
    page = kwargs.get("page_id") or kwargs.get("parent_page_id")
    if namespace in OF_ARTICLES or name in ALSO_OF_ARTICLES:
        page = page or kwargs.get("pk")
    found: Any = None
    if page:
        found = Page.objects.filter(pk=page)
    elif "number" in kwargs:
        found = Article.objects.filter(number=kwargs["number"])
    if found is not None:
        locale = found.values_list("locale_id", flat=True).first()
        return next((edition for edition in editions if edition.locale_id == locale), None)
    asked = str(kwargs.get("edition_pk", ""))
    if not asked and namespace in BY_EDITION:
        asked = request.POST.get("edition", "")
    asked = asked or request.GET.get("edition", "")
    return next((one for one in editions if asked in {str(one.pk), one.language}), None)


def _own(request: HttpRequest) -> Edition | None:
    return next(iter(reach_of(request.user).own_editions()), None)  # type: ignore[arg-type]  # Nobody anonymous comes here.
