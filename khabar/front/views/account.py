"""A reader's own place: signing in by a code, his name, replies by mail, all that he wrote.

Under ``/me/`` as what he does to comments, and guarded in the same way.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from khabar.comments import actions
from khabar.comments import queries as comments
from khabar.comments.actions import Refused
from khabar.comments.models.accounts import MAIL_LENGTH
from khabar.comments.models.comments import NAME_LENGTH
from khabar.comments.readers import who_leaves
from khabar.front.editions import base_address, edition_of
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.paging import asked_page, to_first_page
from khabar.front.rendering import render
from khabar.front.views.me import UNPROCESSABLE, Reader, number_of, ours
from khabar.newsroom.queries import PastTheEndError

HOME: Final = "/me/"
_DONE: Final[dict[str, Callable[[], str]]] = {
    "in": lambda: _("You are signed in."),
    "out": lambda: _("You are signed out."),
    "name": lambda: _("From now on you write under this name."),
    "replies": lambda: _("We tell you of replies by mail."),
    "left": lambda: _("You get no more mail of replies. We forgot your address."),
    "erased": lambda: _("All that you left here is erased."),
}


@ours
def home(request: HttpRequest) -> HttpResponseBase:
    """Who one is here, and what one wrote. Raises Http404 past the end."""
    if request.method == "POST":
        raise Http404("Nothing is posted here.")
    return to_first_page(request) or _home(request, Reader(request))


def _home(
    request: HttpRequest, reader: Reader, *, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    asked = asked_page(request)
    try:
        page = comments.written(reader.device, asked)
    except PastTheEndError as error:
        raise Http404("There is no more.") from error
    said = _DONE.get(request.GET.get("done", ""))
    return _page(
        request,
        "home",
        _("Your comments and your name"),
        refusal=refusal,
        status=status,
        account=reader.account,
        page=page,
        path=HOME,
        done=said() if said else "",
        typed=request.POST.get("address", ""),
        longest=MAIL_LENGTH,
    )


@ours
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code by mail. The answer is the same whether or not there is an account."""
    reader = Reader(request)
    edition = edition_of(request)
    refusal = None
    if request.method == "POST":
        try:
            actions.ask_code(
                request.POST.get("address", ""),
                edition,
                browser=reader.browser,
                sender=reader.address,
            )
        except Refused as error:
            refusal = error
        else:
            return reader.remember(HttpResponseRedirect(f"/me/code/{_to(request)}"))
    return _page(
        request,
        "sign_in",
        _("Sign in by mail"),
        refusal=refusal,
        typed=request.POST.get("address", ""),
        longest=MAIL_LENGTH,
    )


@ours
def code(request: HttpRequest) -> HttpResponseBase:
    """Write the code that came."""
    reader = Reader(request)
    if reader.is_new:
        return HttpResponseRedirect(f"/me/sign-in/{_to(request)}")
    refusal = None
    if request.method == "POST":
        try:
            token = actions.sign_in(request.POST.get("code", ""), browser=reader.browser)
        except Refused as error:
            refusal = error
        else:
            reader.renew(token)
            named = reader.account and reader.account.name
            on = _after(request, "in") if named else f"/me/name/{_to(request)}"
            return reader.remember(HttpResponseRedirect(on))
    return _page(request, "code", _("The code from your mail"), refusal=refusal)


@ours
def name(request: HttpRequest) -> HttpResponseBase:
    """Choose the name that one keeps."""
    account = Reader(request).account
    if account is None:
        return HttpResponseRedirect(f"/me/sign-in/{_to(request)}")
    typed, refusal = request.POST.get("name", account.name), None
    if request.method == "POST":
        try:
            actions.keep_name(account, typed)
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(_after(request, "name"))
    return _page(
        request, "name", _("A name of your own"), refusal=refusal, typed=typed, longest=NAME_LENGTH
    )


@ours
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Be nobody in this browser again."""
    if request.method != "POST":
        return HttpResponseRedirect(HOME)
    reader = Reader(request)
    actions.sign_out(reader.browser)
    return reader.forget(HttpResponseRedirect(f"{HOME}?done=out"))


@ours
def replies(request: HttpRequest) -> HttpResponseBase:
    """Be told of replies by mail, or no more."""
    reader = Reader(request)
    if request.method != "POST" or reader.account is None:
        return HttpResponseRedirect(HOME)
    if request.POST.get("wanted") == "no":
        actions.leave_replies(reader.account.pk)
        return HttpResponseRedirect(f"{HOME}?done=left")
    try:
        actions.want_replies(reader.account, request.POST.get("address", ""))
    except Refused as error:
        return _home(request, reader, refusal=error, status=UNPROCESSABLE)
    return HttpResponseRedirect(f"{HOME}?done=replies")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where a mail's own way out leads (RFC 8058): a post ends it, a look ends nothing.

    Mail programs post here for the reader, without a session: the signed token is enough.
    """
    account = who_leaves(token)
    if account is None:
        raise Http404("No mail of ours says this.")
    left = request.method == "POST"
    if left:
        actions.leave_replies(account)
    return _page(request, "leave", _("Mail of replies"), left=left)


@ours
def export(request: HttpRequest) -> HttpResponseBase:
    """All that is kept of this reader, as a file."""
    if request.method == "POST":
        raise Http404("Nothing is posted here.")
    everything = comments.everything(Reader(request).device, base_address(edition_of(request)))
    return JsonResponse(
        everything,
        headers={"Content-Disposition": 'attachment; filename="comments.json"'},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


@ours
def erase(request: HttpRequest) -> HttpResponseBase:
    """Ask whether, then erase all that this reader left."""
    reader = Reader(request)
    if request.method == "POST":
        actions.erase(reader.device)
        return reader.forget(HttpResponseRedirect(f"{HOME}?done=erased"))
    count = comments.written(reader.device).count
    return _page(request, "erase", _("Erase everything"), count=count, account=reader.account)


def _to(request: HttpRequest) -> str:
    """The article that one came from, as the query of the next page."""
    number = _article(request)
    return f"?to={number}" if number else ""


def _after(request: HttpRequest, done: str) -> str:
    number = _article(request)
    return f"/me/comments/{number}/" if number else f"{HOME}?done={done}"


def _article(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("to") or request.GET.get("to"))


def _page(
    request: HttpRequest,
    what: str,
    title: str,
    *,
    refusal: Refused | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    edition = edition_of(request)
    return render(
        Today(edition),
        f"account_{what}",
        make_head(edition, title, path=request.path_info, indexed=False),
        status=UNPROCESSABLE if refusal else status,
        title=title,
        token="" if what == "leave" else get_token(request),
        refusal=refusal,
        to=_article(request),
        **context,
    )
