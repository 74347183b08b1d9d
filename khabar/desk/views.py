"""The verbs that Wagtail does not have, each a form before an action of the newsroom."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.desk.forms import CorrectionForm, UpdateForm, WithdrawalForm
from khabar.newsroom import actions, rules
from khabar.newsroom.models import Article, Photo
from khabar.newsroom.photos.originals import original_response
from khabar.newsroom.publication import EmbargoError


class VerbView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # As in forms.py.
    """One verb on one article: who may, what it will do, a form, and the action."""

    template_name = "desk/verb.html"
    publishes = True
    """Whether the latest draft goes out, so that the sub-editor's rules bind."""
    consequence: Any = ""
    """What readers will see, said before it is done."""
    verb_label: Any = ""
    done: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse those who may not; send back from an article that the verb does not fit."""
        if not self.may():
            raise PermissionDenied
        if not self.article.live:
            messages.error(request, _("The article is not published."))
            return redirect(self.editor_url)
        lock = self.article.get_lock()
        if lock and lock.for_user(request.user):
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

    def may(self) -> bool:
        """Whether this person may do this here."""
        return bool(self.article.permissions_for_user(self.request.user).can_publish())

    def act(self, form: BaseForm, by: User) -> None:
        """Do it."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Do it, or say in the form why not."""
        if self.publishes:
            for finding in rules.obstacles(self.draft):
                form.add_error(None, finding.message)
        if form.is_valid():
            try:
                self.act(form, self.request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
            except (ValidationError, EmbargoError) as error:
                _say(form, error)
        if not form.is_valid():
            return self.form_invalid(form)
        buttons = [messages.button(self.editor_url, _("Edit"))]
        messages.success(
            self.request, self.done % {"headline": self.article.headline}, buttons=buttons
        )
        return redirect(self.listing_url)

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
                "editor_url": self.editor_url,
                "verb_label": self.verb_label,
                "consequence": self.consequence,
                "unpublished_changes": self.publishes and self.article.has_unpublished_changes,
            }
        )
        return context


class UpdateView(VerbView):
    """«تحديث»: the latest draft goes out, and readers are told when."""

    form_class = UpdateForm
    verb_label = gettext_lazy("Publish as an update")
    consequence = gettext_lazy(
        "Readers get the latest draft, with “last updated” and the time beside the byline."
    )
    done = gettext_lazy("“%(headline)s” was published as an update.")

    def act(self, form: BaseForm, by: User) -> None:
        """Update."""
        actions.update(self.article, by=by, note=form.cleaned_data["note"])


class CorrectionView(VerbView):
    """«تصحيح» or «توضيح»: the latest draft goes out with a note to readers."""

    form_class = CorrectionForm
    verb_label = gettext_lazy("Correct or clarify")
    consequence = gettext_lazy(
        "Readers get the latest draft and, with it, what was wrong and what is right. The note is"
        " listed on the corrections page."
    )
    done = gettext_lazy("“%(headline)s” was published with the note.")

    def act(self, form: BaseForm, by: User) -> None:
        """Correct."""
        actions.correct(self.article, by=by, **form.cleaned_data)


class WithdrawalView(VerbView):
    """«سحب»: readers find the reason instead of the article."""

    form_class = WithdrawalForm
    publishes = False
    verb_label = gettext_lazy("Withdraw")
    consequence = gettext_lazy(
        "The article leaves the front page and every list. Its addresses stay, and answer that it"
        " was withdrawn (410), with the date and this reason."
    )
    done = gettext_lazy("“%(headline)s” was withdrawn.")

    def may(self) -> bool:
        """Whether this person may publish here, whether or not it is live now."""
        permissions = self.article.permissions_for_user(self.request.user)
        return bool(permissions.can_unpublish() or permissions.can_publish())

    def act(self, form: BaseForm, by: User) -> None:
        """Withdraw."""
        actions.withdraw(self.article, by=by, reason=form.cleaned_data["reason"])


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


def _say(form: BaseForm, error: ValidationError | EmbargoError) -> None:
    if isinstance(error, EmbargoError):
        form.add_error(None, str(error))
    elif hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, error)


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo's original file, metadata and all, for those who may change the photo."""
    return original_response(get_object_or_404(Photo, pk=pk), request.user)
