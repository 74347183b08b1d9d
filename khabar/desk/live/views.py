"""The screens of live coverage: the list, beginning one, writing in it."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from khabar.desk.fronts.asked import whole
from khabar.desk.fronts.views import user_of
from khabar.desk.live import screen
from khabar.desk.live.forms import BeginForm, EditForm, PostForm
from khabar.desk.planning.forms import say
from khabar.desk.planning.times import written
from khabar.desk.screens import crumbs, is_script
from khabar.live import actions, rights
from khabar.live.actions import StaleError
from khabar.live.models import CoverageState, LiveCoverage, Post
from khabar.newsroom.models import Article, Author
from khabar.newsroom.reach import reach_of

MOST_LISTED = 100
_THEN: dict[str, actions.Then] = {"draft": "draft", "submit": "submit", "publish": "publish"}
#: What goes on stands first.
_STATES = ("live", "paused", "announced", "ended")


def may_any(user: Any) -> bool:
    """Whether this person has a use for these screens."""
    reach = reach_of(user)
    return bool(reach.writes | reach.publishes)


# All coverages


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All coverages that this person may write in; those that go on first."""
    user = _writer(request)
    reach, now = reach_of(user), timezone.now()
    mine = reach.writes | reach.publishes
    found = LiveCoverage.objects.select_related("course").order_by("-pk")[:MOST_LISTED]
    rows = [
        {
            "coverage": one,
            "section": one.section.title,
            "began": written(one.course.started_at, reach.style(one.section.pk), now)
            if one.course.started_at
            else "",
            "live": one.live,
        }
        for one in found
        if one.section.pk in mine
    ]
    rows.sort(key=lambda row: _STATES.index(row["coverage"].course.state))
    context = {
        "rows": rows,
        "may_begin": bool(reach.publishes),
        "header_title": _("Live coverage"),
        "header_icon": "media",
        "breadcrumbs_items": crumbs(_("Live coverage")),
    }
    return render(request, "desk/live/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Two fields, and the coverage goes on."""
    user = _writer(request)
    reach = reach_of(user)
    if not reach.publishes:
        raise PermissionDenied
    form = BeginForm(request.POST or None, reach=reach)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin(by=user, **form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            return redirect("khabar_live:write", made.pk)
    context = {
        "form": form,
        "locale": reach.own_editions()[0].locale,
        "header_title": _("New live coverage"),
        "header_icon": "media",
        "breadcrumbs_items": _crumbs(_("New live coverage")),
    }
    return render(request, "desk/live/begin.html", context)


# Writing


@require_safe
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The writing screen."""
    coverage, by = _asked(request, pk)
    return _screen(request, coverage, by, _empty_form(coverage, by))


@require_safe
def since(request: HttpRequest, pk: int) -> JsonResponse:
    """What changed since a number that the screen knows. One small query when nothing did."""
    coverage, by = _asked(request, pk)
    known = whole(request.GET.get("revision"))
    course = CoverageState.objects.get(pk=coverage.pk)
    # A session that began anew has a new token; what waits to be sent goes with it.
    told: dict[str, Any] = {"revision": course.revision, "csrf": by.csrf}
    if course.revision != known:
        ids = screen.order(by, coverage)
        changed = screen.seen_by(by, coverage).filter(pk__in=ids, revision__gt=known)
        lines = screen.lines(by, coverage, list(changed.values_list("pk", flat=True)))
        told |= {
            "order": ids,
            "lines": lines,
            "state": screen.state_html(coverage, course, by),
        }
    answer = JsonResponse(told)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """A new post: kept, submitted, or published. Sent twice, it is one."""
    coverage, by = _asked(request, pk)
    form = PostForm(request.POST, coverage=coverage)
    then = _THEN.get(request.POST.get("then", "draft"))
    if then is None:
        raise Http404
    if form.is_valid():
        token = form.cleaned_data["token"]
        try:
            made = actions.send(coverage, by=by.user, token=token, then=then, **form.words())
        except ValidationError as error:
            say(form, error)
        else:
            return _done(request, coverage, made)
    if is_script(request):
        errors = {name: [str(one) for one in said] for name, said in form.errors.items()}
        return JsonResponse({"errors": errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _screen(request, coverage, by, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
def act(request: HttpRequest, pk: int, post_pk: int) -> HttpResponse:
    """One verb on one post, without leaving the screen."""
    coverage, by = _asked(request, pk)
    post = get_object_or_404(screen.seen_by(by, coverage), pk=post_pk)
    op = str(request.POST.get("op", ""))
    if op == "edit":
        return _edit(request, coverage, by, post)
    verb = _VERBS.get(op)
    if verb is None:
        raise Http404
    try:
        made = verb(request, post, by.user)
    except ValidationError as error:
        return _refused(request, coverage, by, post, " ".join(error.messages))
    if isinstance(made, Article):
        url = reverse("wagtailadmin_pages:edit", args=(made.pk,))
        return JsonResponse({"go": url}) if is_script(request) else redirect(url)
    return _done(request, coverage, made)


@require_POST
def set_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce, start, pause, end, take up again."""
    coverage, by = _asked(request, pk)
    return _course(
        request,
        coverage,
        by,
        lambda: actions.set_state(coverage, str(request.POST.get("state", "")), by=by.user),
    )


@require_POST
def set_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The points of the summary, one on a line, in their order."""
    coverage, by = _asked(request, pk)
    points, was = (str(request.POST.get(name, "")).splitlines() for name in ("points", "was"))
    return _course(
        request,
        coverage,
        by,
        lambda: actions.set_summary(coverage, points, by=by.user, was=was),
    )


# From an article


@require_http_methods(["GET", "HEAD", "POST"])
def from_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the coverage in which an article is to be told of."""
    user = _writer(request)
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    if not article.permissions_for_user(user).can_edit() and not article.live:
        raise PermissionDenied
    open_ones = LiveCoverage.objects.filter(locale_id=article.locale_id).exclude(
        course__state=CoverageState.State.ENDED
    )
    mine = [one for one in open_ones.order_by("-pk") if rights.may_write(user, one)]
    if request.method == "POST":
        chosen = next((one for one in mine if str(one.pk) == request.POST.get("coverage")), None)
        if chosen is None:
            raise PermissionDenied
        token = _uuid(request.POST.get("token"))
        try:
            actions.post_from(article, chosen, by=user, token=token)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("A draft of it waits in the coverage."))
        return redirect("khabar_live:write", chosen.pk)
    context = {
        "article": article,
        "coverages": mine,
        "token": uuid.uuid4(),
        "header_title": _("Tell of it in a live coverage"),
        "header_icon": "media",
        "breadcrumbs_items": _crumbs(article.title),
    }
    return render(request, "desk/live/from_article.html", context)


# Parts


def _writer(request: HttpRequest) -> User:
    user = user_of(request)
    if not may_any(user):
        raise PermissionDenied
    return user


def _asked(request: HttpRequest, pk: int) -> tuple[LiveCoverage, screen.Person]:
    coverage = get_object_or_404(LiveCoverage.objects.select_related("locale"), pk=pk)
    by = screen.Person.of(user_of(request), coverage, get_token(request))
    if not by.writes:
        raise PermissionDenied
    return coverage, by


def _crumbs(*labels: str) -> list[dict[str, str]]:
    first, *rest = crumbs(_("Live coverage"), *labels)
    rest[0]["url"] = reverse("khabar_live:index")
    return [first, *rest]


def _empty_form(coverage: LiveCoverage, by: screen.Person) -> PostForm:
    """A new post is by whoever writes it, where they have a name that readers know."""
    names = Author.objects.filter(user=by.user, locale_id=coverage.locale_id, protected=False)
    return PostForm(coverage=coverage, initial={"authors": list(names[:1])})


def _screen(
    request: HttpRequest,
    coverage: LiveCoverage,
    by: screen.Person,
    form: PostForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    # Read before the lines: what is committed in between is told by the next question.
    course = CoverageState.objects.get(pk=coverage.pk)
    ids = screen.order(by, coverage)
    found = screen.lines(by, coverage, ids)
    context = {
        "coverage": coverage,
        "course": course,
        "by": by,
        "form": form,
        "media": form.media,
        "state_html": screen.state_html(coverage, course, by),
        "lines": [(pk, found[pk]) for pk in ids if pk in found],
        "site_url": coverage.get_full_url() if coverage.live else "",
        "settings_url": reverse("wagtailadmin_pages:edit", args=(coverage.pk,)),
        "header_title": coverage.title,
        "header_icon": "media",
        "breadcrumbs_items": _crumbs(coverage.title),
        "locale": coverage.locale,
    }
    return render(request, "desk/live/write.html", context, status=status)


def _done(request: HttpRequest, coverage: LiveCoverage, post: Post) -> HttpResponse:
    if is_script(request):
        return JsonResponse({"post": post.pk, "state": post.state})
    messages.success(request, _SAID[Post.State(post.state)]())
    return _back(coverage)


_SAID: dict[str, Callable[[], str]] = {
    Post.State.DRAFT: lambda: _("The draft is kept."),
    Post.State.SUBMITTED: lambda: _("The post was submitted."),
    Post.State.PUBLISHED: lambda: _("Readers have the post."),
    Post.State.WITHDRAWN: lambda: _("The post was withdrawn."),
    Post.State.DISCARDED: lambda: _("The draft was put away."),
}


def _back(coverage: LiveCoverage) -> HttpResponse:
    return redirect("khabar_live:write", coverage.pk)


def _edit(
    request: HttpRequest, coverage: LiveCoverage, by: screen.Person, post: Post
) -> HttpResponse:
    form = EditForm(
        request.POST, instance=screen.full(post), coverage=coverage, auto_id=f"id_{post.pk}_%s"
    )
    if form.is_valid():
        said, version = form.cleaned_data.get("said", ""), form.cleaned_data["version"]
        try:
            if said:
                made = actions.correct(post, by=by.user, version=version, said=said, **form.words())
            else:
                made = actions.edit(post, by=by.user, version=version, **form.words())
        except StaleError as error:
            return _refused(request, coverage, by, post, " ".join(error.messages), form=form)
        except ValidationError as error:
            say(form, error)
        else:
            return _done(request, coverage, made)
    return _refused(request, coverage, by, post, "", form=form)


def _refused(
    request: HttpRequest,
    coverage: LiveCoverage,
    by: screen.Person,
    post: Post,
    said: str,
    *,
    form: EditForm | None = None,
) -> HttpResponse:
    """The line again, with what was typed and why it was refused."""
    style, now = screen.style_of(by.user, coverage), timezone.now()
    stored = screen.full(post)
    if is_script(request):
        html = screen.line(stored, by, coverage, style, now, form=form, said=said)
        return JsonResponse({"line": html}, status=HTTPStatus.CONFLICT)
    for message in filter(None, [said, *_errors(form)]):
        messages.error(request, message)
    return _back(coverage)


def _errors(form: EditForm | None) -> list[str]:
    return [str(one) for said in form.errors.values() for one in said] if form else []


def _course(
    request: HttpRequest,
    coverage: LiveCoverage,
    by: screen.Person,
    verb: Callable[[], CoverageState],
) -> HttpResponse:
    said = ""
    try:
        course = verb()
    except ValidationError as error:
        said, course = " ".join(error.messages), CoverageState.objects.get(pk=coverage.pk)
    if is_script(request):
        html = screen.state_html(LiveCoverage.objects.get(pk=coverage.pk), course, by)
        status = HTTPStatus.CONFLICT if said else HTTPStatus.OK
        return JsonResponse({"state": html, "said": said}, status=status)
    if said:
        messages.error(request, said)
    return _back(coverage)


_VERBS: dict[str, Callable[[HttpRequest, Post, User], Post | Article]] = {
    "submit": lambda _request, post, by: actions.submit(post, by=by),
    "publish": lambda _request, post, by: actions.publish(post, by=by),
    "pin": lambda _request, post, by: actions.pin(post, by=by),
    "unpin": lambda _request, post, by: actions.unpin(post, by=by),
    "discard": lambda _request, post, by: actions.discard(post, by=by),
    "restore": lambda _request, post, by: actions.restore(post, by=by),
    "withdraw": lambda request, post, by: actions.withdraw(
        post, by=by, reason=str(request.POST.get("reason", ""))
    ),
    "article": lambda _request, post, by: actions.article_from(post, by=by),
}


def _uuid(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError as error:
        raise Http404 from error
