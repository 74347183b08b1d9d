"""The word lists that come with Khabar, and the rules that an edition has."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Max

from khabar.comments.models import Phrase, RuleAct, WordList
from khabar.comments.rules.verdict import Rulebook, Words
from khabar.language.lexicon import Entry
from khabar.newsroom.models import Edition

_DATA: Final = Path(__file__).with_name("data") / "lists.json"


def _shipped() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def install(edition: Edition) -> int:
    """Give an edition without word lists those that come with Khabar, in force; how many."""
    if WordList.objects.filter(edition=edition).exists():
        return 0
    shipped = _shipped()
    for kind in shipped.values():
        words = WordList(
            edition=edition,
            name=kind["ar"] if edition.language.startswith("ar") else kind["en"],
            act=kind["act"],
            live=True,
        )
        words.phrases = [_phrase(order, entry) for order, entry in enumerate(kind["entries"])]
        words.save()
    return len(shipped)


def _phrase(order: int, entry: dict[str, str]) -> Phrase:
    return Phrase(
        sort_order=order,
        words="\n".join(word.replace("_", " ") for word in entry["words"].split()),
        how=entry.get("how", Phrase.How.WORD),
        about=entry.get("about", ""),
        unless=entry.get("unless", ""),
        besides=entry.get("besides", ""),
    )


def shipped() -> Rulebook:
    """The rules as they come."""
    lists = tuple(
        Words(kind["ar"], kind["act"], _entries(_phrase(0, one) for one in kind["entries"]))
        for kind in _shipped().values()
    )
    return Rulebook(lists)


def rulebook(edition: Edition) -> Rulebook:
    """The rules in force in an edition; made once for each state of its lists."""
    live = WordList.objects.filter(edition=edition, live=True)
    stand = live.aggregate(n=Count("pk"), changed=Max("changed_at"))
    acts = tuple(
        RuleAct.objects.filter(edition=edition).order_by("rule").values_list("rule", "act")
    )
    return _rulebook(edition.pk, stand["n"], str(stand["changed"]), acts)


@lru_cache(maxsize=8)
def _rulebook(
    edition: int, _lists: int, _changed: str, acts: tuple[tuple[str, str], ...]
) -> Rulebook:
    lists = WordList.objects.filter(edition=edition, live=True).prefetch_related("phrases")
    return Rulebook(tuple(map(words_of, lists)), dict(acts))


def words_of(words: WordList) -> Words:
    """A list as the rules read it."""
    return Words(words.name, words.act, _entries(words.phrases.all()))  # type: ignore[arg-type]  # the database holds no other act


def _entries(phrases: Any) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            line.strip(),
            phrase.how,
            phrase.about,
            tuple(phrase.unless.split()),
            tuple(phrase.besides.split()),
        )
        for phrase in phrases
        for line in phrase.words.splitlines()
        if line.strip()
    )
