"""Comments in the store: after whatever is done to them or around them, nothing fresh is old."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from khabar.comments import actions
from khabar.comments.models import Comment, Mode, Policy, State
from khabar.edge.rendering import Handler
from khabar.edge.store import Store
from khabar.live.models import LiveCoverage
from khabar.newsroom.models import Article, Edition, NumberedPage, Section
from tests import factories
from tests.edge.test_invariant import Newsroom

pytestmark = pytest.mark.django_db

Act = Callable[[NumberedPage, Any], object]


def _write(place: NumberedPage, state: State) -> Comment:
    return Comment.objects.create(
        page=place, name="قارئ", body="رأي", device="d" * 64, state=state, created_at=timezone.now()
    )


def _awaiting(place: NumberedPage) -> Comment:
    return Comment.objects.get(page=place, state=State.AWAITING)


def _approved(place: NumberedPage) -> Comment:
    return Comment.objects.get(page=place, state=State.APPROVED)


def _move(place: NumberedPage, _by: Any) -> None:
    there = Section.objects.exclude(pk=place.section.pk).filter(live=True).first()
    assert there is not None
    type(place).objects.get(pk=place.pk).move(there, pos="last-child")


def _close_elsewhere(place: NumberedPage, by: Any) -> None:
    there = Section.objects.exclude(pk=place.section.pk).filter(live=True).first()
    edition = Edition.objects.get(locale_id=place.locale_id)
    Policy.objects.create(edition=edition, section=there, mode=Mode.CLOSED)
    _move(place, by)


def _rename(place: NumberedPage, _by: Any) -> None:
    there = type(place).objects.get(pk=place.pk)
    there.title, there.slug = "عنوان آخر", "عنوان-آخر"
    there.save()


ACTS: dict[str, Act] = {
    "approve": lambda place, by: actions.approve({_awaiting(place).pk: 1}, by=by),
    "reject": lambda place, by: actions.reject({_approved(place).pk: 1}, by=by),
    "like": lambda place, _by: actions.like(_approved(place), device="e" * 64, address="a"),
    "delete": lambda place, _by: actions.delete_own(_approved(place), device="d" * 64),
    "erase": lambda _place, _by: actions.erase("d" * 64),
    "close": lambda place, by: actions.close(place, by=by),
    "move": _move,
    "rename": _rename,
    "move to where they are closed": _close_elsewhere,
    "withdraw": lambda place, _by: type(place).objects.get(pk=place.pk).unpublish(),
    "close the section": lambda place, _by: Policy.objects.create(
        edition=Edition.objects.get(locale_id=place.locale_id),
        section=place.section,
        mode=Mode.CLOSED,
    ),
}


@pytest.mark.parametrize("kind", [Article, LiveCoverage])
@pytest.mark.parametrize("name", sorted(ACTS))
def test_after_each_act(
    full: dict[str, str], handler: Handler, store: Store, name: str, kind: type[NumberedPage]
) -> None:
    Policy.objects.create(edition=Edition.objects.get())
    place = kind.objects.filter(live=True).order_by("pk").first()
    assert place is not None
    moderator = factories.make_user("moderator", superuser=True)
    shown = _write(place, State.APPROVED)
    _write(place, State.AWAITING)
    base = f"{place.short_path}/comments/"
    paths = [base, f"{base}oldest/", f"{base}{shown.pk}/", f"comments:{place.pk}"]
    house = Newsroom(store, handler, [*full.values(), place.get_absolute_url(), *paths])
    house.read_all()
    ACTS[name](place, moderator)
    house.follow()
    assert house.wrong() == {}
