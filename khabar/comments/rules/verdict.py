"""All rules together, on one comment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from khabar.comments.rules import noise
from khabar.comments.rules.contacts import mails, phones
from khabar.comments.rules.links import Links
from khabar.comments.rules.threats import threats
from khabar.language.lexicon import Entry, Lexicon

Act = Literal["note", "hold", "reject", "off"]
Part = Literal["body", "name"]
Rule = Callable[[str], Iterable[tuple[int, int]]]

_BUILT_IN: Final[dict[str, Rule]] = {
    "links": Links(),
    "phones": phones,
    "mails": mails,
    "threats": threats,
    "masked": noise.marked_out,
    "repeats": noise.Repeats(),
    "signs": noise.Signs(),
    "capitals": noise.Capitals(),
}
USUAL: Final[Act] = "hold"
_WEIGHT: Final[dict[str, int]] = {"off": 0, "note": 1, "hold": 2, "reject": 3}


@dataclass(frozen=True, slots=True)
class Reason:
    """What a rule found: where in which part, and what is to be done about it.

    ``rule`` is the name of a built-in rule, or "words" with the ``list`` that has the ``word``;
    ``way`` is how the word was written (``disguises.Way``).
    """

    rule: str
    act: Act
    part: Part = "body"
    start: int = 0
    end: int = 0
    list: str = ""
    word: str = ""
    way: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the comment."""
        return asdict(self)


@dataclass(frozen=True)
class Words:
    """A word list: its name, what it does, its entries."""

    name: str
    act: Act
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Rulebook:
    """The rules of an edition: its word lists, and what the built-in rules do."""

    lists: tuple[Words, ...] = ()
    acts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        entries = [
            Entry(one.text, one.how, one.about, one.unless, one.besides, str(number))
            for number, words in enumerate(self.lists)
            for one in words.entries
        ]
        object.__setattr__(self, "_lexicon", Lexicon(entries))

    def act_of(self, rule: str) -> Act:
        """What a built-in rule does here."""
        return self.acts.get(rule, USUAL)  # type: ignore[return-value]  # the database holds no other

    def read(self, body: str, name: str = "") -> list[Reason]:
        """What the rules find in a comment and in the name above it."""
        return [*self._read("name", name), *self._read("body", body)]

    def _read(self, part: Part, text: str) -> Iterator[Reason]:
        lexicon: Lexicon = self._lexicon  # type: ignore[attr-defined]  # set when it was made
        for found in lexicon.find(text):
            words = self.lists[int(found.entry.tag)]
            yield Reason(
                "words", words.act, part, found.start, found.end,
                words.name, found.entry.text, found.way,
            )  # fmt: skip
        for rule, look in _BUILT_IN.items():
            act = self.act_of(rule)
            if act != "off":
                for start, end in look(text):
                    yield Reason(rule, act, part, start, end)


def gravest(reasons: Iterable[Reason]) -> Act:
    """What is to be done about all of them together; "off" when there are none."""
    return max((reason.act for reason in reasons), key=_WEIGHT.__getitem__, default="off")
