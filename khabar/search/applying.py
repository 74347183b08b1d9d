"""What changes mean to the index: which documents are made anew, at once or bit by bit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Q
from wagtail.models import Locale

from khabar.newsroom.models import ListEntry, Section
from khabar.newsroom.publication import AUTHOR, SECTION, SOURCE, STORY, TOPIC, list_key
from khabar.outbox.following import Entry as Change
from khabar.search import documents, naming
from khabar.search.writing import State, Todo, Writer

#: So many articles of a longer task between two looks for what is new.
AT_ONCE: Final = 200
#: What bears a name that its articles are found by, or that has articles below it.
_WITH_ARTICLES: Final = {
    "story": STORY,
    "topic": TOPIC,
    "author": AUTHOR,
    "source": SOURCE,
    "section": SECTION,
}
_NAMED: Final = frozenset({"story", "topic", "author", "section"})


@dataclass
class Touched:
    """What a batch of changes touches."""

    articles: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)


def touched(changes: Iterable[Change]) -> Touched:
    """What these changes touch."""
    found = Touched()
    for change in changes:
        for key in change.keys:
            kind, ident, *more = key.split(":")
            if not ident.isdecimal():
                continue
            if kind == "article":
                found.articles.add(int(ident))
            elif kind in _WITH_ARTICLES and not more:
                found.lists |= _lists(kind, int(ident))
                if kind in _NAMED:
                    found.names.add(key)
            elif kind == "name-spelling":
                found.names.add(key)
            elif kind == "page" and more == ["itself"]:
                # What left readers, and says no more of itself than that.
                found.names |= {f"story:{ident}", f"section:{ident}"}
    return found


def _lists(kind: str, ident: int) -> set[str]:
    """The lists whose articles say something of this."""
    idents = {ident}
    if kind == "section":
        parents = dict(
            Section.objects.filter(parent_section__isnull=False).values_list("pk", "parent_section")
        )
        before = -1
        while len(idents) != before:
            before = len(idents)
            idents |= {child for child, parent in parents.items() if parent in idents}
    locales = Locale.objects.values_list("pk", flat=True)
    return {list_key(pk, _WITH_ARTICLES[kind], one) for pk in locales for one in idents}


def apply(writer: Writer, changes: Iterable[Change], state: State) -> tuple[State, bool]:
    """Write what these changes touch, uncommitted; the state with what is left to do.

    And whether anything was touched.
    """
    found = touched(changes)
    reindex(writer, found.articles)
    if found.names:
        writer.drop(found.names)
        writer.put(map(documents.name_document, documents.names(found.names)))
        writer.put(naming.documents(_idents(found.names, "name-spelling")))
    waiting = [todo for todo in state.todo if todo.key not in found.lists]
    coming = [Todo(key) for key in sorted(found.lists)]
    wrote = bool(found.articles or found.names)
    return State(state.cursor, (*waiting, *coming)), wrote


def _idents(keys: Iterable[str], kind: str) -> list[int]:
    parted = (key.partition(":") for key in keys)
    return [int(ident) for one, _colon, ident in parted if one == kind]


def reindex(writer: Writer, pks: Iterable[int]) -> None:
    """Make these articles' documents anew; those that readers may not read have none."""
    todo = sorted(pks)
    for start in range(0, len(todo), AT_ONCE):
        some = todo[start : start + AT_ONCE]
        writer.drop(map(documents.article_key, some))
        writer.put(map(documents.document, documents.entries(some)))


def go_on(writer: Writer, state: State) -> State:
    """Do a bit of what is left to do, uncommitted; the state with the rest."""
    if not state.todo:
        return state
    first, *rest = state.todo
    entries = ListEntry.objects.filter(key=first.key)
    if first.after:
        at, _bar, ident = first.after.partition("|")
        then = datetime.fromisoformat(at)
        entries = entries.filter(
            Q(published_at__lt=then) | Q(published_at=then, article_id__lt=int(ident))
        )
    # Newest first, as the index of the table is.
    rows = list(
        entries.order_by("-published_at", "-article_id").values_list("article_id", "published_at")[
            :AT_ONCE
        ]
    )
    reindex(writer, (pk for pk, _at in rows))
    if len(rows) == AT_ONCE:
        pk, at = rows[-1]
        rest.append(Todo(first.key, f"{at.isoformat()}|{pk}"))
    return State(state.cursor, tuple(rest))
