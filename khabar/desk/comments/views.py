"""The moderators' screens: they translate HTTP, and decide nothing."""

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_bidi, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from khabar.comments import actions, lists, queries
from khabar.comments.actions import Refused
from khabar.comments.actions.desk import Done, comments_of, sections_of
from khabar.comments.models import Comment, RuleAct, WordList
from khabar.comments.policy import policy_of
from khabar.comments.queries import placed
from khabar.comments.queries.desk import LENGTH, MOST_COUNTED, lines_of
from khabar.comments.rules.verdict import Rulebook
from khabar.desk.screens import is_script
from khabar.newsroom.models import NumberedPage

_SEEN: Final = re.compile(r"([1-9][0-9]{0,17}):([1-9][0-9]{0,8})", re.ASCII)
WHICH: Final = ("awaiting", "reported", "approved", "rejected")
#: On so many comments a list is tried; so many of its finds are shown.
TRIED_ON: Final = 1000
TRIED_SHOWN: Final = 100


@dataclass(frozen=True)
class Asked:
    """What a queue is narrowed to; odd values are as none."""

    which: str = "awaiting"
    page: int | None = None
    section: int | None = None
    rule: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """From the address."""
        get = request.GET.get
        which, rule = get("which", ""), get("rule", "")
        return cls(
            which if which in WHICH else "awaiting",
            _whole(get("page")),
            _whole(get("section")),
            rule if rule in {"words", "none", *RuleAct.Rule.values} else "",
        )

    def query(self, **changes: Any) -> str:
        """The address of the same with changes."""
        fields = {**self.__dict__, **changes}
        return "?" + urlencode({name: value for name, value in fields.items() if value})


def _whole(asked: str | None) -> int | None:
    return int(asked) if asked and re.fullmatch(r"[1-9][0-9]{0,17}", asked, re.ASCII) else None


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """A screen for moderators."""

    header_icon = "comment"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Where this stands in the desk."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @property
    def moderator(self) -> Any:
        """Who looks; the desk asks before who it is."""
        return self.request.user


class QueueView(Screen):
    """What waits, the next of it given to this person and to nobody else for a while."""

    template_name = "desk/comments/queue.html"
    page_title = gettext_lazy("Comments")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines, and by what they may be narrowed. Raises PermissionDenied, Http404."""
        asked, now = Asked.of(self.request), timezone.now()
        found = queries.waiting(
            self.moderator,
            which=asked.which,
            page=asked.page,
            section=asked.section,
            rule=asked.rule,
        )
        pks = actions.claim(found, LENGTH, by=self.moderator, now=now)
        return {
            **super().get_context_data(**kwargs),
            "queue": queries.queue(found, pks, by=self.moderator, now=now),
            "totals": queries.totals(self.moderator, now),
            "asked": asked,
            "here": self.request.get_full_path(),
            "kinds": [(which, _NAMES[which], asked.query(which=which)) for which in WHICH],
            "sections": queries.sections_with_comments(self.moderator),
            "rules": [("words", _("Words")), *RuleAct.Rule.choices, ("none", _("No rule"))],
            **self._place(asked),
        }

    def _place(self, asked: Asked) -> dict[str, Any]:
        if not asked.page:
            return {"place": None}
        place = _page(asked.page)
        if place.section.pk not in sections_of(self.moderator):
            raise PermissionDenied
        return {"place": place, "effective": policy_of(place)}


def _page(pk: int) -> NumberedPage:
    """The article or coverage. Raises Http404."""
    found = get_object_or_404(Page, pk=pk).specific
    if not isinstance(found, NumberedPage):
        raise Http404("Nobody comments there.")
    return found


_NAMES: Final = {
    "awaiting": gettext_lazy("Awaiting review"),
    "reported": gettext_lazy("Reported"),
    "approved": gettext_lazy("Approved comments"),
    "rejected": gettext_lazy("Rejected comments"),
}


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Approve, reject, ban, undo; of one or many. A script gets what came of it."""
    user: Any = request.user
    one = request.POST.get("one", "")
    verb, _colon, seen_one = one.partition(":") if one else (request.POST.get("verb", ""), "", "")
    seen = dict(_seen([seen_one] if seen_one else request.POST.getlist("seen")))
    try:
        done = _do(verb, seen, user)
    except Refused as refusal:
        if is_script(request):
            return JsonResponse({"said": refusal.why, "changed": [], "passed_over": []}, status=409)
        messages.error(request, refusal.why)
        return redirect(_next(request))
    said = _said(verb, done)
    if is_script(request):
        return JsonResponse(
            {"said": said, "changed": done.changed, "passed_over": done.passed_over}
        )
    (messages.warning if done.passed_over else messages.success)(request, said)
    return redirect(_next(request))


