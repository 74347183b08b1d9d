"""What a reader typed: words, quoted phrases, and what is not wanted. Nothing typed is an error."""

import re
from dataclasses import dataclass, field
from typing import Final

from khabar.language import analysis
from khabar.language.analysis import Term

#: What is typed beyond this is not looked at.
LONGEST: Final = 400
MOST_WORDS: Final = 40
_PART: Final = re.compile(
    r"""(?P<not> (?<!\S) [-−–] )?
        (?: ["“”„] (?P<double> [^"“”„]* ) ["“”„]
          | « (?P<guillemets> [^»]* ) »
          | (?P<plain> [^\s"“”„«»]+ ) )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Question:
    """A text, understood."""

    #: Words to be found, each once; without stop words, unless there are no others.
    words: tuple[Term, ...] = ()
    #: Of each quoted phrase the surfaces, stop words included.
    phrases: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    unwanted_phrases: tuple[tuple[str, ...], ...] = ()
    #: All that was asked are stop words, in this order.
    only_stops: bool = False
    #: A list of telling words, rather than a sentence.
    only_telling: bool = False
    #: Some of the text was not looked at.
    cut: bool = False
    #: All wanted words, for marking them in the texts that are found.
    marked: list[Term] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.words or self.phrases or self.unwanted or self.unwanted_phrases)


def understand(text: str, language: str) -> Question:
    """What this text asks for."""
    # A word is not cut in two, unless it is longer than all that is read.
    read = text[:LONGEST]
    if len(text) > LONGEST and not text[LONGEST].isspace():
        read = read.rpartition(" ")[0] or read
    wanted: list[Term] = []
    unwanted: list[Term] = []
    phrases: list[tuple[str, ...]] = []
    unwanted_phrases: list[tuple[str, ...]] = []
    for part in _PART.finditer(read):
        group = part.lastgroup or "plain"
        offset = part.start(group)
        terms = [
            term._replace(start=offset + term.start, end=offset + term.end)
            for term in analysis.analyse(part[group], language)
        ]
        if not terms:
            continue
        surfaces = tuple(term.surface for term in terms)
        if group != "plain":
            (unwanted_phrases if part["not"] else phrases).append(surfaces)
        elif part["not"]:
            # A word with a hyphen within is several to the analysis: unwanted together.
            if len(terms) > 1:
                unwanted_phrases.append(surfaces)
            else:
                unwanted += terms
            continue
        if not part["not"]:
            wanted += terms
    telling = [term for term in wanted if not term.stop]
    words = tuple({term.surface: term for term in telling or wanted}.values())
    return Question(
        words[:MOST_WORDS],
        tuple(phrases),
        tuple(unwanted),
        tuple(unwanted_phrases),
        only_stops=bool(wanted) and not telling,
        only_telling=bool(wanted) and len(telling) == len(wanted),
        cut=len(text) > LONGEST or len(words) > MOST_WORDS,
        marked=wanted,
    )
