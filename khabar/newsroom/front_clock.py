"""What time does to the front page: ends, scheduled changes, and the record of what led."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from khabar.newsroom import arrangement as values
from khabar.newsroom import front_actions as actions
from khabar.newsroom.arrangement import LEAD, Arrangement
from khabar.newsroom.models import Article, Edition, FrontPlan, FrontSlot, FrontState, FrontVersion
from khabar.newsroom.queries.front import arrangement_of, leads

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger("khabar.clock")


def free_places(now: datetime) -> int:
    """Free the places whose time is over, and those whose article is no longer published."""
    over = FrontSlot.objects.filter(Q(ends_at__lte=now) | Q(article__live=False))
    done = 0
    for edition in Edition.objects.filter(pk__in=over.values("edition")).select_related("site"):
        with transaction.atomic():
            done += _free(edition, now)
    return done


def _free(edition: Edition, now: datetime) -> int:
    state = actions.state_of(edition)
    rows = FrontSlot.objects.filter(edition=edition)
    ended = set(rows.filter(ends_at__lte=now).values_list("article_id", flat=True))
    gone = set(rows.filter(article__live=False).values_list("article_id", flat=True)) - ended
    for why, ids in ((FrontVersion.Why.ENDED, ended), (FrontVersion.Why.GONE, gone)):
        if ids:
            actions.change(state, _without(arrangement_of(edition), ids), why, at=now)
    return len(ended | gone)


def _without(arrangement: Arrangement, ids: "Iterable[int]") -> Arrangement:
    for pk in ids:
        arrangement = values.remove(arrangement, pk, by_force=True)
    return arrangement


def carry_out_plans(now: datetime) -> int:
    """Make the scheduled changes whose time has come; one that fails hinders no other."""
    done = 0
    due = FrontPlan.objects.filter(state=FrontPlan.State.WAITING, at__lte=now)
    for plan in due.select_related("edition__locale", "edition__site").order_by("at", "pk"):
        try:
            with transaction.atomic():
                done += _carry_out(plan, now)
        except DatabaseError:
            logger.exception("The scheduled change %s of the front page failed.", plan.pk)
    return done


def _carry_out(plan: FrontPlan, now: datetime) -> int:
    state = actions.state_of(plan.edition)
    plan.refresh_from_db(fields=["state"])
    if plan.state != FrontPlan.State.WAITING:
        return 0
    with override(plan.edition.language):
        try:
            wanted, left_out = _wanted(plan, now)
        except ValidationError as error:
            plan.state, plan.outcome = FrontPlan.State.FAILED, " ".join(error.messages)
            logger.warning("The scheduled change %s was not made: %s", plan.pk, plan.outcome)
        else:
            plan.state = FrontPlan.State.DONE
            plan.outcome = " ".join(
                _("“%(headline)s” was left out: it is not published.") % {"headline": headline}
                for headline in left_out
            )
            actions.change(state, wanted, FrontVersion.Why.PLAN, by=plan.by, at=now)
    plan.settled_at = now
    plan.save(update_fields=["state", "outcome", "settled_at"])
    log(instance=plan.edition, action="khabar.front.plan", data={"state": plan.state})
    return 1


def _wanted(plan: FrontPlan, now: datetime) -> tuple[Arrangement, list[str]]:
    standing = arrangement_of(plan.edition)
    if plan.kind == FrontPlan.Kind.ARRANGE:
        known = FrontVersion.objects.filter(edition=plan.edition, sequence=plan.base).first()
        wanted = values.from_data(plan.payload)
        before = values.from_data(known.arrangement) if known else Arrangement()
        return actions.publishable(plan.edition, values.with_locks(wanted, standing, before), now)
    pk = plan.payload["article"]
    if plan.kind == FrontPlan.Kind.REMOVE:
        return actions.checked(lambda: values.remove(standing, pk)), []
    article = Article.objects.filter(pk=pk, locale_id=plan.edition.locale_id).first()
    if article is None or not article.live:
        raise ValidationError(_("The article was not published when the time came."))
    return actions.checked(lambda: values.put(standing, pk, plan.payload["slot"])).arrangement, []


def record_leads(now: datetime) -> None:
    """Append a version where time alone changed what leads: the record says what led and when."""
    states = FrontState.objects.select_related("edition__locale", "edition__site")
    for state in states.filter(sequence__gt=0):
        last = FrontVersion.objects.filter(edition=state.edition, sequence=state.sequence)
        held = last.values_list("shown", flat=True).first()
        if held is not None and held.get(LEAD) != leads(state.edition):
            with transaction.atomic():
                _record(state.edition, now)


def _record(edition: Edition, now: datetime) -> None:
    state = actions.state_of(edition)
    last = FrontVersion.objects.get(edition=edition, sequence=state.sequence)
    if last.shown.get(LEAD) != leads(edition):
        actions.append(state, arrangement_of(edition), FrontVersion.Why.FILLED, None, now)
