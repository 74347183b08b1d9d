"""Writing the index: documents, and how far their writer came, in one commit."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import tantivy

from khabar.search import schema
from khabar.search.shelf import Generation, UnreadableError, engine

_HEAP: Final = 64_000_000
_STATE: Final = "state"


@dataclass(frozen=True)
class Todo:
    """Articles that a change touches, as many as they may be: done bit by bit, after ``after``."""

    key: str
    after: str = ""


@dataclass(frozen=True)
class State:
    """How far an index is: the outbox's cursor, and what is left of changes before it."""

    cursor: str = ""
    todo: tuple[Todo, ...] = field(default=())

    def text(self) -> str:
        """As JSON."""
        return json.dumps({"cursor": self.cursor, "todo": [[t.key, t.after] for t in self.todo]})

    @classmethod
    def from_text(cls, text: str) -> Self:
        """What was kept as this text."""
        said = json.loads(text)
        return cls(said["cursor"], tuple(Todo(key, after) for key, after in said["todo"]))


def state_of(generation: Generation) -> State:
    """How far this index is; nowhere where it does not say. Raises UnreadableError."""
    searcher = generation.searcher()
    with engine():
        query = tantivy.Query.term_query(generation.schema, "key", _STATE)
        hits = searcher.search(query, 1).hits
        if not hits:
            return State()
        said: str = searcher.doc(hits[0][1])["kept"][0]
    try:
        return State.from_text(said)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError(f"the index says nowhere how far it is: {error}") from error


class Writer:
    """Writes one generation; one at a time, in all processes."""

    def __init__(self, generation: Generation, heap: int = _HEAP) -> None:
        self.generation = generation
        with engine():
            self._writer = generation.index.writer(heap, 1)

    @classmethod
    def create(cls, path: Path) -> Self:
        """The writer of a fresh, empty index in this folder."""
        with engine():
            tantivy.Index(schema.schema(), str(path))
        return cls(Generation.open(path), heap=2 * _HEAP)

    def put(self, documents: Iterable[tantivy.Document]) -> None:
        """Add documents."""
        with engine():
            for document in documents:
                self._writer.add_document(document)

    def drop(self, keys: Iterable[str]) -> None:
        """Remove what stands for these, but for what is added afterwards."""
        with engine():
            for key in keys:
                self._writer.delete_documents_by_term("key", key)

    def commit(self, state: State) -> None:
        """Let all of this be seen, together with how far it came."""
        document = tantivy.Document()
        document.add_text("key", _STATE)
        document.add_text("kept", state.text())
        with engine():
            self._writer.delete_documents_by_term("key", _STATE)
            self._writer.add_document(document)
            self._writer.commit()

    def close(self) -> None:
        """End; what was not committed is gone."""
        with engine():
            self._writer.rollback()
            self._writer.wait_merging_threads()
