"""What the index holds of each document, and by what it is known that an index is of another form.

In one index lie articles, what else readers go to by its name (stories, topics, authors, sections),
the lexicon of names, and a note of where the follower stands. Text arrives as words that our own
analysis made; the engine only splits them at spaces.
"""

import hashlib
from typing import Final

import tantivy

from khabar.language import analysis

#: To be raised when a field or its content becomes another.
FORMAT: Final = 1

ARTICLE, STORY, TOPIC, AUTHOR, SECTION, NAME = 1, 2, 3, 4, 5, 6
PHOTOS, VIDEO = 1, 2

#: Fields of numbers, by which results are filtered, counted and ordered.
NUMBERS: Final = (
    "kind",
    "id",
    "edition",
    "section",
    "story",
    "topic",
    "author",
    "source",
    "media",
    "at",
)
#: Words without stop words: their surface, their stem, pieces of them, their sound; people and
#: topics of the article by name.
WEIGHED: Final = ("surface", "stem", "gram", "sound", "named")

_PROBE: Final = (
    "وبالمدارسِ الجديدةِ قال إنّ الأطفـال والمعلّمات سيزورون ٢٥ مكتبةً؛ گفتند می‌روند ڤيينا، "
    "the reporters' questions were answered, les journaux français, שלום לעולם"
)


def schema() -> tantivy.Schema:
    """The fields."""
    builder = tantivy.SchemaBuilder()
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in WEIGHED:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    # All words once and in order, stop words too: for what is quoted.
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    # Words of a headline or name, and their beginnings without what grows onto them.
    builder.add_text_field("head", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("spelled", tokenizer_name="raw", index_option="basic")
    # What a document stands for, by which it is replaced; and what a note says.
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kept", tokenizer_name="raw", stored=True, index_option="basic")
    return builder.build()


def stamp() -> str:
    """A digest of the form: the same for each build that makes the same words of the same text."""
    made = hashlib.sha256(f"{FORMAT} {tantivy.__version__}".encode())
    for language in ("ar", "fa", "ur", "he", "en", "fr"):
        for term in analysis.analyse(_PROBE, language):
            made.update(f"{term.surface} {term.stem} {term.stop}\n".encode())
            made.update(" ".join(analysis.ngrams(term.surface, 4)).encode())
    return made.hexdigest()[:20]
