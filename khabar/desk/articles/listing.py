"""The list of articles: «المواد»."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from khabar.desk.articles import saved_views
from khabar.desk.articles.columns import COLUMNS
from khabar.desk.articles.filters import ArticleFilterSet, question_of
from khabar.desk.articles.lines import Lines, LinesPaginator
from khabar.desk.articles.scope import Visible, visible_to
from khabar.newsroom.models import Article
from khabar.newsroom.queries.desk import MOST_COUNTED, ORDERS, searched


class ArticleListView(IndexView):
    """One edition's articles, as far as the person may see them."""

    page_title = gettext_lazy("Articles")
    template_name = "desk/articles/index.html"
    results_template_name = "desk/articles/results.html"
    paginator_class = LinesPaginator
    filterset_class = ArticleFilterSet
    default_ordering = "-at"
    table_classname = "listing full-width desk-articles"
    show_other_searches = False
    columns: ClassVar = COLUMNS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse those who see no article of any edition."""
        if not self.editions:
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def editions(self) -> list[Visible]:
        """What this person may see of each edition."""
        return visible_to(self.request.user)

    @cached_property
    def visible(self) -> Visible:
        """The edition that is shown: the one asked for, else the first."""
        asked = self.request.GET.get("edition")
        named = [one for one in self.editions if one.edition.language == asked]
        return (named or self.editions)[0]

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """What the filters are made with."""
        return {**super().get_filterset_kwargs(), "visible": self.visible}

    def get_valid_orderings(self) -> list[str]:
        """The orders that the list can be walked in."""
        return list(ORDERS)

    def get_ordering(self) -> str:
        """The order asked for, or newest first."""
        asked = str(self.request.GET.get("ordering", ""))
        return asked if asked in ORDERS else self.default_ordering

    def get_queryset(self) -> Lines:
        """The lines that are asked for."""
        asked = replace(self.filters.asked(), order=self.ordering)
        if self.is_searching:
            asked = searched(asked, self.search_query)
        size = self.get_paginate_by(None)
        page = self.request.GET.get(self.page_kwarg, "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1  # noqa: PLR2004
        start = min(max(number - 1, 0) * size, MOST_COUNTED - size)
        return Lines(asked, self.request.user, start, size)

    @cached_property
    def question(self) -> str:
        """What the list shows now, as a saved view keeps it."""
        return question_of(self.request.GET)

    @cached_property
    def no_results_message(self) -> str:
        """Why nothing is here, and what to do."""
        if self.is_searching:
            return _("No article matches “%(query)s”.") % {"query": self.search_query}
        if self.is_filtering:
            return _("No article is as the filters ask.")
        return _("No articles yet.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the templates show besides Wagtail's own."""
        # Past Wagtail's page listing, which would look for parents in a plain queryset.
        context: dict[str, Any] = super().get_context_data(**kwargs)
        views = saved_views.tabs(self.request.user, self.visible.edition, self.question)
        context.update(
            {
                "model_opts": Article._meta,  # noqa: SLF001 (Django's documented name)
                "editions": self.editions,
                "shown_edition": self.visible.edition,
                "question": self.question,
                "orders": [
                    ("-at", _("Newest first")),
                    ("at", _("Oldest first")),
                    ("-edited_at", _("Last edited first")),
                ],
                "tabs": views,
                "own_view": next((tab for tab in views if tab.is_shown), None),
                "save_form": saved_views.SavedViewForm(
                    user=self.request.user, edition=self.visible.edition
                ),
            }
        )
        return context


class ArticlesMenuItem(MenuItem):
    """«المواد», for those who see any."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person sees any article."""
        return bool(visible_to(request.user))  # type: ignore[arg-type]  # Nobody anonymous comes here.


class ArticleListViewSet(PageListingViewSet):
    """The list as Wagtail takes it."""

    model = Article
    name = "articles"
    icon = "doc-full"
    menu_label = gettext_lazy("Articles")
    menu_name = "articles"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = ArticlesMenuItem
    index_view_class = ArticleListView
    columns = COLUMNS
    filterset_class = ArticleFilterSet
