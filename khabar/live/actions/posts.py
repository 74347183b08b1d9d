"""What is done to posts: sent, published, edited, pinned, corrected, withdrawn."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from khabar.live.actions.locking import StaleError, held, note, turn
from khabar.live.layout import Layout, moved
from khabar.live.models import CoverageState, LiveCoverage, Post
from khabar.live.queries import index_of, published_count
from khabar.live.rights import must_edit, must_publish, must_write
from khabar.newsroom import keys
from khabar.outbox.recording import record, together

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Post.State
Then = Literal["draft", "submit", "publish"]

#: What is written in a post; everything else follows from what is done to it.
FIELDS: Final = (
    "kind",
    "headline",
    "body",
    "speaker",
    "photo",
    "caption",
    "unverified",
    "video_url",
    "document",
    "article",
)
NAMES: Final = ("sources", "authors")


@transaction.atomic
def send(
    coverage: LiveCoverage,
    *,
    by: "User | None",
    token: uuid.UUID,
    then: Then = "draft",
    at: datetime | None = None,
    **fields: Any,
) -> Post:
    """A new post (see FIELDS and NAMES): kept as a draft, submitted, or published at once.

    ``at`` is when it was published elsewhere, if it comes from there. A token sent again gives the
    post made first, as it is now. Raises PermissionDenied, and ValidationError by field.
    """
    must_write(by, coverage)
    if then == "publish":
        must_publish(by, coverage.section)
    course = turn(coverage.pk)
    # Looked up under the lock: of two that are sent at once the second finds the first.
    made = Post.objects.filter(token=token).select_related("coverage").first()
    if made is not None:
        if made.coverage_id != coverage.pk or (by is not None and made.created_by_id != by.pk):
            raise PermissionDenied(_("This form belongs to somebody else. Open it anew."))
        return made
    post = Post(coverage=course.coverage, token=token, created_by=by, revision=course.revision)
    _write(post, fields)
    if then == "submit":
        post.state = State.SUBMITTED
    post.save()
    _name(post, fields)
    if then == "publish":
        return _publish(post, course, by, at)
    note(course.coverage, then, by, post=post.pk)
    return post


@transaction.atomic
def edit(post: Post, *, by: "User | None", version: int, **fields: Any) -> Post:
    """Change the words of a post as it was at ``version``; readers are told when, if they have it.

    Raises PermissionDenied, ValidationError by field, StaleError when somebody changed it since.
    """
    stored, course = _at(post, version)
    must_edit(by, stored)
    with together("post"):
        if not _rewrite(stored, fields):
            return stored
        if stored.is_published:
            stored.edited_at = timezone.now()
        stored.save()
    note(course.coverage, "edit", by, post=stored.pk)
    return stored


@transaction.atomic
def correct(post: Post, *, by: "User | None", version: int, said: str, **fields: Any) -> Post:
    """Correct a published post, and tell readers what was wrong. Raises as ``edit`` does."""
    stored, course = _at(post, version)
    must_publish(by, course.coverage.section)
    _must_be(stored, State.PUBLISHED)
    said = " ".join(said.split())
    if not said:
        raise ValidationError({"said": _("Tell readers what was wrong, and what is right.")})
    with together("correct"):
        if not _rewrite(stored, fields):
            stored.version += 1
        stored.corrected_at = timezone.now()
        stored.correction = "\n".join(filter(None, (stored.correction, said)))
        stored.save()
    note(course.coverage, "correct", by, post=stored.pk, said=said)
    return stored


@transaction.atomic
def submit(post: Post, *, by: "User | None") -> Post:
    """Hand a draft to those who publish."""
    stored, course = held(post)
    must_edit(by, stored)
    _must_be(stored, State.DRAFT)
    stored.state = State.SUBMITTED
    stored.save()
    note(course.coverage, "submit", by, post=stored.pk)
    return stored


@transaction.atomic
def publish(post: Post, *, by: "User | None") -> Post:
    """Let readers have a draft, or what was submitted; done twice, it changes nothing.

    Raises PermissionDenied, and ValidationError once the coverage has ended.
    """
    stored, course = held(post)
    must_publish(by, course.coverage.section)
    if stored.is_published:
        return stored
    _must_be(stored, State.DRAFT, State.SUBMITTED)
    return _publish(stored, course, by)


@transaction.atomic
def pin(post: Post, *, by: "User | None") -> Post:
    """Let a published post stand before all others."""
    return _set_pinned(post, by, pinned=True)


@transaction.atomic
def unpin(post: Post, *, by: "User | None") -> Post:
    """Let it stand in its place in time again."""
    return _set_pinned(post, by, pinned=False)


@transaction.atomic
def withdraw(post: Post, *, by: "User | None", reason: str) -> Post:
    """Take a published post from readers at once; its address says when and why.

    Raises PermissionDenied, and ValidationError without a reason.
    """
    stored, course = held(post)
    must_publish(by, course.coverage.section)
    if stored.state == State.WITHDRAWN:
        return stored
    _must_be(stored, State.PUBLISHED)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Give the reason: readers are told.")})
    index, count = index_of(stored), published_count(stored.coverage_id)
    stored.state, stored.pinned = State.WITHDRAWN, False
    stored.withdrawn_at, stored.withdrawal_reason = timezone.now(), reason
    with together("withdraw"):
        stored.save()
        _tell_pages(course.coverage, count, count - 1, index)
        # Whatever shows it goes at once, rendered anew or not.
        record("withdraw", [], closed=[keys.post(stored.pk)])
    note(course.coverage, "withdraw", by, post=stored.pk, reason=reason)
    return stored


@transaction.atomic
def discard(post: Post, *, by: "User | None") -> Post:
    """Put a draft away. Nothing is lost: it can be taken up again."""
    stored, course = held(post)
    must_edit(by, stored)
    _must_be(stored, State.DRAFT, State.SUBMITTED)
    stored.state = State.DISCARDED
    stored.save()
    note(course.coverage, "discard", by, post=stored.pk)
    return stored


@transaction.atomic
def restore(post: Post, *, by: "User | None") -> Post:
    """Bring a withdrawn post back to its place in time, or a draft that was put away."""
    stored, course = held(post)
    if stored.state == State.DISCARDED:
        must_write(by, course.coverage)
        stored.state = State.DRAFT
        stored.save()
        note(course.coverage, "restore", by, post=stored.pk)
        return stored
    must_publish(by, course.coverage.section)
    _must_be(stored, State.WITHDRAWN)
    stored.state, stored.withdrawn_at, stored.withdrawal_reason = State.PUBLISHED, None, ""
    _come(stored, course, "restore")
    note(course.coverage, "restore", by, post=stored.pk)
    return stored


def _publish(
    post: Post, course: CoverageState, by: "User | None", at: datetime | None = None
) -> Post:
    if not course.is_open:
        raise ValidationError(_("The coverage has ended. Take it up again, then publish."))
    post.state, post.published_by = State.PUBLISHED, by
    # Two within one tick of the clock still have an order: that of their ids.
    post.at = at or timezone.now()
    _come(post, course, "publish")
    note(course.coverage, "publish", by, post=post.pk)
    return post


def _come(post: Post, course: CoverageState, kind: str) -> None:
    """Save a post that comes to readers, and tell which pages it moves."""
    with together(kind):
        post.save()
        count = published_count(post.coverage_id)
        _tell_pages(course.coverage, count - 1, count, index_of(post))


def _tell_pages(coverage: LiveCoverage, before: int, after: int, index: int) -> None:
    newest_first = coverage.order == LiveCoverage.Order.NEWEST
    pages = moved(Layout(before, newest_first), Layout(after, newest_first), index)
    record("post", [keys.posts_page(coverage.pk, page) for page in pages])


def _set_pinned(post: Post, by: "User | None", *, pinned: bool) -> Post:
    stored, course = held(post)
    must_publish(by, course.coverage.section)
    _must_be(stored, State.PUBLISHED)
    stored.pinned = pinned
    stored.save()
    note(course.coverage, "pin" if pinned else "unpin", by, post=stored.pk)
    return stored


def _at(post: Post, version: int) -> tuple[Post, CoverageState]:
    stored, course = held(post)
    if stored.version != version:
        raise StaleError(_("Somebody changed this post in the meantime. Look at it again."))
    return stored, course


def _rewrite(post: Post, fields: dict[str, Any]) -> bool:
    """Whether it is another post now, of another version; names are stored, the rest is not yet."""
    before = [getattr(post, name) for name in FIELDS]
    _write(post, fields)
    names = _name(post, fields)
    if names and post.is_published:
        record("post", [keys.post(post.pk)])
    changed = names or before != [getattr(post, name) for name in FIELDS]
    post.version += changed
    return changed


def _write(post: Post, fields: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(post, name, fields[name])
    post.headline = " ".join(post.headline.split())
    post.body = post.body.strip()
    # The rows that it points at were just read by a form; their existence is the database's affair.
    post.full_clean(exclude=["coverage", "token", "created_by", "published_by"])


def _name(post: Post, fields: dict[str, Any]) -> bool:
    """Store sources and authors; whether they are others now."""
    changed = False
    for name in NAMES:
        if name not in fields:
            continue
        wanted = [row.pk for row in fields[name]]
        manager = getattr(post, name)
        if set(wanted) != set(manager.values_list("pk", flat=True)):
            manager.set(wanted)
            changed = True
    return changed


def _must_be(post: Post, *states: str) -> None:
    if post.state not in states:
        raise ValidationError(
            _("This post is “%(state)s” now.") % {"state": post.get_state_display()}
        )
