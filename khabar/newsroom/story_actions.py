"""What can be done to stories and their items: verbs with permission, audit, one transaction each.

An item's place in a story is a fact of the live article, of its newest draft, and of what is
scheduled or under review. Each verb changes all of them and publishes nothing.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision, TaskState

from khabar.language.slugs import slugify
from khabar.newsroom import publication
from khabar.newsroom.models import (
    Article,
    ArticleStory,
    Edition,
    ListEntry,
    MergedStory,
    StoriesIndexPage,
    Story,
    StoryPin,
)
from khabar.newsroom.publication import STORY, list_key

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Entries = list[dict[str, Any]]


def may_arrange(user: "User | None", story: Page) -> bool:
    """Whether this person decides about the story (or, at the index, about all); None may."""
    return user is None or bool(story.permissions_for_user(user).can_publish())


def _must_arrange(user: "User | None", story: Page) -> None:
    if not may_arrange(user, story):
        raise PermissionDenied(_("The stories are arranged by the chief editors."))


def _must_publish(user: "User | None", article: Article) -> None:
    if user is not None and not article.permissions_for_user(user).can_publish():
        raise PermissionDenied(
            _("You may not publish in the section “%(section)s”.")
            % {"section": article.section.title}
        )


# Items


@transaction.atomic
def add_to_story(article: Article, story: Story, *, by: "User | None") -> bool:
    """Add the article to the story, as it is live and in its newest draft; False when it is there.

    For who may publish the article. Nothing else of a draft goes out with it.
    """
    _must_publish(by, article)
    if article.locale_id != story.locale_id:
        raise ValidationError(_("The article belongs to another edition."))
    held = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    row = ArticleStory.objects.filter(article=held, story=story).first()
    last = held.article_stories.aggregate(last=Max("sort_order"))["last"]
    made = row is None
    if row is None:
        row = ArticleStory.objects.create(
            article=held, story=story, sort_order=0 if last is None else last + 1
        )
    entry = {"pk": row.pk, "sort_order": row.sort_order, "article": held.pk, "story": story.pk}

    def added(entries: Entries) -> Entries:
        there = any(other["story"] == story.pk for other in entries)
        return entries if there else [*entries, {**entry, "sort_order": len(entries)}]

    revised = _revise(held, added)
    if made or revised:
        _settle(held)
        log(instance=held, action="khabar.story.add", user=by, data={"story": story.title})
    return made or revised


@transaction.atomic
def remove_from_story(article: Article, story: Story, *, by: "User | None") -> bool:
    """Take the article from the story, as it is live and in its newest draft."""
    _must_publish(by, article)
    held = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    gone, _rows = ArticleStory.objects.filter(article=held, story=story).delete()
    revised = _revise(
        held, lambda entries: [other for other in entries if other["story"] != story.pk]
    )
    StoryPin.objects.filter(article=held, story=story).delete()
    if gone or revised:
        _settle(held)
        log(instance=held, action="khabar.story.remove", user=by, data={"story": story.title})
    return bool(gone) or revised


def _settle(article: Article) -> None:
    """Bring the lists, and the index of where a story is used, up to date."""
    publication.place_in_lists(article)
    ReferenceIndex.create_or_update_for_object(article)


def _revise(article: Article, change: Callable[[Entries], Entries]) -> bool:
    """Change the stories in each revision that may still go out or be edited on; whether it did."""
    under_review = Q(task_states__status=TaskState.STATUS_IN_PROGRESS)
    current = Q(pk__in=[article.latest_revision_id, article.live_revision_id])
    found = Revision.objects.for_instance(article).filter(
        current | Q(approved_go_live_at__isnull=False) | under_review
    )
    revised = False
    for revision in {one.pk: one for one in found}.values():
        entries = revision.content.get("article_stories", [])
        changed = change(entries)
        if changed != entries:
            revision.content["article_stories"] = changed
            # Only its content: saving a revision whole would make it the newest.
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
            revised = True
    return revised


@transaction.atomic
def pin(story: Story, articles: Iterable[int], *, by: "User | None") -> None:
    """Make these items, in this order, the first of the story; no others are pinned."""
    _must_arrange(by, story)
    Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    wanted = list(dict.fromkeys(articles))
    known = ArticleStory.objects.filter(story=story, article_id__in=wanted)
    inside = set(known.values_list("article_id", flat=True))
    if inside != set(wanted):
        raise ValidationError(_("Only items of the story can be pinned in it."))
    StoryPin.objects.filter(story=story).delete()
    StoryPin.objects.bulk_create(
        StoryPin(story=story, article_id=pk, position=place)
        for place, pk in enumerate(wanted, start=1)
    )
    log(instance=story, action="khabar.story.pin", user=by, data={"pinned": len(wanted)})


# Stories


@transaction.atomic
def order_carousel(edition: Edition, stories: Iterable[int], *, by: "User | None") -> None:
    """Put the edition's stories in this order; those not named follow as they stood."""
    index = StoriesIndexPage.objects.get(locale_id=edition.locale_id)
    _must_arrange(by, index)
    standing = list(
        Story.objects.select_for_update(of=("self",))
        .filter(locale_id=edition.locale_id)
        .order_by("carousel_order", "pk")
    )
    known = {story.pk: story for story in standing}
    first = [known[pk] for pk in dict.fromkeys(stories) if pk in known]
    chosen = {story.pk for story in first}
    rest = [story for story in standing if story.pk not in chosen]
    for place, story in enumerate([*first, *rest], start=1):
        if story.carousel_order != place:
            Story.objects.filter(pk=story.pk).update(carousel_order=place)
    log(instance=index, action="khabar.story.order", user=by)


