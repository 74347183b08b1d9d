"""Which spellings of one word a body of texts uses, and which of them look like one word's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .text import matching_key
from .words import PREFIXES, surface_of, word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Shorter words are particles («أن», «إن», «ان»), whose spellings are words of their own.
_SHORTEST: Final = 4
#: Spellings that may be words of their own («علي», «على») are taken for slips when they are rare.
_SLIP: Final = 0.01
_TIED: Final = {"ة", "ه"}
_LIMPING: Final = {"ى", "ي"}
_ALEFS: Final = frozenset("اأإآٱ")
_OTHER_KEYBOARD: Final = frozenset("کیگ")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The spelling that the texts use most, and the others with it, each with how often."""

    preferred: str
    counts: dict[str, int]

    @property
    def others(self) -> list[str]:
        """The other spellings, the most frequent first."""
        return [form for form in self.counts if form != self.preferred]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts, marks and tatweel left aside."""
    written: Counter[str] = Counter()
    for text in texts:
        written.update(word_pattern().findall(text))
    counts: Counter[str] = Counter()
    for word, count in written.items():
        counts[surface_of(word)] += count
    return counts


def spellings(counts: Mapping[str, int], *, least: int, least_other: int) -> list[Spelling]:
    """Words written in more than one way, the most frequent first.

    Of one that occurs ``least`` times in all, those spellings that occur ``least_other`` times.
    What only adds letters to another («وإسطنبول») is left out.
    """
    by_key: dict[str, dict[str, int]] = {}
    for word, count in counts.items():
        if len(word) >= _SHORTEST and word.isalpha() and not word.isascii():
            by_key.setdefault(matching_key(word), {})[word] = count
    found: dict[str, Spelling] = {}
    for key, forms in by_key.items():
        if len(forms) > 1 and sum(forms.values()) >= least:
            spelling = _spelling(forms, least_other)
            if spelling:
                found[key] = spelling
    kept = [spelling for key, spelling in found.items() if not _only_adds(key, found)]
    return sorted(kept, key=lambda one: -sum(one.counts.values()))


def _spelling(forms: dict[str, int], least_other: int) -> Spelling | None:
    ordered = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
    preferred, most = ordered[0]
    kept = {preferred: most} | {
        form: count
        for form, count in ordered[1:]
        if count >= least_other and _is_same_word(preferred, form, count / most)
    }
    return Spelling(preferred, kept) if len(kept) > 1 else None


def _is_same_word(preferred: str, other: str, share: float) -> bool:
    """Whether two spellings of one key are likely one word, the other standing at this share."""
    if len(preferred) != len(other):
        return share <= _SLIP
    definite = preferred.startswith("ال")
    return all(
        _is_a_matter_of_typing(a, b, definite=definite) or (share <= _SLIP and {a, b} != _TIED)
        for a, b in zip(preferred, other, strict=True)
        if a != b
    )


def _is_a_matter_of_typing(preferred: str, other: str, *, definite: bool) -> bool:
    """A hamza left out or put below an alef that has none, a dot too few after the article, a
    letter of another keyboard: never another word.

    «دوله» may be a pronoun's, but not «الدوله»; «وكأن» is another word than «وكان».
    """
    pair = {preferred, other}
    if pair <= _ALEFS:
        return other == "ا" or (preferred == "ا" and other == "إ")
    if pair in (_TIED, _LIMPING):
        return definite
    return bool(pair & _OTHER_KEYBOARD)


def _only_adds(key: str, found: Mapping[str, Spelling]) -> bool:
    return any(key.startswith(prefix) and key[len(prefix) :] in found for prefix in PREFIXES)
