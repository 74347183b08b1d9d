r"""How fast texts are analysed, beside counting their words with ``\w+``: CPU time, read once.

The texts are 17,000 articles in ``shared/data``; where they are absent, nothing is measured.
"""

import html
import json
import lzma
import re
import time
from collections.abc import Callable, Iterator
from typing import Final

from benchmarks.measure import say
from benchmarks.shared import ARTICLES
from khabar.cli.tuning import tune
from khabar.language import analysis

_TAG: Final = re.compile(r"<[^>]+>")
_WORD: Final = re.compile(r"\w+")


def _news() -> Iterator[str]:
    with lzma.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            parts = [part["value"] for part in item["headlines"] + item["bodies"]]
            yield html.unescape(_TAG.sub(" ", "\n".join(parts)))


def _seconds(call: Callable[[str], object], texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        call(text)
    return time.process_time() - start


def run() -> None:
    """Print seconds, words a second and the ratio of each."""
    if not ARTICLES.is_file():
        say(f"{ARTICLES} is not here: nothing to analyse.")
        return
    texts = list(_news())
    count = sum(len(_WORD.findall(text)) for text in texts)
    plain = _seconds(_WORD.findall, texts)
    say(f"{len(texts):,} texts, {count:,} words; re.findall: {plain:.2f} s = 1.00")
    # As in a web process and in the worker.
    tune()
    for name, call in (
        ("analyse, with places", analysis.analyse),
        ("words, for the index", analysis.words),
    ):
        analysis.forget_all()
        first, again = _seconds(call, texts), _seconds(call, texts)
        for when, seconds in (("first", first), ("again", again)):
            say(
                f"{name}, {when:<6} {seconds:6.2f} s  {count / seconds / 1e6:5.2f} M words/s"
                f"  ratio {seconds / plain:.2f}"
            )
