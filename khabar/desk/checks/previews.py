"""Preview links on the desk: made and revoked beside the article, and all that are open."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from khabar.desk.checks.forms import PreviewLinkForm
from khabar.newsroom import preview_links
from khabar.newsroom.models import Article, Edition, PreviewLink

MOST_LISTED = 200


@method_decorator(never_cache, name="dispatch")
class PreviewLinksView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """An article's links, and a form for one more."""

    template_name = "desk/checks/preview_links.html"
    form_class = PreviewLinkForm
    page_title = gettext_lazy("Preview links")
    header_icon = "link"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may edit the article."""
        if not self.article.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def article(self) -> Article:
        """The article."""
        return get_object_or_404(Article.objects.select_related("section"), pk=self.kwargs["pk"])

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Make the link, and show its address, this once; or say in the form why not."""
        try:
            token = preview_links.make(
                self.article,
                by=self.request.user,  # type: ignore[arg-type]  # Nobody anonymous comes here.
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        edition = Edition.objects.select_related("site").get(locale=self.article.locale_id)
        address = f"{edition.site.root_url}/preview/{token}/"
        context = self.get_context_data(form=PreviewLinkForm(), address=address)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The links, the newest first."""
        now = timezone.now()
        links = list(self.article.preview_links.select_related("made_by"))
        return {
            **super().get_context_data(**kwargs),
            "article": self.article,
            "embargo": preview_links.embargo_of(self.article),
            "links": [(link, link.is_open(now)) for link in links],
            "editor_url": reverse("wagtailadmin_pages:edit", args=(self.article.pk,)),
        }

    def get_page_subtitle(self) -> str:
        """The headline."""
        return str(self.article.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The section, the article, its links."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        listing = reverse("wagtailadmin_explore", args=(self.article.section_id,))
        editor = reverse("wagtailadmin_pages:edit", args=(self.article.pk,))
        return [
            *items,
            {"url": listing, "label": self.article.section.title},
            {"url": editor, "label": self.article.get_admin_display_title()},
            {"url": "", "label": _("Preview links")},
        ]


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link now."""
    link = get_object_or_404(PreviewLink.objects.select_related("article"), pk=pk)
    preview_links.revoke(link, by=request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
    messages.success(request, _("The link was revoked: it opens no more."))
    if request.POST.get("from") == "all":
        return redirect("khabar_checks:all_previews")
    return redirect("khabar_checks:previews", link.article_id)


@require_safe
def all_links(request: HttpRequest) -> HttpResponse:
    """The links that are open now, of the articles that this person may edit."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_permission_for(request.user, "change")
    links = (
        PreviewLink.objects.filter(
            revoked_at=None, expires_at__gt=timezone.now(), article__in=mine.values("pk")
        )
        .select_related("article", "made_by")
        .order_by("expires_at")[:MOST_LISTED]
    )
    return TemplateResponse(
        request,
        "desk/checks/all_preview_links.html",
        {
            "page_title": _("Preview links"),
            "header_icon": "link",
            "breadcrumbs_items": [{"url": "", "label": _("Preview links")}],
            "links": [(link, True) for link in links],
        },
    )
