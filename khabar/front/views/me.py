"""What a reader does: writing, liking, reporting, taking away. Nobody else sees these pages.

They are never kept, and what is posted to them is believed only from our own pages: Django's token
and Origin, and what browsers say of themselves (Sec-Fetch-Site).
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseRedirect,
)
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_http_methods

from khabar.comments import actions
from khabar.comments import queries as comments
from khabar.comments.actions import Draft, Refused
from khabar.comments.actions.readers import is_editable
from khabar.comments.models import Account, Comment, Report
from khabar.comments.models.comments import BODY_LENGTH, NAME_LENGTH
from khabar.comments.policy import policy_of
from khabar.comments.readers import KEPT, address_of, device_of, new_token
from khabar.edge.households import household
from khabar.front.editions import edition_of
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.middleware import OWN
from khabar.front.rendering import render
from khabar.front.views.comments import place_with_comments
from khabar.newsroom.models import Edition, NumberedPage

COOKIE: Final = "khabar-reader"
#: A field that no reader sees: who fills it in is none.
TRAP: Final = "website"
#: What the script of the form solved, where a flood asks for it.
PROOF: Final = "proof"
#: What a database counts to, and no further.
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
UNPROCESSABLE: Final = 422
FORBIDDEN: Final = 403

View = Callable[..., HttpResponseBase]


def ours(view: View) -> View:
    """Refuse what a page of somebody else posts."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.method == "POST" and site not in {"same-origin", "none"}:
            return HttpResponseForbidden(_("This was sent from another site."))
        return view(request, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


class Reader:
    """Who asks: the token of his browser, a new one where it has none yet.

    ``device`` stands on what he does: his account's where he is signed in, else his browser's. Of
    the desk's sessions nothing here knows.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.token = request.COOKIES.get(COOKIE, "")[:100]
        self.is_new = not self.token
        self.token = self.token or new_token()
        self._known(None if self.is_new else comments.account_in(device_of(self.token)))
        # As the bound on floods counts them: of an IPv6 address, its network.
        self.address = address_of(household(request.META.get("REMOTE_ADDR", "")), timezone.now())

    def _known(self, account: Account | None) -> None:
        self.browser = device_of(self.token)
        self.account = account
        self.device = account.device if account else self.browser

    def renew(self, token: str) -> None:
        """He signed in: his browser gets a token that nobody had before."""
        self.token, self.is_new = token, True
        self._known(comments.account_in(device_of(token)))

    @staticmethod
    def forget(response: HttpResponse) -> HttpResponse:
        """Have his browser forget its token."""
        response.delete_cookie(COOKIE, path=OWN, samesite="Lax")
        return response

    def remember(self, response: HttpResponse) -> HttpResponse:
        """Give his browser its token, to be sent back under ``/me/`` alone."""
        if self.is_new:
            response.set_cookie(
                COOKIE,
                self.token,
                max_age=KEPT,
                path=OWN,
                secure=settings.CSRF_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


@ours
def write(request: HttpRequest, number: str) -> HttpResponseBase:
    """Write a comment, and see one's own here."""
    edition = edition_of(request)
    place = place_with_comments(edition, int(number))
    if isinstance(place, HttpResponse):
        return place
    reader = Reader(request)
    if request.method != "POST" and reader.account and not reader.account.name:
        return HttpResponseRedirect(f"/me/name/?to={place.number}")
    asked = request.POST if request.method == "POST" else request.GET
    draft = Draft(
        request.POST.get("name", ""), request.POST.get("body", ""), number_of(asked.get("reply"))
    )
    if request.method != "POST":
        return _form(request, edition, place, reader, draft)
    if request.POST.get(TRAP):
        return HttpResponseRedirect(f"/me/comments/{place.number}/?sent=1#own")
    try:
        actions.submit(
            place,
            edition,
            draft,
            device=reader.device,
            address=reader.address,
            proof=request.POST.get(PROOF, ""),
        )
    except Refused as refusal:
        return _form(request, edition, place, reader, draft, refusal=refusal, status=UNPROCESSABLE)
    response = HttpResponseRedirect(f"/me/comments/{place.number}/?sent=1#own")
    return reader.remember(response)


def _form(
    request: HttpRequest,
    edition: Edition,
    place: NumberedPage,
    reader: Reader,
    draft: Draft,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    effective = policy_of(place)
    answered = comments.find(place, draft.reply_to) if draft.reply_to else None
    is_open = bool(effective and effective.is_open)
    own = [] if reader.is_new else comments.own(place, reader.device, timezone.now())
    return _page(
        request,
        edition,
        place,
        "write",
        _("Add a comment"),
        status=status,
        draft=draft,
        answered=answered,
        refusal=refusal,
        own=own,
        sent="sent" in request.GET and bool(own),
        is_open=is_open,
        challenge=actions.challenge_for(place, edition) if is_open else "",
        proof=PROOF,
        name=draft.name or (own[0].name if own else ""),
        account=reader.account,
    )


@ours
def act(request: HttpRequest, number: str, pk: str, verb: str) -> HttpResponseBase:
    """Ask whether, then do it: like, report, edit, delete. Works without script."""
    edition = edition_of(request)
    place = place_with_comments(edition, int(number))
    if isinstance(place, HttpResponse):
        return place
    reader = Reader(request)
    comment = _comment(place, reader, int(pk), verb)
    draft = _draft(request, comment)
    refusal = None
    if request.method == "POST":
        try:
            _do(request, edition, reader, comment, verb)
        except Refused as error:
            refusal = error
        else:
            return reader.remember(HttpResponseRedirect(_back(place, comment, verb)))
    return _page(
        request,
        edition,
        place,
        verb,
        _TITLES[verb](),
        status=UNPROCESSABLE if refusal else 200,
        comment=comment,
        paragraphs=comment.body.split("\n\n"),
        draft=draft,
        refusal=refusal,
        reasons=Report.Reason.choices,
        account=reader.account,
        liked=comment.liked.filter(device=reader.device).exists(),
        editable=is_editable(comment),
    )


_TITLES: Final[dict[str, Callable[[], str]]] = {
    "like": lambda: _("Like this comment"),
    "report": lambda: _("Report this comment"),
    "edit": lambda: _("Change your comment"),
    "delete": lambda: _("Delete your comment"),
}


def _comment(place: NumberedPage, reader: Reader, pk: int, verb: str) -> Comment:
    """A comment that readers see, or one's own. Raises Http404."""
    if verb in {"like", "report"}:
        found = comments.find(place, pk)
    else:
        mine = Comment.objects.filter(page=place, device=reader.device, pk=pk)
        found = mine.exclude(state="deleted").first()
    if found is None:
        raise Http404("There is no such comment.")
    found.page = place
    return found


def _do(
    request: HttpRequest, edition: Edition, reader: Reader, comment: Comment, verb: str
) -> None:
    match verb:
        case "like":
            actions.like(comment, device=reader.device, address=reader.address)
        case "report":
            reason, words = request.POST.get("reason", ""), request.POST.get("words", "")
            actions.report(comment, reason, words, device=reader.device, address=reader.address)
        case "edit":
            actions.edit(comment, edition, _draft(request, comment), device=reader.device)
        case _:
            actions.delete_own(comment, device=reader.device)


def _draft(request: HttpRequest, comment: Comment) -> Draft:
    """What was typed; what stands there where nothing was."""
    return Draft(request.POST.get("name", comment.name), request.POST.get("body", comment.body))


def _back(place: NumberedPage, comment: Comment, verb: str) -> str:
    if verb in {"edit", "delete"}:
        return f"/me/comments/{place.number}/#own"
    return f"{place.short_path}/comments/{comment.pk}/"


def _page(
    request: HttpRequest,
    edition: Edition,
    place: NumberedPage,
    what: str,
    title: str,
    *,
    status: int,
    **context: Any,
) -> HttpResponse:
    head = make_head(edition, title, path=f"/me/comments/{place.number}/", indexed=False)
    return render(
        Today(edition),
        f"me_{what}",
        head,
        status=status,
        place=place,
        title=title,
        token=get_token(request),
        trap=TRAP,
        longest_name=NAME_LENGTH,
        longest=BODY_LENGTH,
        path=f"/me/comments/{place.number}/",
        thread_path=f"{place.short_path}/comments/",
        **context,
    )


def number_of(asked: str | None) -> int | None:
    """A number that was asked for; None for what is none."""
    return int(asked) if asked and _NUMBER.fullmatch(asked) else None


def _stale(request: HttpRequest) -> HttpResponse:
    edition = edition_of(request)
    title = _("The page was open for long")
    head = make_head(edition, title, path=request.path_info, indexed=False)
    path = request.path_info
    return render(Today(edition), "me_stale", head, status=FORBIDDEN, title=title, path=path)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a post without its token. A comment is not lost: it is shown again."""
    match = request.resolver_match
    if not request.path_info.startswith(OWN) or match is None:
        return csrf_failure(request, reason=reason)
    if "number" not in match.kwargs:
        return _stale(request)
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in {"same-origin", "none"} or "verb" in match.kwargs:
        return csrf_failure(request, reason=reason)
    edition = edition_of(request)
    place = place_with_comments(edition, int(match.kwargs["number"]))
    if isinstance(place, HttpResponse):
        return place
    draft = Draft(
        request.POST.get("name", ""),
        request.POST.get("body", ""),
        number_of(request.POST.get("reply")),
    )
    why = Refused(_("The page was open for long. Send it once more."))
    return _form(request, edition, place, Reader(request), draft, refusal=why, status=FORBIDDEN)
