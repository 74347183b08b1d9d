"""What can be done to the front page: verbs with permission, audit, version; one transaction each.

``FrontSlot`` rows are what readers' pages are made of; each change rewrites those that differ and
appends a ``FrontVersion`` in the same transaction, under the lock of the edition's state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom import arrangement as values
from khabar.newsroom import keys
from khabar.newsroom.arrangement import Arrangement, Place
from khabar.newsroom.models import (
    Article,
    Edition,
    FrontPlan,
    FrontSlot,
    FrontState,
    FrontVersion,
    Photo,
)
from khabar.newsroom.queries.front import arrangement_of, upper
from khabar.outbox.recording import record, together

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Why = FrontVersion.Why
#: What moves ``FrontState.changed``: the doing of people and of what they scheduled.
BY_PEOPLE = frozenset({Why.PLACE, Why.REMOVE, Why.ARRANGE, Why.PLAN, Why.UNDO})


class FrontChangedError(ValidationError):
    """Raised when the front changed since what a person prepared or saw."""

    def __init__(self) -> None:
        super().__init__(
            _("The front page was changed by someone else meanwhile. Nothing was overwritten.")
        )


@dataclass(frozen=True)
class Placed:
    """The version that a placing made, and the article that fell out, if any."""

    version: FrontVersion
    fell: Article | None = None


# Who may


def may_arrange(user: "User | None", edition: Edition) -> bool:
    """Whether this person arranges the edition's front page; None is the system."""
    if user is None:
        return True
    if not user.has_perm("newsroom.change_frontslot"):
        return False
    return bool(edition.site.root_page.permissions_for_user(user).can_publish())


def may_place(user: "User | None", article: Article, edition: Edition) -> bool:
    """Whether this person may put this article on the front page at once."""
    if may_arrange(user, edition):
        return True
    allowed = FrontState.objects.filter(edition=edition, section_editors_place=True).exists()
    return allowed and bool(article.permissions_for_user(user).can_publish())


def _must(allowed: bool) -> None:  # noqa: FBT001 (reads as a sentence where it is called)
    if not allowed:
        raise PermissionDenied(_("You may not change the front page."))


# Changing


def state_of(edition: Edition) -> FrontState:
    """The edition's state, locked until the commit; the record of versions begins with it."""
    state, made = FrontState.objects.select_for_update().get_or_create(edition=edition)
    if made:
        append(state, arrangement_of(edition), Why.BEGIN, None, timezone.now())
    return state


def append(
    state: FrontState,
    arrangement: Arrangement,
    why: str,
    by: "User | None",
    at: datetime,
) -> FrontVersion:
    """Append a version, and move the state to it."""
    state.sequence += 1
    if why in BY_PEOPLE:
        state.changed = state.sequence
    state.layout = arrangement.layout
    state.save(update_fields=["sequence", "changed", "layout"])
    return FrontVersion.objects.create(
        edition=state.edition,
        sequence=state.sequence,
        at=at,
        why=why,
        by=by,
        arrangement=arrangement.data(),
        shown=upper(state.edition, arrangement).ids,
    )


def _write(edition: Edition, arrangement: Arrangement) -> None:
    """Make the rows that readers' pages are made of what the arrangement says."""
    held = {row.article_id: row for row in FrontSlot.objects.filter(edition=edition)}
    kept = {place.article for place in arrangement.places}
    FrontSlot.objects.filter(pk__in=[row.pk for pk, row in held.items() if pk not in kept]).delete()
    for position, place in arrangement.numbered():
        row = held.get(place.article) or FrontSlot(edition=edition, article_id=place.article)
        said = {
            "slot": place.slot,
            "position": position,
            "headline": place.headline,
            "photo_id": place.photo,
            "ends_at": place.ends_at,
            "locked": place.locked,
        }
        if row.pk is None or any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            row.save()


def change(
    state: FrontState,
    arrangement: Arrangement,
    why: str,
    by: "User | None" = None,
    at: datetime | None = None,
) -> FrontVersion:
    """Make the arrangement the front page; for the verbs here and the clock, under the lock."""
    with together("front"):
        _write(state.edition, arrangement)
        return append(state, arrangement, why, by, at or timezone.now())


