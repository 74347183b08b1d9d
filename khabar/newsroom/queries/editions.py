"""Editions: which one is asked, what stands in it, where it is in other languages."""

from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.models import Page, Site

from khabar.newsroom import keys
from khabar.newsroom.models import Broadcast, Edition, FollowChannel, NumberedPage, Photo
from khabar.newsroom.queries.cards import Link
from khabar.outbox.collecting import recalled, uses

#: An edition's names for its standing pages.
POLICIES = (
    "about_page",
    "contact_page",
    "editorial_policy_page",
    "corrections_policy_page",
    "ethics_page",
    "ownership_page",
    "privacy_page",
    "terms_page",
)


def editions() -> list[Edition]:
    """All editions, the default one first."""
    return list(
        Edition.objects.select_related("locale", "site").order_by("-site__is_default_site", "pk")
    )


def edition_for_request(request: HttpRequest) -> Edition | None:
    """The edition that the request's host asks for, or None when nothing is set up."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    if Site.edition.is_cached(site):
        edition: Edition | None = getattr(site, "edition", None)
        if edition is not None:
            uses(keys.edition(edition.locale_id))
        return edition
    return Edition.objects.select_related("locale", "site").filter(site=site).first()


def channels(edition: Edition) -> list[FollowChannel]:
    """Where readers follow the edition, in the editors' order."""

    def read() -> list[FollowChannel]:
        uses(keys.channels(edition.locale_id))
        return list(FollowChannel.objects.filter(edition=edition).order_by("sort_order", "pk"))

    return recalled(("channels", edition.pk), read)


def broadcast(edition: Edition) -> Broadcast | None:
    """The edition's live broadcast, with its programme in order of time."""
    uses(keys.broadcast(edition.locale_id))
    return (
        Broadcast.objects.filter(edition=edition)
        .prefetch_related(Prefetch("poster", queryset=Photo.objects.prefetch_related("renditions")))
        .first()
    )


def policy_pages(edition: Edition) -> dict[str, Link]:
    """The live standing pages that the edition names (about_page and so on)."""
    ids = {name: getattr(edition, f"{name}_id") for name in POLICIES}
    wanted = sorted({pk for pk in ids.values() if pk})
    found = recalled(("texts", *wanted), lambda: _texts(wanted)) if wanted else {}
    return {name: found[pk] for name, pk in ids.items() if pk in found}


def _texts(ids: list[int]) -> dict[int, Link]:
    uses(*(keys.text(pk) for pk in ids))
    return {
        page.pk: Link(page.title, page.get_url() or "/")
        for page in Page.objects.live().filter(pk__in=ids).specific()
    }


def alternates(page: Page) -> list[tuple[str, str]]:
    """Language and full address of the page's live translations, itself included."""
    if isinstance(page, NumberedPage):
        # Its own page is made again only when it changes, and there are as many as articles.
        return _alternates(page)
    return recalled(("alternates", page.pk), lambda: _alternates(page))


def _alternates(page: Page) -> list[tuple[str, str]]:
    # Its own address among them, on its own site.
    uses(keys.translations(page.pk), keys.edition(page.locale_id))
    live = page.get_translations(inclusive=True).live()
    found: Iterable[Page] = [page]
    # Nearly always there is no other.
    if list(live.values_list("pk", flat=True)) != [page.pk]:
        found = live.select_related("locale").specific()
    pairs = [(str(other.locale.language_code), other.get_full_url()) for other in found]
    return sorted((language, url) for language, url in pairs if url)
