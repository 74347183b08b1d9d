"""What the writing screen shows of a coverage, whole and in parts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from khabar.desk.live.forms import EditForm
from khabar.desk.planning.times import written
from khabar.language.dates import DateStyle
from khabar.live import markup, rights
from khabar.live.models import CoverageState, LiveCoverage, Post
from khabar.newsroom.models import Author, Photo
from khabar.newsroom.queries.first_screen import person
from khabar.newsroom.reach import reach_of

#: Lines on the screen: what waits, then the newest. Older posts are on the site.
MOST: Final = 60
State = Post.State
_WAITING: Final = (State.SUBMITTED, State.DRAFT)
_GONE: Final = (State.WITHDRAWN, State.DISCARDED)


@dataclass(frozen=True)
class Person:
    """Who is before the screen, and what they may do in this coverage."""

    user: User
    writes: bool
    publishes: bool
    #: The token of their forms.
    csrf: str

    @classmethod
    def of(cls, user: User, coverage: LiveCoverage, csrf: str) -> "Person":
        """Asked once for the whole screen."""
        publishes = rights.may_publish(user, coverage)
        return cls(user, publishes or rights.may_write(user, coverage), publishes, csrf)

    def edits(self, post: Post) -> bool:
        """Whether they may change this post."""
        own = post.created_by_id == self.user.pk and post.state in _WAITING
        return self.publishes or (self.writes and own)


def style_of(user: User, coverage: LiveCoverage) -> DateStyle:
    """How times of the coverage are written."""
    return reach_of(user).style(coverage.section.pk)


def seen_by(person: Person, coverage: LiveCoverage) -> "QuerySet[Post]":
    """The posts that this person sees: other people's drafts are for those who publish."""
    posts = Post.objects.filter(coverage_id=coverage.pk)
    if not person.publishes:
        posts = posts.exclude(~Q(created_by=person.user), state__in=(State.DRAFT, State.DISCARDED))
    return posts


def order(person: Person, coverage: LiveCoverage) -> list[int]:
    """The ids of the screen's lines: what waits, pinned posts, then by time; what is gone last."""
    rows = seen_by(person, coverage).order_by("-at", "-pk")
    wanted = rows.values_list("pk", "state", "pinned")
    waiting = list(wanted.filter(state__in=_WAITING).order_by("-pk")[:MOST])
    published = list(wanted.filter(state=State.PUBLISHED)[:MOST])
    gone = list(wanted.filter(state__in=_GONE).order_by("-revision")[:5])
    waiting.sort(key=lambda row: _WAITING.index(State(row[1])))
    published.sort(key=lambda row: not row[2])
    return [pk for pk, _state, _pinned in (*waiting, *published, *gone)]


def lines(person: Person, coverage: LiveCoverage, ids: list[int]) -> dict[int, str]:
    """These posts as lines of the screen, by id."""
    found = _full(seen_by(person, coverage).filter(pk__in=ids))
    style, now = style_of(person.user, coverage), timezone.now()
    return {post.pk: line(post, person, coverage, style, now) for post in found}


def line(
    post: Post,
    by: Person,
    coverage: LiveCoverage,
    style: DateStyle,
    now: datetime,
    *,
    form: EditForm | None = None,
    said: str = "",
) -> str:
    """One post with what this person may do to it; ``form`` and ``said`` after a refusal."""
    author = post.created_by
    edits = by.edits(post)
    context: dict[str, Any] = {
        "csrf_token": by.csrf,
        "post": post,
        "coverage": coverage,
        "by": by,
        "edits": edits,
        "html": markup.to_html(post.body),
        "form": form or (_edit_form(post, coverage) if edits else None),
        "open": form is not None,
        "said": said,
        "written_by": person(author.first_name, author.last_name, author.username)
        if author
        else "",
        "time": written(post.at or post.created_at, style, now),
        "edited": written(post.edited_at, style, now) if post.edited_at else "",
        "corrected": written(post.corrected_at, style, now) if post.corrected_at else "",
        "waits": post.state in _WAITING,
        "gone": post.state in _GONE,
    }
    return render_to_string("desk/live/_post.html", context)


def _edit_form(post: Post, coverage: LiveCoverage) -> EditForm:
    return EditForm(instance=post, coverage=coverage, auto_id=f"id_{post.pk}_%s")


def full(post: Post) -> Post:
    """The post as it is now, with all that a line shows."""
    return _full(Post.objects.filter(pk=post.pk))[0]


def state_html(coverage: LiveCoverage, course: CoverageState, by: Person) -> str:
    """State and summary, with the forms that change them."""
    style, now = style_of(by.user, coverage), timezone.now()
    context = {
        "csrf_token": by.csrf,
        "coverage": coverage,
        "course": course,
        "by": by,
        "acts": _ACTS[CoverageState.State(course.state)] if by.publishes else (),
        "started": written(course.started_at, style, now) if course.started_at else "",
        "ended": written(course.ended_at, style, now) if course.ended_at else "",
        "points": "\n".join(course.summary),
    }
    return render_to_string("desk/live/_state.html", context)


_S = CoverageState.State
#: Where a coverage may go from each state, the likeliest first.
_ACTS: Final = {
    _S.ANNOUNCED: (_S.LIVE,),
    _S.LIVE: (_S.PAUSED, _S.ENDED),
    _S.PAUSED: (_S.LIVE, _S.ENDED),
    _S.ENDED: (_S.LIVE,),
}


def _full(posts: "QuerySet[Post]") -> list[Post]:
    return list(
        posts.select_related("created_by", "document", "article").prefetch_related(
            Prefetch("photo", queryset=Photo.objects.prefetch_related("renditions")),
            "sources",
            Prefetch("authors", queryset=Author.objects.order_by("pk")),
        )
    )
