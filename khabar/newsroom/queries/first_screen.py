"""What an editor's first screen asks: each list in one query, over one index.

Nothing here counts or walks the archive. What stands in Wagtail's own tables is joined by ids kept
there as text, so that its rows are the few, and the articles are found by their keys.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, WorkflowState

from khabar.newsroom.models import (
    OPEN_STATES,
    Article,
    Assignment,
    Correction,
    DeskNotice,
    ListEntry,
    Photo,
)
from khabar.newsroom.publication import LATEST, list_key
from khabar.newsroom.reach import Reach

#: So many lines of a list are shown; a longer one has a screen of its own.
MOST = 10
#: The end of a photo's rights is told so long before, and so long after.
RIGHTS_AHEAD, RIGHTS_BACK = timedelta(days=7), timedelta(days=30)
#: A flash is watched so long, unless it is still marked urgent.
FLASH_WATCH = timedelta(days=1)
#: A body without blocks, as the database holds it.
_NO_BODY = ("", "[]")


@dataclass(frozen=True)
class Line:
    """One line of a list on the desk."""

    headline: str
    at: datetime | None
    section_id: int | None = None
    article_id: int | None = None
    who: str = ""
    note: str = ""
    urgent: bool = False
    more: dict[str, Any] = field(default_factory=dict)


def person(first: str | None, last: str | None, username: str | None) -> str:
    """A member of staff as the desk names them."""
    return " ".join(filter(None, (first, last))) or username or ""


def _names(path: str) -> tuple[str, str, str]:
    return f"{path}__first_name", f"{path}__last_name", f"{path}__username"


def _of_article(name: str, ident: str = "article_id") -> Subquery:
    return Subquery(Article.objects.filter(pk=OuterRef(ident)).values(name)[:1])


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _workflow_states(status: str) -> "QuerySet[WorkflowState, dict[str, Any]]":
    states: Any = WorkflowState.objects.filter(status=status, base_content_type=_page_type())
    return states.annotate(
        article_id=Cast("object_id", BigIntegerField()),
    ).annotate(
        section_id=_of_article("section_id"),
        owner_id=_of_article("owner_id"),
        headline=_of_article("draft_title"),
        urgent=_of_article("urgent"),
    )


def review(reach: Reach, task: type[Model], limit: int = MOST) -> list[Line]:
    """What awaits the approval of this person by tasks of this type: urgent first, then oldest."""
    if not reach.publishes:
        return []
    rows = (
        _workflow_states(WorkflowState.STATUS_IN_PROGRESS)
        .filter(
            section_id__in=reach.publishes,
            current_task_state__status=TaskState.STATUS_IN_PROGRESS,
            current_task_state__task__content_type=ContentType.objects.get_for_model(task),
        )
        .order_by("-urgent", "current_task_state__started_at")
        .values_list(
            "headline",
            "current_task_state__started_at",
            "section_id",
            "article_id",
            "urgent",
            "current_task_state_id",
            *_names("requested_by"),
        )[: limit + 1]
    )
    return [
        Line(title, at, section, pk, person(*who), urgent=urgent, more={"task_state": state})
        for title, at, section, pk, urgent, state, *who in rows
    ]


def returned(reach: Reach, limit: int = MOST) -> list[Line]:
    """What was returned to this person, with the note that came with it."""
    rows = (
        _workflow_states(WorkflowState.STATUS_NEEDS_CHANGES)
        .filter(Q(requested_by=reach.user) | Q(owner_id=reach.user.pk))
        .order_by("-current_task_state__finished_at")
        .values_list(
            "headline",
            "current_task_state__finished_at",
            "section_id",
            "article_id",
            "current_task_state__comment",
            *_names("current_task_state__finished_by"),
        )[: limit + 1]
    )
    return [
        Line(title, at, section, pk, person(*who), note or "")
        for title, at, section, pk, note, *who in rows
        if title
    ]


def drafts(reach: Reach, limit: int = MOST) -> list[Line]:
    """What this person has begun, neither in review nor returned nor scheduled."""
    in_workflow = WorkflowState.objects.filter(
        base_content_type=_page_type(),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
    )
    rows = (
        Article.objects.filter(
            ~Exists(in_workflow),
            owner=reach.user,
            has_unpublished_changes=True,
            latest_revision__approved_go_live_at=None,
        )
        .order_by("-latest_revision_created_at")
        .values_list("draft_title", "latest_revision_created_at", "section_id", "pk", "urgent")[
            : limit + 1
        ]
    )
    return [Line(title, at, section, pk, urgent=urgent) for title, at, section, pk, urgent in rows]


def assigned(reach: Reach, limit: int = MOST) -> list[Line]:
    """What this person is to write, by deadline."""
    rows = Assignment.objects.filter(assignee=reach.user, state__in=OPEN_STATES).order_by(
        "deadline", "pk"
    )[: limit + 1]
    return [
        Line(row.title, row.deadline, row.section_id, row.article_id, more={"assignment": row})
        for row in rows
    ]


def waiting_for_time(
    sections: frozenset[int],
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int | None = None,
) -> list[Line]:
    """What is scheduled or under embargo in these sections, by time; ``more`` has both times.

    ``at`` is when it goes out, or when its embargo ends where nothing is scheduled. Between
    ``start`` and ``end`` when they are given: a scheduled article by the time it goes out.
    """
    if not sections:
        return []
    between: dict[str, Any] = {"__gte": start, "__lt": end}
    asked = {name: value for name, value in between.items() if value is not None}
    live_at = {f"approved_go_live_at{name}": value for name, value in asked.items()}
    scheduled = (
        Revision.objects.filter(
            approved_go_live_at__isnull=False, base_content_type=_page_type(), **live_at
        )
        .annotate(article_id=Cast("object_id", BigIntegerField()))
        .annotate(
            section=_of_article("section_id"),
            embargo=_of_article("embargo_until"),
            urgent=_of_article("urgent"),
            owner=_of_article("owner_id"),
        )
        .filter(section__in=sections)
        .order_by()
        .values_list(
            "article_id",
            "object_str",
            "section",
            "approved_go_live_at",
            "embargo",
            "urgent",
            "owner",
            "pk",
        )
    )
    embargo = {f"embargo_until{name}": value for name, value in asked.items()}
    held = (
        Article.objects.filter(
            embargo_until__isnull=False, live=False, section_id__in=sections, **embargo
        )
        .order_by()
        .values_list(
            "pk",
            "draft_title",
            "section_id",
            Value(None, DateTimeField()),
            "embargo_until",
            "urgent",
            "owner_id",
            Value(None, IntegerField()),
        )
    )
    rows = list(scheduled.union(held, all=True))
    # A scheduled article is its schedule, wherever its embargo ends.
    planned = {row[0] for row in rows if row[3] is not None}
    lines = [
        Line(
            title,
            live or ends,
            section,
            pk,
            urgent=urgent,
            more={"go_live_at": live, "embargo_until": ends, "owner": owner, "revision": revision},
        )
        for pk, title, section, live, ends, urgent, owner, revision in rows
        if live is not None or pk not in planned
    ]
    lines.sort(key=lambda line: (line.at, line.article_id))
    return lines[:limit]


def fresh(reach: Reach, since: datetime, limit: int = MOST) -> list[Line]:
    """What was published since then in sections that this person sees, newest first."""
    keys = [list_key(locale, LATEST) for locale in reach.editions]
    rows = (
        ListEntry.objects.filter(
            key__in=keys, published_at__gte=since, article__section_id__in=reach.sees
        )
        .order_by("-published_at", "-article_id")
        .values_list(
            "article__title",
            "published_at",
            "article__section_id",
            "article_id",
            "article__urgent",
            *_names("article__owner"),
        )[: limit + 1]
    )
    return [
        Line(title, at, section, pk, person(*who), urgent=urgent)
        for title, at, section, pk, urgent, *who in rows
    ]


def bare_flashes(reach: Reach, now: datetime) -> list[Line]:
    """Urgent articles that readers have without a text, oldest first.

    Those marked urgent now, and those that went out as a flash within a day: the end of the mark
    does not bring the details. ``more`` says what else is missing.
    """
    columns = ("pk", "title", "published_at", "section_id", "lede", "hero_photo_id", "stored_body")

    def bare(articles: "QuerySet[Article]") -> Any:
        return (
            articles.filter(live=True)
            .annotate(stored_body=Cast("body", TextField()))
            .filter(stored_body__in=_NO_BODY)
            .order_by()
            .values_list(*columns)
        )

    # They are few in all sections together, and found by indexes of their own. Asked for by section
    # as well, a database without statistics walks the archive's sections instead.
    marked = bare(Article.objects.filter(urgent=True))
    sent = bare(Article.objects.filter(flash__at__gte=now - FLASH_WATCH))
    sees = set(reach.sees)
    lines = [
        Line(
            title,
            at,
            section,
            pk,
            more={"lede": bool(lede), "photo": photo is not None},
        )
        for pk, title, at, section, lede, photo, _body in marked.union(sent)
        if section in sees
    ]
    return sorted(lines, key=lambda line: (line.at or now, line.article_id))


def corrections(reach: Reach, since: datetime, limit: int = MOST) -> list[Line]:
    """Corrections and clarifications since then in sections that this person sees."""
    rows = (
        Correction.objects.filter(
            locale_id__in=list(reach.editions), at__gte=since, article__section_id__in=reach.sees
        )
        .select_related("article", "by")
        .only(
            "kind",
            "right",
            "at",
            "article__title",
            "article__section_id",
            "by__first_name",
            "by__last_name",
            "by__username",
        )
        .order_by("-at", "-pk")[: limit + 1]
    )
    return [
        Line(
            row.article.title,
            row.at,
            row.article.section_id,
            row.article_id,
            person(row.by.first_name, row.by.last_name, row.by.username) if row.by else "",
            row.right,
            more={"kind": row.get_kind_display()},
        )
        for row in rows
    ]


def ending_rights(now: datetime, limit: int = MOST) -> list[Line]:
    """Photos in live articles whose rights end within a week, or ended within a month."""
    window = Q(rights_expired=False, rights_expire_at__lte=now + RIGHTS_AHEAD) | Q(
        rights_expired=True, rights_expire_at__gte=now - RIGHTS_BACK
    )
    # The index of references is Wagtail's: it knows the photos within bodies too.
    places = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Photo),
            to_object_id=Cast(OuterRef("pk"), CharField()),
            base_content_type=_page_type(),
        )
        .annotate(
            live=Subquery(
                Page.objects.filter(pk=Cast(OuterRef("object_id"), BigIntegerField())).values(
                    "live"
                )[:1],
                output_field=BooleanField(),
            )
        )
        .filter(live=True)
    )
    used = Exists(Article.objects.filter(hero_photo=OuterRef("pk"), live=True)) | Exists(places)
    rows = (
        Photo.objects.filter(window)
        .filter(used)
        .order_by(F("rights_expire_at").asc())
        .values_list("pk", "title", "rights_expire_at")[: limit + 1]
    )
    return [Line(title, at, more={"photo": pk, "ended": at <= now}) for pk, title, at in rows if at]


def failures(reach: Reach, *, all_others: bool, limit: int = MOST) -> list[Line]:
    """Failures that nobody has settled: those of this person's sections, and of none if asked."""
    whose = Q(section_id__in=reach.publishes)
    if all_others:
        whose |= Q(section_id=None)
    rows = DeskNotice.objects.filter(whose, settled_at=None).order_by("-at")[: limit + 1]
    return [
        Line(
            row.name,
            row.at,
            row.section_id,
            note=row.message,
            more={"notice": row, "kind": row.get_kind_display()},
        )
        for row in rows
    ]