@transaction.atomic
def set_state(story: Story, state: str, *, by: "User | None", closing_note: str = "") -> Story:
    """Make the story ongoing, dormant or closed; closing it takes a note that readers see."""
    _must_arrange(by, story)
    if state not in Story.State.values:
        raise ValidationError({"state": _("A story has no such state.")})
    note = closing_note.strip()
    if state == Story.State.CLOSED and not note:
        raise ValidationError(
            {"closing_note": _("Readers are told how the story ended: write the closing note.")}
        )
    held = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    note = note if state == Story.State.CLOSED else held.closing_note
    Story.objects.filter(pk=held.pk).update(state=state, closing_note=note)
    log(instance=held, action="khabar.story.state", user=by, data={"state": state})
    return Story.objects.get(pk=held.pk)


@transaction.atomic
def merge(source: Story, target: Story, *, by: "User | None") -> Story:
    """Give all items of one story to another; the old address leads there for good.

    Drafts and scheduled revisions that name the old story are read as naming the other.
    """
    _must_arrange(by, source)
    _must_arrange(by, target)
    if source.pk == target.pk or source.locale_id != target.locale_id:
        raise ValidationError(_("Choose another story of the same edition."))
    both = Story.objects.select_for_update(of=("self",)).filter(pk__in=[source.pk, target.pk])
    if len(both) != len({source.pk, target.pk}):
        raise ValidationError(_("One of the two stories is no more."))
    _redirect_for_good(source, target)
    in_target = ArticleStory.objects.filter(story=target).values("article_id")
    moving = ArticleStory.objects.filter(story=source)
    moving.filter(article_id__in=in_target).delete()
    moving.update(story=target)
    _move_pins(source, target)
    _move_list(source, target)
    MergedStory.objects.filter(into=source).update(into=target)
    MergedStory.objects.create(former_id=source.pk, title=source.title, into=target, by=by)
    data = {"story": source.title, "into": target.title}
    log(instance=target, action="khabar.story.merge", user=by, data=data)
    Story.objects.get(pk=source.pk).delete()
    return Story.objects.get(pk=target.pk)


def _redirect_for_good(source: Story, target: Story) -> None:
    Redirect.objects.filter(redirect_page_id=source.pk).update(redirect_page_id=target.pk)
    old_path = source.get_url()
    if source.live and old_path:
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(old_path),
            site=source.get_site(),
            defaults={"redirect_page": target, "is_permanent": True},
        )


def _move_pins(source: Story, target: Story) -> None:
    pinned = StoryPin.objects.filter(story=target)
    last = pinned.aggregate(last=Max("position"))["last"] or 0
    moving = StoryPin.objects.filter(story=source).exclude(
        article_id__in=list(pinned.values_list("article_id", flat=True))
    )
    for place, row in enumerate(moving.order_by("position", "pk"), start=last + 1):
        row.story, row.position = target, place
        row.save(update_fields=["story", "position"])


def _move_list(source: Story, target: Story) -> None:
    old, new = (list_key(story.locale_id, STORY, story.pk) for story in (source, target))
    there = ListEntry.objects.filter(key=new).values("article_id")
    ListEntry.objects.filter(key=old, article_id__in=there).delete()
    ListEntry.objects.filter(key=old).update(key=new)
    ReferenceIndex.get_references_to(source).update(to_object_id=str(target.pk))


@transaction.atomic
def split(
    story: Story, articles: Iterable[int], title: str, *, by: "User | None", slug: str = ""
) -> Story:
    """Give the chosen items to a new story of its own; they leave this one."""
    _must_arrange(by, story)
    if not title.strip():
        raise ValidationError({"title": _("Give the new story a title.")})
    chosen = list(dict.fromkeys(articles))
    rows = ArticleStory.objects.filter(story=story, article_id__in=chosen)
    inside = set(rows.values_list("article_id", flat=True))
    if not inside:
        raise ValidationError({"articles": _("Choose the items that the new story gets.")})
    if set(chosen) - inside:
        raise ValidationError({"articles": _("Only items of the story can be taken from it.")})
    new = _new_story(story, title.strip(), slug)
    held = Article.objects.select_for_update(of=("self",)).filter(pk__in=inside)
    for article in held.order_by("pk"):
        ArticleStory.objects.filter(article=article, story=story).update(story=new)
        _revise(
            article,
            lambda entries: [
                {**entry, "story": new.pk} if entry["story"] == story.pk else entry
                for entry in entries
            ],
        )
        _settle(article)
    StoryPin.objects.filter(story=story, article_id__in=inside).update(story=new)
    data = {"story": story.title, "into": new.title}
    log(instance=story, action="khabar.story.split", user=by, data=data)
    log(instance=new, action="khabar.story.split", user=by, data=data)
    return new


def _new_story(beside: Story, title: str, slug: str) -> Story:
    index = StoriesIndexPage.objects.get(locale_id=beside.locale_id)
    wanted = slugify(slug or title, max_length=80) or "story"
    taken = set(index.get_children().values_list("slug", flat=True))
    free = wanted
    for number in range(2, len(taken) + 3):
        if free not in taken:
            break
        free = f"{wanted}-{number}"
    new: Story = index.add_child(
        instance=Story(
            title=title,
            slug=free,
            locale_id=beside.locale_id,
            state=Story.State.ONGOING,
            carousel_order=beside.carousel_order,
        )
    )
    # The first revision: the desk compares and goes back to it like any other.
    new.save_revision().publish()
    return Story.objects.get(pk=new.pk)
