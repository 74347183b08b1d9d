"""What the front tells Wagtail."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.html import escape
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from khabar.newsroom.models import Article


class LivePageLinkHandler(PageLinkHandler):
    """Links of a text to our own pages, looked up all at once.

    Wagtail's own looks for a translation of each page, one query after another; an edition has one
    language. A page that is not live keeps its words and loses its link.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """The opening tag of each link."""
        ids = [str(attrs.get("id", "")) for attrs in attrs_list]
        wanted = {int(known) for known in ids if known.isdecimal()}
        pages = Page.objects.live().filter(pk__in=wanted).defer_streamfields().specific()
        found = {str(page.pk): page for page in pages}
        articles = [page for page in found.values() if isinstance(page, Article)]
        prefetch_related_objects(articles, "section")
        urls = {known: page.get_url() for known, page in found.items()}
        return [f'<a href="{escape(url)}">' if (url := urls.get(known)) else "<a>" for known in ids]


@hooks.register("register_rich_text_features", order=1000)
def link_to_live_pages(features: FeatureRegistry) -> None:
    """Replace Wagtail's handler of links to pages."""
    features.register_link_type(LivePageLinkHandler)
