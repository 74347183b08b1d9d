"""What can be done to stories: verbs with permission, audit, one transaction each.

Putting an article into a story or taking it out is a verb on the article (see ``placing``).
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex

from khabar.language.slugs import slugify
from khabar.language.text import matching_key
from khabar.newsroom import keys, placing
from khabar.newsroom.changes import articles as changes
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
from khabar.outbox.recording import record, together

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def may_arrange(user: "User | None", story: Page) -> bool:
    """Whether this person decides about the story (or, at the index, about all); None may."""
    return user is None or bool(story.permissions_for_user(user).can_publish())


def _must_arrange(user: "User | None", story: Page) -> None:
    if not may_arrange(user, story):
        raise PermissionDenied(_("The stories are arranged by the chief editors."))


# Items


@transaction.atomic
@together("reorder")
def pin(story: Story, articles: Iterable[int], *, by: "User | None") -> None:
    """Make these items, in this order, the first of the story; no others are pinned."""
    _must_arrange(by, story)
    Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    wanted = list(dict.fromkeys(articles))
    known = ArticleStory.objects.filter(story=story, article_id__in=wanted)
    inside = set(known.values_list("article_id", flat=True))
    if inside != set(wanted):
        raise ValidationError(_("Only items of the story can be pinned in it."))
    pins = StoryPin.objects.filter(story=story)
    held = list(pins.order_by("position", "pk").values_list("article_id", flat=True))
    if held != wanted:
        pins.delete()
        StoryPin.objects.bulk_create(
            StoryPin(story=story, article_id=pk, position=place)
            for place, pk in enumerate(wanted, start=1)
        )
        record("reorder", [keys.pins(story.pk)])
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
    moved = [
        (story.pk, place)
        for place, story in enumerate([*first, *rest], start=1)
        if story.carousel_order != place
    ]
    for pk, place in moved:
        Story.objects.filter(pk=pk).update(carousel_order=place)
    record("reorder", [keys.stories(edition.locale_id)] if moved else [])
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
    if (held.state, held.closing_note) != (state, note):
        Story.objects.filter(pk=held.pk).update(state=state, closing_note=note)
        record("update", [keys.story(held.pk), keys.stories(held.locale_id)] if held.live else [])
    log(instance=held, action="khabar.story.state", user=by, data={"state": state})
    return Story.objects.get(pk=held.pk)


@transaction.atomic
@together("merge")
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
    # Their pages show the story, and are told of it by the story's own name.
    changes.forget_pages(moving.values_list("article_id", flat=True))
    moving.filter(article_id__in=in_target).delete()
    moving.update(story=target)
    _move_pins(source, target)
    _move_list(source, target)
    lists = [list_key(story.locale_id, STORY, story.pk) for story in (source, target)]
    told = {keys.story(target.pk), keys.pins(source.pk), keys.pins(target.pk)}
    record("merge", told.union(map(keys.listed, lists)))
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
@together("split")
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
        placing.revise(article, partial(_renamed, story.pk, new.pk))
        placing.settle(article)
    pinned = StoryPin.objects.filter(story=story, article_id__in=inside).update(story=new)
    record("split", map(keys.pins, (story.pk, new.pk)) if pinned else [])
    data = {"story": story.title, "into": new.title}
    log(instance=story, action="khabar.story.split", user=by, data=data)
    log(instance=new, action="khabar.story.split", user=by, data=data)
    return new


def _renamed(old: int, new: int, content: dict[str, Any]) -> bool:
    """Let a revision's content name another story in the place of one; whether it named it."""
    named = [entry for entry in content.get("article_stories", []) if entry["story"] == old]
    for entry in named:
        entry["story"] = new
    return bool(named)


def _new_story(beside: Story, title: str, slug: str) -> Story:
    index = StoriesIndexPage.objects.get(locale_id=beside.locale_id)
    wanted = slugify(slug or title, max_length=80) or "story"
    # «الأزمة» and «الازمة» would be two addresses that nobody tells apart.
    taken = set(map(matching_key, index.get_children().values_list("slug", flat=True)))
    free = wanted
    for number in range(2, len(taken) + 3):
        if matching_key(free) not in taken:
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
