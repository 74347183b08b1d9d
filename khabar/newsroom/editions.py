"""Making an edition: its locale, site, front page and stories index."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Collection, Locale, Page, PageLogEntry, Site

from khabar.newsroom.models import Edition, HomePage, StoriesIndexPage

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class EditionSeed:
    """What a new edition begins with; everything is editable afterwards."""

    language: str
    name: str
    site_url: str
    time_zone: str = "UTC"
    time_zone_label: str = ""
    stories_title: str = ""


def site_address(url: str) -> tuple[str, int]:
    """Host and port of a site's address, as Wagtail keeps them."""
    parts = urlsplit(url)
    return parts.hostname or "localhost", parts.port or DEFAULT_PORTS.get(parts.scheme, 80)


@transaction.atomic
def create_edition(seed: EditionSeed) -> Edition:
    """Make an edition. The first one becomes the default site, instead of Wagtail's welcome page.

    A language that has an edition already is left as it is, and that edition is returned.
    """
    locale, _made = Locale.objects.get_or_create(language_code=seed.language)
    existing = Edition.objects.filter(locale=locale).first()
    if existing is not None:
        return existing
    first = not Edition.objects.exists()
    home = _home(locale, seed.name, first=first)
    with override(seed.language):
        stories_title = seed.stories_title or gettext("Stories")
    stories = StoriesIndexPage(title=stories_title, slug="stories", locale=locale)
    _link_translation(stories, StoriesIndexPage.objects.first())
    home.add_child(instance=stories)
    hostname, port = site_address(seed.site_url)
    values = {
        "hostname": hostname,
        "port": port,
        "site_name": seed.name,
        "root_page": home,
        "is_default_site": first,
    }
    site = Site.objects.filter(is_default_site=True).first() if first else None
    if site is None:
        site = Site(**values)
    for field, value in values.items():
        setattr(site, field, value)
    site.save()
    if first:
        _drop_welcome_page(home)
        _name_roots(seed.language)
    return Edition.objects.create(
        site=site,
        locale=locale,
        name=seed.name,
        time_zone=seed.time_zone,
        time_zone_label=seed.time_zone_label,
    )


def _home(locale: Locale, title: str, *, first: bool) -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(title=title, slug=f"home-{locale.language_code}", locale=locale)
    _link_translation(home, None if first else HomePage.objects.first())
    added: HomePage = root.add_child(instance=home)
    return added


def _link_translation(page: Page, original: Page | None) -> None:
    if original is not None:
        page.translation_key = original.translation_key


def _drop_welcome_page(home: HomePage) -> None:
    # Wagtail's own first migration makes one plain page; nobody else does under the root.
    for page in Page.objects.child_of(Page.get_first_root_node()).exclude(pk=home.pk):
        if page.specific_class is Page and page.numchild == 0:
            ident = page.pk
            page.delete()
            PageLogEntry.objects.filter(page=ident).delete()


def _name_roots(language: str) -> None:
    """Name what stands above all pages and all files: Wagtail says Root in every language."""
    with override(language):
        pages, files = gettext("All editions"), gettext("All files")
    Page.objects.filter(pk=Page.get_first_root_node().pk).update(title=pages, draft_title=pages)
    Collection.objects.filter(pk=Collection.get_first_root_node().pk).update(name=files)
