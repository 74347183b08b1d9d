"""Readiness on the desk: of the form as it stands while it is written, and as a page of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from khabar.newsroom import readiness
from khabar.newsroom.models import Article, Section

#: Of an article that is never saved; as large as the column holds.
NO_NUMBER = 2**62


def readiness_context(ready: readiness.Readiness) -> dict[str, Any]:
    """What the list's template is given."""
    return {"ready": ready}


class _OfForm:
    """Binds the form as Wagtail's preview does, keeps nothing, and says what is still to do."""

    http_method_names = ("post",)

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """The list as HTML, with its counts; without a list when the form cannot be read."""
        del args, kwargs
        form = self.get_form(request.POST)
        if not self.validate_form(form):
            return JsonResponse({"valid": False})
        form.save(commit=False)
        article: Article = form.instance
        if article.section_id is None:
            article.section = get_object_or_404(Section, pk=form.parent_page.pk)
        ready = readiness.look(article, has_source=form.has_source)
        html = render_to_string("desk/checks/readiness.html", readiness_context(ready), request)
        return JsonResponse(
            {"valid": True, "html": html, "musts": ready.musts, "advice": ready.advice}
        )


@method_decorator(never_cache, name="dispatch")
class ReadinessOnEdit(_OfForm, PreviewOnEditView):
    """Of an article that exists; who may edit it, may ask."""

    def get_object(self) -> Article:
        """Wagtail's page, if it is an article."""
        get_object_or_404(Article, pk=self.kwargs["page_id"])
        article: Article = super().get_object()
        return article


@method_decorator(never_cache, name="dispatch")
class ReadinessOnCreate(_OfForm, PreviewOnCreateView):
    """Of an article that is not saved yet; who may write in the section, may ask."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's preview of a new article."""
        kwargs |= {"content_type_app_name": "newsroom", "content_type_model_name": "article"}
        super().setup(request, *args, **kwargs)

    def get_object(self) -> Article:
        """An article that takes no number for being looked at."""
        article: Article = super().get_object()
        article.number = NO_NUMBER
        return article


class ReadinessPage(PreviewOnEditView):
    """The list of the latest draft, made by the server alone."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        del args, kwargs
        get_object_or_404(Article, pk=self.kwargs["page_id"])
        draft: Article = self.object
        editor = reverse("wagtailadmin_pages:edit", args=(draft.pk,))
        context = {
            "page_title": _("Readiness for publication"),
            "page_subtitle": draft.get_admin_display_title(),
            "header_icon": "check",
            "breadcrumbs_items": [
                {
                    "url": reverse("wagtailadmin_explore", args=(draft.section_id,)),
                    "label": draft.section.title,
                },
                {"url": editor, "label": draft.get_admin_display_title()},
                {"url": "", "label": _("Readiness for publication")},
            ],
            "editor_url": editor,
        }
        return TemplateResponse(
            request,
            "desk/checks/readiness_page.html",
            context | readiness_context(readiness.look(draft)),
        )
