"""Threats to somebody: what I will do to you, what they all deserve, that your door is known."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from khabar.comments.rules.wording import words as keys_of
from khabar.language.disguises import Chunk, candidates, line_of, readings, squeezed
from khabar.language.lexicon import spoken_of

Span = tuple[int, int]

_DEEDS: Final = "قتل|ذبح|حرق|دفن|صفي|طعن|شنق|خنق|عدم|سحق|دعس|فجر|سلخ|غتصب|جلد|بيد|محي|مزق|قطع"
_YOUR: Final = "ك|كم|كن|كو|كوا|كي"
#: «سأقتلك», «هقتلك», «بذبحكم», «لأقتلك»: someone says it of himself and his own.
_I_YOU: Final = re.compile(
    rf"(?:و|ف)?(?:(?:س|ل|ب|ح|ه|ها|حا|را|غا|عم)?[ان](?:ا)?|ه|ح|ب|با|ها|حا)(?:{_DEEDS})(?:ي)?(?:{_YOUR})"
)
_I_THEM: Final = re.compile(rf"(?:و|ف)?(?:س|ه|ح)[ان](?:(?:{_DEEDS})هم|(?:قتل|ذبح)(?:ه|ها))")
_ALL_OF_THEM: Final = re.compile(rf"(?:و|ف)?ا(?:{_DEEDS})و(?:هم|ه|ها)")
_I_DO: Final = re.compile(
    r"(?:و|ف)?(?:س|ل|ب|ح|ه)?[ان](?:كسر|حرق|قطع|هدم|هد|خلع|فجر|شوه|دعس|قص|دمر|خرب)"
)
_YOURS: Final = re.compile(
    r"(?:ب|ل)?(?:راس|رجل|رجلي|رجول|ايد|يد|ايدي|يدي|عظام|عظم|ضلوع|رقبه|رقبت|وجه|سنان|اسنان|لسان|اصابع|بيت|بيوت|دار|ديار|سيار|سيارت|"
    r"عيال|اولاد|ولاد|اهل|حلق|عين|عيون|محل|مكتب)(?:ك|كم|كو|كي)"
)
_KNOW: Final = re.compile(r"(?:و|ف)?(?:ب|بن|من|عم)?(?:ن|ا)?(?:عرف|عارف|عارفين|نعرف|اعرف)(?:ين)?")
_DOOR: Final = re.compile(
    r"(?:و)?(?:بيت|بيوت|عنوان|عنوانين|عيال|اولاد|ولاد|بنات|اهل|مدرس|مدرست|مكان|سكن|سيارت|امك|اخت)(?:ك|كم|كو|هم|كي)|ساكن|ساكنين|تسكن|تسكنون|عايش"
)
_MUST: Final = keys_of("لازم يجب المفروض واجب الواجب وجب لابد")
_DESERVED: Final = re.compile(
    rf"(?:ي|ين|يت|ن)(?:{_DEEDS})(?:وا|و|ون|هم|وهم)|(?:قتل|ذبح|حرق|اعدام|اباده|ابادت|تصفيه|تصفيت|شنق|سحل)(?:هم|كم|ه|ك)"
)


def threats(text: str) -> Iterator[Span]:
    """Where someone is threatened. News and sayings («التدخين يقتلك») threaten nobody."""
    line = line_of(text)
    words = [squeezed(chunk.word) for chunk in line.chunks]
    for chunk in candidates(line):
        for reading, _way in readings(chunk.word):
            word = squeezed(reading)
            end = None
            if _I_YOU.fullmatch(word) or _I_THEM.fullmatch(word) or _ALL_OF_THEM.fullmatch(word):
                end = chunk.end
            elif _I_DO.fullmatch(word):
                end = _within(line.chunks, words, chunk.after, 2, _YOURS)
            elif _KNOW.fullmatch(word):
                end = _within(line.chunks, words, chunk.after, 3, _DOOR)
            elif word in _MUST:
                end = _within(line.chunks, words, chunk.after, 3, _DESERVED)
            if end is not None and not spoken_of(text, line, chunk):
                yield chunk.start, end
                break


def _within(
    chunks: Sequence[Chunk],
    words: list[str],
    at: int,
    reach: int,
    wanted: re.Pattern[str],
) -> int | None:
    for place in range(at, min(at + reach, len(words))):
        if wanted.fullmatch(words[place]):
            return chunks[place].end
    return None
