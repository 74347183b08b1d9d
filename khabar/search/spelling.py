"""«هل تقصد…»: what a word was meant to be, by the words that the newsroom itself uses."""

from collections.abc import Iterable, Iterator
from typing import Final

import tantivy

from khabar.language import analysis
from khabar.language.analysis import Term
from khabar.language.characters import UNREAD
from khabar.search import documents
from khabar.search.asking import Question
from khabar.search.ranking import Asking

#: A shorter word has too many neighbours.
FEWEST_LETTERS: Final = 4
#: So many texts are looked through for how the newsroom writes a word.
_TEXTS: Final = 3
_ARABIC: Final = "ءابتثجحخدذرزسشصضطظعغفقكلمنهويؤئ"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
#: Letters that fingers or ears take for one another count more than others.
_NEAR: Final = ("ذزدظ", "ضظ", "سصث", "تطد", "هح", "قكغج", "ءئؤا", "عا", "بپن", "يا", "وا")
_NEAR_GAIN: Final = 5
_UNREAD: Final = dict.fromkeys(map(ord, UNREAD))


def meant(made: Asking, text: str, question: Question, language: str) -> str | None:
    """The text with words that nobody here writes replaced by such as somebody does; or None."""
    said = text
    changed = False
    for term in sorted(question.words, key=lambda term: -term.start):
        if not _is_unknown(made.searcher, term):
            continue
        better = _better(made.searcher, term.surface)
        written = _as_written(made, better, language) if better else None
        if written:
            said = said[: term.start] + written + said[term.end :]
            changed = True
    return said if changed else None


def _is_unknown(searcher: tantivy.Searcher, term: Term) -> bool:
    return (
        len(term.surface) >= FEWEST_LETTERS
        and term.surface.isalpha()
        and not searcher.doc_freq("surface", term.surface)
        and not searcher.doc_freq("stem", term.stem)
    )


def _better(searcher: tantivy.Searcher, surface: str) -> str | None:
    """The word at one letter's distance that stands in most articles."""
    found = {
        other: searcher.doc_freq("surface", other) * gain for other, gain in _neighbours(surface)
    }
    best = max(found, key=lambda other: found[other], default=None)
    return best if best and found[best] else None


def _neighbours(word: str) -> Iterator[tuple[str, int]]:
    letters = _LATIN if word.isascii() else _ARABIC
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:], 1
            for letter in letters:
                if letter != after[0]:
                    near = any(letter in group and after[0] in group for group in _NEAR)
                    yield before + letter + after[1:], _NEAR_GAIN if near else 1
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:], _NEAR_GAIN
        for letter in letters:
            yield before + letter + after, 1


def _as_written(made: Asking, surface: str, language: str) -> str | None:
    """The word as an article writes it: what is compared has lost its hamzas."""
    hits = made.searcher.search(made.term("surface", surface), _TEXTS, count=False).hits
    idents = made.searcher.fast_field_values("id", [address for _score, address in hits])
    entries = documents.entries(int(ident) for ident in idents if ident is not None)
    return next(_forms(entries, surface, language), None)


def _forms(entries: Iterable[documents.Entry], surface: str, language: str) -> Iterator[str]:
    for entry in entries:
        for text in (entry.headline, *entry.rest):
            for term in analysis.analyse(text, language):
                if term.surface == surface:
                    yield text[term.start : term.end].translate(_UNREAD)