def _seen(pairs: list[str]) -> list[tuple[int, int]]:
    matches = [match for pair in pairs if (match := _SEEN.fullmatch(pair))]
    return [(int(match[1]), int(match[2])) for match in matches]


def _do(verb: str, seen: dict[int, int], user: Any) -> Done:
    match verb:
        case "approve":
            return actions.approve(seen, by=user)
        case "reject":
            return actions.reject(seen, by=user)
        case "undo":
            return actions.undo(by=user)
        case "ban" if len(seen) == 1:
            comment = _reachable(user, next(iter(seen)))
            return actions.ban(comment, by=user)
    raise Refused(_("Choose comments first, then what becomes of them."))


def _reachable(user: Any, pk: int) -> Comment:
    found = comments_of(user).filter(pk=pk).first()
    if found is None:
        raise Refused(_("The comment is no more."))
    return found


def _said(verb: str, done: Done) -> str:
    n = len(done.changed)
    match verb:
        case "approve":
            said = ngettext("%(n)s comment approved.", "%(n)s comments approved.", n)
        case "undo":
            said = ngettext("%(n)s comment taken back.", "%(n)s comments taken back.", n)
        case "ban":
            said = ngettext(
                "The reader is banned; %(n)s comment rejected.",
                "The reader is banned; %(n)s comments rejected.",
                n,
            )
        case _:
            said = ngettext("%(n)s comment rejected.", "%(n)s comments rejected.", n)
    said %= {"n": n}
    if passed := len(done.passed_over):
        said += " " + ngettext(
            "%(n)s was changed by somebody meanwhile and stays.",
            "%(n)s were changed by somebody meanwhile and stay.",
            passed,
        ) % {"n": passed}
    return said


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("khabar_comments:queue")


@require_POST
def open_or_close(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take comments under an article or a coverage, or no more."""
    place = _page(pk)
    user: Any = request.user
    if verb == "close":
        actions.close(place, by=user)
        said = _("Comments are closed here.")
    elif verb == "open":
        actions.reopen(place, by=user)
        said = _("Comments are open here.")
    else:
        raise Http404("No such verb.")
    if is_script(request):
        return _here(request, place, said)
    messages.success(request, said)
    return redirect(f"{reverse('khabar_comments:queue')}?page={pk}")


@require_safe
def here(request: HttpRequest, number: int) -> HttpResponse:
    """For a page on the site: opening and closing, for who may. Raises Http404."""
    kinds = (kind.objects.filter(number=number, live=True) for kind in NumberedPage.kinds())
    place = next((found for kind in kinds if (found := kind.first())), None)
    if place is None:
        raise Http404("No such page.")
    return _here(request, place, "")


def _here(request: HttpRequest, place: NumberedPage, said: str) -> HttpResponse:
    user: Any = request.user
    effective = policy_of(place)
    if place.section.pk not in sections_of(user):
        raise PermissionDenied
    if effective is None:
        raise Http404("The edition takes no comments.")
    n = queries.waiting(user, page=place.pk)[: MOST_COUNTED + 1].count()
    context = {
        "place": place,
        "effective": effective,
        "waiting": ngettext("%(n)s comment awaits", "%(n)s comments await", n) % {"n": n},
        "said": said,
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return render(request, "desk/comments/here.html", context)


class TryView(Screen):
    """What a word list finds in the last comments, before it goes live."""

    template_name = "desk/comments/try.html"
    page_title = gettext_lazy("Try a word list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it finds. Raises PermissionDenied, Http404."""
        words = get_object_or_404(WordList, pk=self.kwargs["pk"])
        book = Rulebook((lists.words_of(words),), dict.fromkeys(RuleAct.Rule.values, "off"))
        last = comments_of(self.moderator).filter(page__locale_id=words.edition.locale_id)
        rows = list(last.exclude(body="").order_by("-pk")[:TRIED_ON])
        found = []
        for row in rows:
            if reasons := book.read(row.body, row.name):
                row.hold(reasons)
                found.append(row)
        shown = {row.pk: row for row in found[:TRIED_SHOWN]}
        for row in placed(Comment.objects.filter(pk__in=shown)):
            shown[row.pk].page = row.page
        return {
            **super().get_context_data(**kwargs),
            "words": words,
            "tried": len(rows),
            "found": len(found),
            "standing": sum(row.state == "approved" for row in found),
            "lines": lines_of(list(shown.values())),
        }
