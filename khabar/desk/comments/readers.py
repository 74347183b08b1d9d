"""The screens of readers with accounts: the list, one reader's history, having him erased."""

import re
from typing import Any, Final

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from khabar.comments import actions, queries
from khabar.comments.actions import Refused
from khabar.comments.actions.desk import sections_of
from khabar.comments.actions.erasing import may_erase, waits_to_be_erased
from khabar.comments.models import Account
from khabar.comments.queries import Standing
from khabar.desk.comments.views import Screen
from khabar.desk.verbs.forms import ReasonForm
from khabar.desk.verbs.notices import tell_who_may_confirm
from khabar.desk.verbs.protection import ProposalView

ADDRESS: Final = "comments.view_address_account"
_DEVICE: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


def device_in(kwargs: dict[str, Any]) -> str:
    """The reader that an address names. Raises Http404 for what is none."""
    device = str(kwargs["device"])
    if not _DEVICE.fullmatch(device):
        raise Http404("No such reader.")
    return device


def _history(one: Standing) -> str:
    return reverse("khabar_comments:reader", args=[one.account.device])


class ReadersView(BaseListingView):
    """Who keeps a name or signed in, the newest first. Addresses are for who has the right."""

    model = Account
    page_title = gettext_lazy("Readers")
    header_icon = "user"
    index_url_name = "khabar_comments:readers"
    index_results_url_name = "khabar_comments:readers_results"
    verbose_name_plural = pgettext_lazy("comments", "readers")
    paginate_by = 50
    is_searchable = True
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who moderates nothing."""
        sections_of(self.person)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def person(self) -> Any:
        """Who looks; the desk asks before who it is."""
        return self.request.user

    @property
    def columns(self) -> list[Column]:
        """What is said of each."""
        shown = [
            TitleColumn(
                "name", label=_("Name"), accessor=lambda one: str(one.account), get_url=_history
            ),
            DateColumn("since", label=_("Since"), accessor="account.since"),
            Column("approved", label=_("Approved comments"), accessor="approved"),
            Column("rejected", label=_("Rejected comments"), accessor="rejected"),
            Column("awaiting", label=_("Awaiting review"), accessor="awaiting"),
            Column(
                "banned", label=_("Ban"), accessor=lambda one: _("banned") if one.banned else ""
            ),
        ]
        if self.person.has_perm(ADDRESS):
            shown.append(Column("address", label=_("Mail address"), accessor="account.address"))
        return shown

    def get_base_queryset(self) -> "QuerySet[Account]":
        """All, or those whom the search finds: by name, by address for who may have one erased."""
        return queries.accounts(self.search_query, by_address=may_erase(self.person))

    def search_queryset(self, queryset: "QuerySet[Account]") -> "QuerySet[Account]":
        """Done already: names are compared as readers' names are."""
        return queryset

    def get_table(self, object_list: Any) -> Any:
        """The table, with the numbers of those alone who stand on this page."""
        return super().get_table(queries.standings(object_list))


class ReaderView(Screen):
    """What one reader wrote, what was done about it, and what moderators noted."""

    template_name = "desk/comments/reader.html"
    page_title = gettext_lazy("Comments of a reader")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The history. Raises PermissionDenied, Http404."""
        device = device_in(self.kwargs)
        return {
            **super().get_context_data(**kwargs),
            "history": queries.history(self.moderator, device),
            "device": device,
            "account": queries.account_of(device),
            "sees_address": self.moderator.has_perm(ADDRESS),
            "may_erase": may_erase(self.moderator),
            "erasure_waits": waits_to_be_erased(device),
            "here": self.request.path,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Note something, or lift the ban."""
        device = device_in(self.kwargs)
        if request.POST.get("verb") == "lift":
            actions.lift_ban(device, by=self.moderator)
            messages.success(request, _("The reader may write again."))
        else:
            try:
                actions.note(device, request.POST.get("words", ""), by=self.moderator)
            except Refused as refusal:
                messages.error(request, refusal.why)
        return redirect(request.path)


class ErasureForm(ReasonForm):
    """Why, and by which letter."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the letter"), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Kept for good, for those who may see it. Do not repeat the name."
        )


class EraseView(ProposalView):
    """Proposing that a reader is erased, as he could himself under his own page."""

    form_class = ErasureForm
    header_icon = "bin"
    page_title = gettext_lazy("Propose to erase a reader")
    consequence = gettext_lazy(
        "Nothing yet: a second person has to confirm it. Then the words and the names of all that"
        " this reader wrote are gone for good, with likes, reports, notes and the account. Answers"
        " to what he wrote leave the site as well. A ban that holds stays."
    )
    button = gettext_lazy("Propose")
    done = gettext_lazy("It is proposed and awaits a second person.")
    next_name = "khabar_requests:index"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the readers and this one's history."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("khabar_comments:readers"), "label": _("Readers")},
            {"url": self.back_url, "label": _("Comments of a reader")},
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who has no right to it."""
        person: Any = request.user
        if not may_erase(person):
            raise PermissionDenied
        device_in(kwargs)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def back_url(self) -> str:
        """The reader's history."""
        return reverse("khabar_comments:reader", args=[self.kwargs["device"]])

    def act(self, form: BaseForm, by: User) -> None:
        """Propose it, and tell those who may confirm."""
        proposal = actions.propose_erasure(device_in(self.kwargs), by=by, **form.cleaned_data)
        tell_who_may_confirm(proposal)