@transaction.atomic
def place(
    article: Article, slot: str, *, by: "User | None", edition: Edition, position: int = 1
) -> Placed:
    """Put the article in a place at once; what stands there moves down, the last falls out.

    Raises PermissionDenied, and ValidationError when the article is not live, its own entry is
    locked, or everything in a full place is.
    """
    _must(may_place(by, article, edition))
    if slot not in values.SLOTS:
        raise ValidationError(_("The front page has no such place."))
    state = state_of(edition)
    live = Article.objects.filter(pk=article.pk, live=True, locale_id=edition.locale_id).first()
    if live is None:
        raise ValidationError(
            _("“%(headline)s” is not published. Publish it first, then place it.")
            % {"headline": article.title}
        )
    outcome = checked(lambda: values.put(arrangement_of(edition), article.pk, slot, position))
    version = change(state, outcome.arrangement, Why.PLACE, by)
    log(instance=live, action="khabar.front.place", user=by, data={"slot": slot})
    fell = Article.objects.filter(pk=outcome.fell.article).first() if outcome.fell else None
    return Placed(version, fell)


@transaction.atomic
def remove(article: Article, *, by: "User | None", edition: Edition) -> FrontVersion | None:
    """Take the article from the front page; None when it does not stand there.

    Raises PermissionDenied, and ValidationError when its entry is locked.
    """
    _must(may_place(by, article, edition))
    state = state_of(edition)
    standing = arrangement_of(edition)
    if standing.find(article.pk) is None:
        return None
    version = change(state, checked(lambda: values.remove(standing, article.pk)), Why.REMOVE, by)
    log(instance=article, action="khabar.front.remove", user=by)
    return version


def checked(act: Callable[[], Any]) -> Any:
    """What the act gives; a lock that stands against it, as words for people."""
    try:
        return act()
    except values.LockedPlaceError as error:
        raise ValidationError(
            _("The place is locked. A chief editor can unlock it on the front page's screen.")
        ) from error
    except values.NoPlaceError as error:
        raise ValidationError(
            _("Everything in that place is locked. Unlock one entry, or choose another place.")
        ) from error


@transaction.atomic
def publish(
    edition: Edition, arrangement: Arrangement, *, by: "User | None", base: int | None = None
) -> FrontVersion:
    """Make a whole arrangement the front page, in one act.

    ``base`` is the change that it was prepared from. Raises PermissionDenied, FrontChangedError
    when the front was changed since, and ValidationError naming what is not published.
    """
    _must(may_arrange(by, edition))
    state = state_of(edition)
    if base is not None and base != state.changed:
        raise FrontChangedError
    kept, missing = publishable(edition, arrangement, timezone.now())
    if missing:
        raise ValidationError(
            [
                _("“%(headline)s” is not published: remove it, or schedule the arrangement.")
                % {"headline": headline}
                for headline in missing
            ]
        )
    version = change(state, kept, Why.ARRANGE, by)
    log(
        instance=edition,
        action="khabar.front.arrange",
        user=by,
        data={"version": version.sequence},
    )
    return version


def publishable(
    edition: Edition, arrangement: Arrangement, now: datetime
) -> tuple[Arrangement, list[str]]:
    """Without entries that have ended or have no article; and headlines of what is not live."""
    ids = [place.article for place in arrangement.places]
    articles = Article.objects.filter(pk__in=ids, locale_id=edition.locale_id).only("title", "live")
    known = articles.in_bulk()
    photos = set(
        Photo.objects.filter(
            pk__in=[place.photo for place in arrangement.places if place.photo]
        ).values_list("pk", flat=True)
    )
    kept: list[Place] = []
    missing: list[str] = []
    for entry in arrangement.places:
        article = known.get(entry.article)
        if article is None or (entry.ends_at and entry.ends_at <= now):
            continue
        if not article.live:
            missing.append(article.title)
            continue
        kept.append(
            entry
            if entry.photo in photos or entry.photo is None
            else Place(**{**vars(entry), "photo": None})
        )
    return values.arranged(arrangement.layout, kept), missing


@transaction.atomic
def undo(edition: Edition, *, by: "User | None", sequence: int) -> FrontVersion:
    """Undo the change of that version, the front's latest: the arrangement before it comes back.

    An undone change is undone again by undoing the undoing. Raises PermissionDenied,
    FrontChangedError when the front was changed since, ValidationError when there is none.
    """
    state = state_of(edition)
    last = FrontVersion.objects.filter(edition=edition, sequence=sequence).first()
    if last is None or last.why not in BY_PEOPLE:
        _must(may_arrange(by, edition))
        raise ValidationError(_("There is nothing to undo."))
    # Who placed something may take it back at once; all else is for those who arrange.
    own = by is not None and last.by_id == by.pk and last.why in {Why.PLACE, Why.REMOVE}
    _must(own or may_arrange(by, edition))
    if state.changed != sequence:
        raise FrontChangedError
    before = FrontVersion.objects.get(edition=edition, sequence=sequence - 1)
    kept, _missing = publishable(edition, values.from_data(before.arrangement), timezone.now())
    version = change(state, kept, Why.UNDO, by)
    log(instance=edition, action="khabar.front.undo", user=by, data={"version": sequence})
    return version


