"""The published versions of an article, and the difference between any two states of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.newsroom.models import Article, PublishedVersion
from khabar.newsroom.readings import compare, content_of, draft_content, readings

PER_PAGE = 50
LIVE, DRAFT = "live", "draft"


class HistoryMixin(WagtailAdminTemplateMixin):
    """An article's past, for those who may open its editor."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "history"
    page_title = gettext_lazy("Published versions")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse those who may not edit the article."""
        if not self.article.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def article(self) -> Article:
        """The article."""
        return get_object_or_404(Article.objects.select_related("section"), pk=self.kwargs["pk"])

    def versions(self) -> Any:
        """Its versions, newest first."""
        return (
            PublishedVersion.objects.filter(article_number=self.article.number)
            .select_related("by")
            .order_by("-sequence")
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The section, the article, its versions."""
        article = self.article
        section = reverse("wagtailadmin_explore", args=(article.section_id,))
        editor = reverse("wagtailadmin_pages:edit", args=(article.pk,))
        return [
            *super().get_breadcrumbs_items(),
            {"url": section, "label": article.section.title},
            {"url": editor, "label": article.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_page_title(self) -> str:
        """What is shown."""
        return str(self.page_title)

    def get_page_subtitle(self) -> str:
        """The headline."""
        return str(self.article.get_admin_display_title())


class VersionsView(HistoryMixin, TemplateView):
    """Every published version: what it was, when, by whom, what readers were told, its hash."""

    template_name = "desk/verbs/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of versions, and what can be compared."""
        page = Paginator(self.versions(), PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "article": self.article,
            "locale": self.article.locale,
            "page": page,
            "draft_differs": self.article.has_unpublished_changes,
            "wagtail_history": reverse("wagtailadmin_pages:history", args=(self.article.pk,)),
        }


class CompareView(HistoryMixin, TemplateView):
    """What differs between two published versions, or between what is live and the draft."""

    template_name = "desk/verbs/compare.html"
    page_title = gettext_lazy("The difference")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both sides by name, and the changes."""
        old_name, old = self._side(self.kwargs["old"])
        new_name, new = self._side(self.kwargs["new"])
        before, after = readings([old, new])
        return {
            **super().get_context_data(**kwargs),
            "article": self.article,
            "locale": self.article.locale,
            "old_name": old_name,
            "new_name": new_name,
            "changes": compare(before, after),
            "versions_url": reverse("khabar_desk:versions", args=(self.article.pk,)),
        }

    def _side(self, asked: str) -> tuple[str, dict[str, Any]]:
        """A state of the article by the name that the address has for it."""
        if asked == DRAFT:
            return _("The latest draft"), draft_content(self.article)
        if asked == LIVE:
            version = self.versions().exclude(label=PublishedVersion.Label.WITHDRAWAL).first()
        elif asked.isdecimal() and len(asked) < 10:  # noqa: PLR2004 (what the column holds)
            version = self.versions().filter(sequence=int(asked)).first()
        else:
            version = None
        if version is None or version.erased_at:
            raise Http404("The article has no such version.")
        return version_name(version), content_of(version.content)


class ChooseView(CompareView):
    """Two versions chosen in the list."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The older one first, whichever was chosen first."""
        chosen = [request.GET.get("old", ""), request.GET.get("new", "")]
        chosen.sort(key=lambda name: int(name) if name.isdecimal() else 10**9)
        self.kwargs = {**kwargs, "old": chosen[0], "new": chosen[1]}
        return super().dispatch(request, *args, **self.kwargs)


def version_name(version: PublishedVersion) -> str:
    """A version in words: its number, what it was, when."""
    return _("Version %(n)s – %(what)s, %(time)s") % {
        "n": version.sequence,
        "what": version.get_label_display(),
        "time": date_format(timezone.localtime(version.at), "DATETIME_FORMAT"),
    }
