"""One line of the list: what is shown of an article."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page as PaginatorPage
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Locale, Site, Task

from khabar.newsroom.desk_state import NEVER
from khabar.newsroom.models import Article, Author, DeskEntry, Source
from khabar.newsroom.names import shown
from khabar.newsroom.publication import AUTHOR, SOURCE
from khabar.newsroom.queries.desk import Asked, Found, find


@dataclass(frozen=True)
class StatusWord:
    """A word of a status, its time if it has one, and how it is coloured."""

    word: str
    tone: str
    at: datetime | None = None


@dataclass
class Names:
    """Names by id, fetched once for all lines."""

    authors: dict[int, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)

    def of(self, byline: Iterable[list[Any]]) -> list[str]:
        """A byline's names in order."""
        known = {AUTHOR: self.authors, SOURCE: self.sources}
        return [
            known[kind].get(ident, "") if kind in known else shown(str(ident))
            for kind, ident in byline
        ]


def status_words(entry: DeskEntry, now: datetime) -> list[StatusWord]:
    """All that is to be said of an article's state, the first thing first."""
    states, reviews = DeskEntry.State, DeskEntry.Review
    words = []
    embargoed = entry.embargo_until is not None and entry.embargo_until > now
    if embargoed:
        words.append(
            StatusWord(pgettext("article", "Embargoed until"), "held", entry.embargo_until)
        )
    if entry.scheduled_for:
        words.append(StatusWord(pgettext("article", "Scheduled"), "coming", entry.scheduled_for))
    if entry.review != reviews.NONE:
        words.append(StatusWord(str(entry.get_review_display()), "review"))
    tones = {states.PUBLISHED: "live", states.CHANGED: "live", states.WITHDRAWN: "gone"}
    # A draft that awaits something is not called a mere draft.
    if entry.state != states.DRAFT or not (entry.scheduled_for or entry.review != reviews.NONE):
        word = str(entry.get_state_display())
        words.append(StatusWord(word, tones.get(states(entry.state), "draft")))
    return words


def holder_of(entry: DeskEntry) -> str:
    """Who has it: who locked it, else those it awaits, else who saved the draft last."""
    reviews, states = DeskEntry.Review, DeskEntry.State
    if entry.review == reviews.AWAITING:
        return _("The section's editors")
    nobody = entry.state in {states.PUBLISHED, states.WITHDRAWN} and not entry.locked
    if nobody or entry.holder is None:
        return ""
    return str(get_user_display_name(entry.holder))


class Lines:
    """The list as Wagtail's paginator takes it: counted as far as is told, fetched by the page."""

    def __init__(self, asked: Asked, user: User, start: int, size: int) -> None:
        self._asked, self._user = asked, user
        self._expected = (start, size)

    #: What the paginator calls its items.
    model = Article
    ordered = True

    @cached_property
    def _found(self) -> Found:
        return find(self._asked, *self._expected)

    def count(self) -> int:
        """How many are found, as far as they are counted."""
        return self._found.count

    @property
    def has_more(self) -> bool:
        """Whether there are more than are counted."""
        return self._found.more

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Article]:
        start = part.start or 0
        wanted = (start, (part.stop or 0) - start)
        if start == self._expected[0]:
            pks = self._found.pks[: wanted[1]]
        else:
            pks = find(self._asked, *wanted).pks
        return articles_of(pks)


def articles_of(pks: list[int]) -> list[Article]:
    """These articles in this order with all that a line shows, in a constant number of queries."""
    rows = (
        Article.objects.filter(pk__in=pks)
        .select_related("section", "desk_entry__holder__wagtail_userprofile", "locked_by")
        .prefetch_related("content_type", "sites_rooted_here", "locale")
        .defer("body", "lede", "editor_note")
        .prefetch_workflow_states()
        .annotate_site_root_state()
        .annotate_approved_schedule()
    )
    found = {article.pk: article for article in rows}
    articles = [found[pk] for pk in pks if pk in found]
    _share_tasks(articles)
    names = _names_in(articles)
    now = timezone.now()
    roots = Site.get_site_root_paths()
    for article in articles:
        entry = article.desk_entry
        # A section is the parent of its articles; Wagtail's buttons ask for it.
        article._cached_parent_obj = article.section  # noqa: SLF001 (treebeard's own cache)
        # A line's menu asks some twenty times what its reader may do; it is worked out once.
        article.permissions_for_user = cache(article.permissions_for_user)
        article._wagtail_cached_site_root_paths = roots  # noqa: SLF001 (where Wagtail keeps its own)
        article.line = Line(
            entry=entry,
            byline=names.of(entry.byline),
            statuses=status_words(entry, now),
            holder=holder_of(entry),
            at=None if entry.at == NEVER else entry.at,
        )
    return articles


def _share_tasks(articles: list[Article]) -> None:
    """Fetch each step of the workflow once: asked for a lock, Wagtail would once an article."""
    states = [state for article in articles for state in article._current_workflow_states]  # noqa: SLF001 (where prefetch_workflow_states puts them)
    tasks = [state.current_task_state.task for state in states if state.current_task_state]
    shared = {task.pk: task for task in Task.objects.filter(pk__in={one.pk for one in tasks})}
    specific = {pk: task.specific for pk, task in shared.items()}
    for task in tasks:
        task.__dict__["specific"] = specific[task.pk]


@dataclass(frozen=True)
class Line:
    """What the columns show beside the article itself."""

    entry: DeskEntry
    byline: list[str]
    statuses: list[StatusWord]
    holder: str
    at: datetime | None


def _names_in(articles: list[Article]) -> Names:
    asked: dict[str, set[int]] = {AUTHOR: set(), SOURCE: set()}
    for article in articles:
        for kind, ident in article.desk_entry.byline:
            if kind in asked:
                asked[kind].add(ident)
    names = Names()
    if asked[AUTHOR]:
        rows = Author.objects.filter(pk__in=asked[AUTHOR])
        names.authors = dict(rows.values_list("pk", "name"))
    if asked[SOURCE]:
        sources = list(Source.objects.filter(pk__in=asked[SOURCE]))
        prefetch_related_objects(sources, "names")
        locales = {article.locale_id for article in articles}
        locale = Locale(pk=locales.pop()) if len(locales) == 1 else Locale()
        names.sources = {source.pk: source.name_in(locale) for source in sources}
    return names


class LinesPaginator(WagtailPaginator):
    """Wagtail's, that goes no farther than is counted and says so."""

    @cached_property
    def count(self) -> int:
        """How many can be paged through."""
        return int(self.object_list.count())

    @cached_property
    def is_capped(self) -> bool:
        """Whether there are more."""
        return bool(self.object_list.has_more)

    @property
    def total(self) -> str:
        """The total as a sentence of its own."""
        if self.is_capped:
            return _("More than %(count)s articles") % {"count": f"{self.count:,}"}
        return ngettext("%(count)s article", "%(count)s articles", self.count) % {
            "count": f"{self.count:,}"
        }

    def page(self, number: Any) -> PaginatorPage[Article]:
        """A page of the list."""
        page: PaginatorPage[Article] = super().page(number)
        return page