@transaction.atomic
def let_section_editors_place(edition: Edition, *, allowed: bool, by: "User | None") -> None:
    """Let section editors place articles of their own section, or no longer."""
    _must(may_arrange(by, edition))
    state = state_of(edition)
    if state.section_editors_place != allowed:
        state.section_editors_place = allowed
        state.save(update_fields=["section_editors_place"])
        log(instance=edition, action="khabar.front.allow", user=by, data={"allowed": allowed})


# What takes effect later


@transaction.atomic
def schedule(
    edition: Edition, arrangement: Arrangement, at: datetime, *, by: "User | None", base: int
) -> FrontPlan:
    """Make the arrangement the front page at a time. Raises as ``publish`` does."""
    _must(may_arrange(by, edition))
    _must_be_ahead(at)
    state = state_of(edition)
    if base != state.changed:
        raise FrontChangedError
    return _plan(state, FrontPlan.Kind.ARRANGE, arrangement.data(), at, by)


@transaction.atomic
def schedule_place(
    article: Article, slot: str, at: datetime, *, by: "User | None", edition: Edition
) -> FrontPlan:
    """Put the article in a place at a time; it need not be published before."""
    _must(may_place(by, article, edition))
    _must_be_ahead(at)
    if slot not in values.SLOTS or article.locale_id != edition.locale_id:
        raise ValidationError(_("The front page has no such place."))
    payload = {"slot": slot, "article": article.pk}
    return _plan(state_of(edition), FrontPlan.Kind.PLACE, payload, at, by)


@transaction.atomic
def schedule_removal(
    article: Article, at: datetime, *, by: "User | None", edition: Edition
) -> FrontPlan:
    """Take the article from the front page at a time."""
    _must(may_place(by, article, edition))
    _must_be_ahead(at)
    return _plan(state_of(edition), FrontPlan.Kind.REMOVE, {"article": article.pk}, at, by)


def _must_be_ahead(at: datetime) -> None:
    if at <= timezone.now():
        raise ValidationError(_("The time is past. Choose a later one."))


def _plan(
    state: FrontState, kind: str, payload: dict[str, Any], at: datetime, by: "User | None"
) -> FrontPlan:
    plan = FrontPlan.objects.create(
        edition=state.edition, kind=kind, payload=payload, at=at, by=by, base=state.changed
    )
    data = {"at": at.isoformat(), "kind": kind}
    log(instance=state.edition, action="khabar.front.schedule", user=by, data=data)
    return plan


@transaction.atomic
def cancel(plan: FrontPlan, *, by: "User | None") -> FrontPlan:
    """Let a scheduled change not happen. Raises PermissionDenied, ValidationError once it has."""
    _must(may_arrange(by, plan.edition) or (by is not None and plan.by_id == by.pk))
    state_of(plan.edition)
    held = FrontPlan.objects.get(pk=plan.pk)
    if held.state != FrontPlan.State.WAITING:
        raise ValidationError(_("It is too late: the change was carried out or cancelled."))
    held.state = FrontPlan.State.CANCELLED
    held.settled_at, held.settled_by = timezone.now(), by
    held.save(update_fields=["state", "settled_at", "settled_by"])
    log(instance=plan.edition, action="khabar.front.cancel", user=by)
    return held


@transaction.atomic
def forget(article: Article, *, edition: Edition) -> int:
    """Erase the headlines written for this article's places, in versions and plans of all time.

    For who erases the article itself; the ids stay, so that the record keeps its order. How many
    rows were changed.
    """
    done = FrontSlot.objects.filter(edition=edition, article=article).update(headline="")
    record("front", [keys.front(edition.locale_id)] if done else [])
    for rows, field in (
        (FrontVersion.objects.filter(edition=edition), "arrangement"),
        (FrontPlan.objects.filter(edition=edition, kind=FrontPlan.Kind.ARRANGE), "payload"),
    ):
        for row in rows.iterator():
            held = values.from_data(getattr(row, field))
            place = held.find(article.pk)
            if place is not None and place.headline:
                setattr(row, field, values.edit(held, article.pk, headline="").data())
                row.save(update_fields=[field])
                done += 1
    return done
