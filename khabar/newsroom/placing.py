"""Verbs that put an article into a story or under a topic, or take it out, publishing nothing.

What readers see changes at once when the article is live; somebody's newer draft stays a draft. So
the place is entered everywhere from where it could otherwise be lost: in the live row, and in each
revision that is live, is the newest, awaits review or is scheduled. No version is appended and no
time of publication moves, for nothing was published; the log says who did it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision, TaskState

from khabar.newsroom import desk_state, keys
from khabar.newsroom.changes import articles as changes
from khabar.newsroom.models import Article, ArticleStory, Story, StoryPin, Topic
from khabar.outbox.recording import record, together

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: Changes a revision's content where it is not so yet; whether it did.
Change = Callable[[dict[str, Any]], bool]


@transaction.atomic
def add_to_story(article: Article, story: Story, *, by: "User | None") -> bool:
    """Put the article last among its stories; False when it stands there already.

    Raises PermissionDenied, and ValidationError for a story of another edition.
    """
    stored = _opened(article, story.locale_id, by)
    row, made = ArticleStory.objects.get_or_create(
        article=stored, story=story, defaults={"sort_order": stored.article_stories.count()}
    )

    def enter(content: dict[str, Any]) -> bool:
        children: list[dict[str, Any]] = content.setdefault("article_stories", [])
        if any(child["story"] == story.pk for child in children):
            return False
        last = max((child.get("sort_order") or 0 for child in children), default=-1)
        children.append(
            {"pk": row.pk, "sort_order": last + 1, "article": stored.pk, "story": story.pk}
        )
        return True

    return _placed(stored, enter, made=made, by=by, action="khabar.story.add", place=story.title)


@transaction.atomic
@together("update")
def remove_from_story(article: Article, story: Story, *, by: "User | None") -> bool:
    """Take the article out of the story; False when it does not stand there.

    Raises PermissionDenied, and ValidationError for a story of another edition.
    """
    stored = _opened(article, story.locale_id, by)
    gone, _rows = ArticleStory.objects.filter(article=stored, story=story).delete()
    pinned, _rows = StoryPin.objects.filter(article=stored, story=story).delete()
    record("update", [keys.pins(story.pk)] if pinned else [])

    def leave(content: dict[str, Any]) -> bool:
        children = content.get("article_stories", [])
        content["article_stories"] = [one for one in children if one["story"] != story.pk]
        return len(content["article_stories"]) != len(children)

    action = "khabar.story.remove"
    return _placed(stored, leave, made=bool(gone), by=by, action=action, place=story.title)


@transaction.atomic
def add_topic(article: Article, topic: Topic, *, by: "User | None") -> bool:
    """Put the article under a topic; False when it stands there already.

    Raises PermissionDenied, and ValidationError for a topic of another edition.
    """
    stored = _opened(article, topic.locale_id, by)
    _row, made = Article.topics.through.objects.get_or_create(article=stored, topic=topic)

    def enter(content: dict[str, Any]) -> bool:
        topics: list[int] = content.setdefault("topics", [])
        if topic.pk in topics:
            return False
        topics.append(topic.pk)
        return True

    return _placed(stored, enter, made=made, by=by, action="khabar.topic.add", place=topic.name)


def refusal(article: Article, by: "User") -> str:
    """Why this person may not place this article; empty when they may."""
    permissions = article.permissions_for_user(by)
    allowed = permissions.can_publish() if article.live else permissions.can_edit()
    if not allowed:
        return _("You may not change this article.")
    return locked_against(article, by)


def locked_against(article: Article, by: "User") -> str:
    """What its lock says to this person; empty when it is open to them."""
    lock = article.get_lock()
    if lock is None or not lock.for_user(by):
        return ""
    return str(lock.get_message(by) or _("The article is locked."))


def _opened(article: Article, locale_id: int, by: "User | None") -> Article:
    """The stored article, held until the end; refused where it may not be placed."""
    stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if by is not None and (why := refusal(stored, by)):
        raise PermissionDenied(why)
    if stored.locale_id != locale_id:
        raise ValidationError(_("The article belongs to another edition."))
    return stored


def _placed(
    article: Article, change: Change, *, made: bool, by: "User | None", action: str, place: str
) -> bool:
    revised = revise(article, change)
    if not (made or revised):
        return False
    settle(article)
    log(instance=article, action=action, user=by, data={"place": place})
    return True


def revise(article: Article, change: Change) -> bool:
    """Change each revision that readers or editors may still be given; whether any was.

    Whoever has the newest open is told, as when a colleague saves it, and does not undo this
    unaware.
    """
    revised = [revision.pk for revision in _revisions_to_come(article) if _revise(revision, change)]
    if article.latest_revision_id in revised:
        now = timezone.now()
        Revision.objects.filter(pk=article.latest_revision_id).update(created_at=now)
        Article.objects.filter(pk=article.pk).update(latest_revision_created_at=now)
    return bool(revised)


def settle(article: Article) -> None:
    """Bring the lists of readers and of editors, and the index of references, up to date."""
    changes.changed(article.pk)
    desk_state.refresh([article.pk])
    ReferenceIndex.create_or_update_for_object(Article.objects.get(pk=article.pk))


def _revisions_to_come(article: Article) -> list[Revision]:
    reviewed = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__in=article.revisions.values("pk")
    ).values_list("revision_id", flat=True)
    pks = {article.live_revision_id, article.latest_revision_id, *reviewed} - {None}
    return list(article.revisions.filter(pk__in=pks)) + list(
        article.revisions.filter(approved_go_live_at__isnull=False).exclude(pk__in=pks)
    )


def _revise(revision: Revision, change: Change) -> bool:
    content = revision.content
    if not change(content):
        return False
    # Only its content: saving a revision whole would make it the newest.
    Revision.objects.filter(pk=revision.pk).update(content=content)
    return True
