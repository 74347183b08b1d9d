"""Answers while there is no index: the newest articles whose headline or lede has all words."""

from typing import Final

from khabar.language import analysis
from khabar.newsroom.models import Edition
from khabar.newsroom.publication import LATEST
from khabar.newsroom.queries.lists import newest_ids
from khabar.search import documents
from khabar.search.asking import Question

#: So many of the newest are looked at.
LOOKED_AT: Final = 500


def search(edition: Edition, question: Question, page: slice) -> tuple[list[int], int]:
    """The ids on this page, and how many there are."""
    ids = newest_ids(edition, LATEST, limit=LOOKED_AT)
    texts = {
        pk: f"{title} {lede}"
        for pk, title, lede in documents.live(ids).values_list("pk", "title", "lede")
    }
    wanted = {term.stem for term in question.words}
    unwanted = {term.stem for term in question.unwanted}
    language = edition.locale.language_code
    found = []
    for pk in ids:
        stems = {term.stem for term in analysis.analyse(texts.get(pk, ""), language)}
        if stems and wanted <= stems and not unwanted & stems:
            found.append(pk)
    return found[page], len(found)
