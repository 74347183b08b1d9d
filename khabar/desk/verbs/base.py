"""The frame of each verb's page, and the way from Wagtail's own refusals to words."""

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.desk.verbs.menus import BY_VERB, ON_LOCKED
from khabar.newsroom import actions, rules
from khabar.newsroom.actions import Verb
from khabar.newsroom.models import Article
from khabar.newsroom.publication import EmbargoError


class VerbView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # As in forms.py.
    """One verb on one article: who may, what it will do, a form, and the action."""

    template_name = "desk/verbs/verb.html"
    verb: ClassVar[Verb]
    publishes = False
    """Whether the latest draft goes out, so that the sub-editor's rules bind."""
    dangerous = False
    """Whether readers lose something."""
    consequence: Any = ""
    """What readers will see, said before it is done."""
    done: Any = ""
    unfit: Any = ""
    """What is said when the article's state does not fit the verb."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse those who may not; send back from an article that the verb does not fit."""
        if not self.may():
            raise PermissionDenied
        if not self.fits():
            messages.error(request, self.unfit or _("The article is not published."))
            return redirect(self.editor_url)
        lock = self.article.get_lock()
        if self.verb not in ON_LOCKED and lock and lock.for_user(request.user):
            messages.error(request, lock.get_message(request.user) or _("The article is locked."))
            return redirect(self.editor_url)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def article(self) -> Article:
        """The article as it is live."""
        return get_object_or_404(Article.objects.select_related("section"), pk=self.kwargs["pk"])

    @cached_property
    def draft(self) -> Article:
        """What would go out."""
        latest: Article = self.article.get_latest_revision_as_object()
        return latest

    @property
    def verb_label(self) -> Any:
        """The verb, as the menus say it."""
        return BY_VERB[self.verb].label

    def may(self) -> bool:
        """Whether this person may do this here."""
        return actions.may(self.request.user, self.article, self.verb)

    def fits(self) -> bool:
        """Whether the article is in a state for it."""
        return actions.fits(self.article, self.verb)

    def as_it_goes_out(self, form: BaseForm) -> Article:  # noqa: ARG002 (a schedule needs it)
        """The draft as the rules judge it."""
        return self.draft

    def act(self, form: BaseForm, by: User) -> None:
        """Do it."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Do it, or say in the form why not."""
        if self.publishes:
            for finding in rules.obstacles(self.as_it_goes_out(form)):
                form.add_error(None, finding.message)
        if form.is_valid():
            try:
                self.act(form, self.request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
            except (ValidationError, EmbargoError) as error:
                say(form, error)
        if not form.is_valid():
            return self.form_invalid(form)
        self.say_done()
        return redirect(self.next_url)

    def say_done(self) -> None:
        """Say what was done, and offer the way back to the article."""
        messages.success(
            self.request,
            self.done % {"headline": self.article.headline},
            buttons=[messages.button(self.editor_url, _("Edit"))],
        )

    @property
    def next_url(self) -> str:
        """Where the person goes on, when it is done."""
        return self.listing_url

    @property
    def editor_url(self) -> str:
        """The article's editor."""
        return reverse("wagtailadmin_pages:edit", args=(self.kwargs["pk"],))

    @property
    def listing_url(self) -> str:
        """The section's articles."""
        return reverse("wagtailadmin_explore", args=(self.article.section_id,))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The section, the article, the verb."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [
            *items,
            {"url": self.listing_url, "label": self.article.section.title},
            {"url": self.editor_url, "label": self.article.get_admin_display_title()},
            {"url": "", "label": self.verb_label},
        ]

    def get_page_title(self) -> str:
        """The verb."""
        return str(self.verb_label)

    def get_page_subtitle(self) -> str:
        """The headline."""
        return str(self.article.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(
            {
                "article": self.article,
                "locale": self.article.locale,
                # The calendars' script and style.
                "media": context["form"].media,
                "editor_url": self.editor_url,
                "verb_label": self.verb_label,
                "consequence": self.consequence,
                "dangerous": self.dangerous,
                "unpublished_changes": self.publishes
                and self.article.live
                and self.article.has_unpublished_changes,
            }
        )
        return context


@require_safe
def obstacles(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what keeps an article from being approved, and go on to its editor."""
    article = get_object_or_404(Article, pk=pk)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = article.get_latest_revision_as_object()
    for finding in rules.obstacles(draft):
        messages.error(request, finding.message)
    return redirect("wagtailadmin_pages:edit", pk)


def say(form: BaseForm, error: ValidationError | EmbargoError) -> None:
    """Say in the form what an action refused, beside the field that it names."""
    if isinstance(error, EmbargoError):
        form.add_error(None, str(error))
    elif hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, error)
