"""«الأكثر قراءة»: what was read most within an hour, a day, a week, and how often."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.language.digits import format_number
from khabar.newsroom.models import Article, Edition, Window
from khabar.newsroom.queries.reads import standings
from khabar.newsroom.reach import Reach, reach_of

LENGTH: Final = 50


@dataclass(frozen=True)
class Line:
    """An article of the list; ``edit_url`` is empty for who may only read it."""

    rank: str
    headline: str
    edit_url: str
    section: str
    reads: str


class MostReadView(WagtailAdminTemplateMixin, TemplateView):
    """The list of one edition within one window, for who sees a section of that edition."""

    template_name = "desk/reads/report.html"
    page_title = gettext_lazy("Most read")
    header_icon = "view"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Where this stands in the desk."""
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines, and what else may be chosen. Raises PermissionDenied."""
        reach = reach_of(self.request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
        editions = reach.own_editions()
        if not editions:
            raise PermissionDenied
        asked = self.request.GET.get("edition", "")
        edition = next((one for one in editions if str(one.pk) == asked), editions[0])
        window = self.request.GET.get("window", "")
        if window not in Window.values:
            window = edition.most_read_window
        return {
            **super().get_context_data(**kwargs),
            "lines": _lines(edition, window, reach),
            "edition": edition,
            "editions": editions,
            "window": window,
            "windows": Window.choices,
        }


def _lines(edition: Edition, window: str, reach: Reach) -> list[Line]:
    found = standings(edition, window, LENGTH)
    articles: QuerySet[Article] = Article.objects.select_related("section").filter(
        pk__in=[pk for pk, _reads in found]
    )
    by_pk = {article.pk: article for article in articles.defer("body")}
    lines = []
    for rank, (pk, reads) in enumerate(found, 1):
        article = by_pk[pk]
        edits = article.section_id in reach.publishes
        lines.append(
            Line(
                format_number(rank, edition.digits),
                article.title,
                reverse("wagtailadmin_pages:edit", args=(pk,)) if edits else "",
                article.section.title,
                format_number(reads, edition.digits),
            )
        )
    return lines
