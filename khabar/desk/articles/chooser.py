"""Wagtail's dialogue of pages, searched as the list of articles is."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from wagtail import hooks
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.views.chooser import (
    PageChooserTable,
    SearchView,
    page_models_from_string,
    shared_context,
)
from wagtail.models import Page

from khabar.desk.articles.lines import articles_of
from khabar.desk.articles.scope import visible_to
from khabar.newsroom import queries
from khabar.newsroom.models import Article
from khabar.newsroom.queries.choosing import PUBLIC, articles_found, other_pages_found
from khabar.newsroom.queries.desk import Scope

#: So many are offered of each edition, the newest; whoever seeks another says more of it.
MOST = 200
_PER_PAGE = 25


class PageSearchView(SearchView):
    """Articles in any spelling, by number, slugline, byline or address; other pages by title.

    Wagtail's own view, but for what it finds: that would be what a search engine without Arabic
    finds in titles.
    """

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A page of what is found, or of nothing where nothing is asked."""
        self.i18n_enabled = True
        self.is_multiple_choice = request.GET.get("multiple")
        page_type = request.GET.get("page_type") or "wagtailcore.page"
        try:
            models = page_models_from_string(page_type)
        except (ValueError, LookupError) as error:
            raise Http404 from error
        form = SearchForm(request.GET)
        asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
        parts = list(_found(request, models, asked)) if asked else []
        ids = list(dict.fromkeys(pk for part in parts for pk in part))
        allowed = _allowed(request, ids)
        pages = Paginator([pk for pk in ids if pk in allowed], per_page=_PER_PAGE).get_page(
            request.GET.get("p")
        )
        pages.object_list = _pages(list(pages.object_list))
        context = {
            "searchform": form,
            "table": PageChooserTable(self.columns, pages, show_locale_labels=True),
            "pages": pages,
            "page_type_string": page_type,
            "most": MOST if any(len(part) >= MOST for part in parts) else None,
        }
        return TemplateResponse(
            request, "desk/articles/chooser_results.html", shared_context(request, context)
        )


def _found(request: HttpRequest, models: tuple[type[Page], ...], text: str) -> Iterator[list[int]]:
    """Other pages, which are few; articles that the person works on; what all others published."""
    yield other_pages_found(models, text, MOST)
    if not any(issubclass(Article, model) for model in models):
        return
    own = [one.scope for one in visible_to(request.user)]  # type: ignore[arg-type]  # Nobody anonymous comes here.
    for scope in own:
        yield articles_found(scope, text, MOST)
    whole = {scope.locale_id for scope in own if scope.sections is None}
    for edition in queries.editions():
        if edition.locale_id not in whole:
            yield articles_found(Scope(edition.locale_id), text, MOST, PUBLIC)


def _allowed(request: HttpRequest, ids: list[int]) -> set[int]:
    """Of these, what the hooks let this dialogue offer."""
    pages: Any = Page.objects.filter(pk__in=ids)
    for hook in hooks.get_hooks("construct_page_chooser_queryset"):
        pages = hook(pages, request)
    return set(pages.values_list("pk", flat=True))


def _pages(ids: list[int]) -> list[Page]:
    """These pages in this order, as the table shows them; articles as their own list has them."""
    found: dict[int, Page] = {article.pk: article for article in articles_of(ids)}
    others = Page.objects.filter(pk__in=[pk for pk in ids if pk not in found])
    rows = others.defer_streamfields().select_related("locale").specific()
    found |= {page.pk: page for page in rows}
    pages = [found[pk] for pk in ids if pk in found]
    for article in pages:
        if isinstance(article, Article):
            article.section.locale = article.locale
    for page in pages:
        page.can_choose, page.is_parent_page = True, False
    return pages
