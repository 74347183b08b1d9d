"""What two people must agree on: the proposal, the list of what waits, the second word."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents import get_document_model

from khabar.comments import actions as comment_actions
from khabar.comments import queries as comment_queries
from khabar.desk.verbs.base import VerbView
from khabar.desk.verbs.forms import TakeDownForm
from khabar.desk.verbs.notices import tell_who_may_confirm
from khabar.newsroom import actions
from khabar.newsroom.actions import Verb, two_people
from khabar.newsroom.actions.take_down import files_of, used_elsewhere
from khabar.newsroom.models import Article, Photo, TakeDown, TwoPersonRequest

PER_PAGE = 20


class TakeDownView(VerbView):
    """Proposing a take-down: nothing changes until somebody else confirms it."""

    verb = Verb.TAKE_DOWN
    form_class = TakeDownForm
    template_name = "desk/verbs/take_down.html"
    dangerous = True
    consequence = gettext_lazy(
        "Nothing yet: a second person has to confirm it. Then the article is erased for good, with"
        " its earlier versions and drafts; no button brings it back. Its addresses answer that it"
        " was removed by a legal order (410)."
    )
    done = gettext_lazy("The take-down is proposed and awaits a second person.")

    @cached_property
    def files(self) -> dict[str, Any]:
        """The article's photos and documents, each with a line that says what else shows it."""
        models = {"photos": Photo, "documents": get_document_model()}
        return {
            kind: (
                models[kind].objects.filter(pk__in=[file.pk for file in found]),
                {file.pk: self._line(file) for file in found},
            )
            for kind, found in files_of(self.article).items()
        }

    def _line(self, file: Any) -> str:
        names = [
            f"«{getattr(other, 'draft_title', None) or other}»"
            for other in used_elsewhere(file, self.article)
        ]
        if not names:
            return _("%(title)s (nothing else shows it)") % {"title": file.title}
        return _("%(title)s (also shown by: %(others)s)") % {
            "title": file.title,
            "others": pgettext("between two of a list", ", ").join(names[:5]),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form, knowing the files."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "files": self.files}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows: also the translations, which are taken down by themselves."""
        translations = self.article.get_translations()
        return {**super().get_context_data(**kwargs), "translations": list(translations)}

    def act(self, form: BaseForm, by: User) -> None:
        """Propose it, and tell those who may confirm."""
        said = form.cleaned_data
        erase = {
            kind: [file.pk for file in said.get(kind) or []] for kind in ("photos", "documents")
        }
        proposal = actions.propose_take_down(
            self.article, by=by, reason=said["reason"], reference=said["reference"], erase=erase
        )
        tell_who_may_confirm(proposal)

    @property
    def next_url(self) -> str:
        """The list of what waits."""
        return reverse("khabar_requests:index")


class RequestsMixin(WagtailAdminTemplateMixin):
    """For those who may propose or confirm something."""

    request: HttpRequest
    page_title = gettext_lazy("Requests that need two people")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not may_open(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_title(self) -> str:
        """The list's name."""
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The screen's name, which Wagtail's header shows."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [
            *items,
            {"url": reverse("khabar_requests:index"), "label": self.get_page_title()},
        ]


def may_open(user: Any) -> bool:
    """Whether there is anything here for this person."""
    return bool(user.has_perm("newsroom.view_twopersonrequest"))


class RequestsView(RequestsMixin, TemplateView):
    """What waits for a second person, then what was decided."""

    template_name = "desk/verbs/requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The requests that this person may see."""
        user: Any = self.request.user
        requests = TwoPersonRequest.objects.select_related(
            "article__section", "article__locale", "protection", "proposed_by"
        )
        waiting = [one for one in requests.waiting() if two_people.may_see(one, user)]
        decided = requests.exclude(pk__in=[one.pk for one in requests.waiting()])
        page = Paginator(decided, PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "waiting": [(one, two_people.may_confirm(one, user)) for one in waiting],
            "decided": [one for one in page if two_people.may_see(one, user)],
            "page": page,
            "taken_down": {
                one.article_number: one
                for one in TakeDown.objects.filter(
                    article_number__in=[one.article_number for one in page if one.article_number]
                )
            },
        }


class RequestView(RequestsMixin, TemplateView):
    """One request: what it will do, and the two buttons."""

    template_name = "desk/verbs/request.html"

    @cached_property
    def asked(self) -> TwoPersonRequest:
        """The request."""
        found = get_object_or_404(
            TwoPersonRequest.objects.select_related("article__section", "protection"),
            pk=self.kwargs["pk"],
        )
        if not two_people.may_see(found, self.request.user):  # type: ignore[arg-type]  # Nobody anonymous comes here.
            raise PermissionDenied
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was proposed, by whom, and whether this person can be the second."""
        asked, user = self.asked, self.request.user
        data = asked.data
        return {
            **super().get_context_data(**kwargs),
            "asked": asked,
            "reader": comment_queries.to_erase(asked),
            "may_confirm": asked.is_waiting and two_people.may_confirm(asked, user),  # type: ignore[arg-type]  # As above.
            "may_decline": asked.is_waiting
            and (asked.proposed_by_id == user.pk or two_people.may_confirm(asked, user)),  # type: ignore[arg-type]  # As above.
            "is_proposer": asked.proposed_by_id == user.pk,
            "photos": list(Photo.objects.filter(pk__in=data.get("photos", []))),
            "documents": list(
                get_document_model().objects.filter(pk__in=data.get("documents", []))
            ),
            "record": TakeDown.objects.filter(article_number=asked.article_number).first()
            if asked.article_number
            else None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 (Django's signature)
        """Confirm or decline; what cannot be any more is said on the list."""
        by: Any = request.user
        try:
            if "decline" in request.POST:
                actions.decline(self.asked, by=by)
                messages.success(request, _("The request was declined. Nothing was changed."))
            elif "confirm" not in request.POST or request.POST.get("sure") != "on":
                messages.error(request, _("Nothing was done: tick that you have read the order."))
                return redirect("khabar_requests:request", self.asked.pk)
            elif self.asked.kind == TwoPersonRequest.Kind.TAKE_DOWN:
                record = actions.confirm_take_down(self.asked, by=by)
                messages.success(
                    request,
                    _("The article %(number)s was taken down.") % {"number": record.article_number},
                )
            elif self.asked.kind == TwoPersonRequest.Kind.ERASE_READER:
                comment_actions.confirm_erasure(self.asked, by=by)
                messages.success(request, _("The reader is erased."))
            else:
                actions.confirm_unprotect(self.asked, by=by)
                messages.success(request, _("The byline is shown again."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("khabar_requests:index")


def waiting_for(article: Article) -> TwoPersonRequest | None:
    """The take-down that waits for a second person, if one does."""
    return TwoPersonRequest.objects.waiting().filter(article_id=article.pk).first()
