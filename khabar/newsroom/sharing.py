"""What a shared article's card says."""

import hashlib
from typing import TYPE_CHECKING

from khabar.language.text import plain, truncate
from khabar.newsroom.style import plain_text

if TYPE_CHECKING:
    from khabar.newsroom.models import Article

DESCRIPTION_LENGTH = 160


def description_of(article: "Article") -> str:
    """For search engines and cards: what was written for them, the lede, or the first words."""
    return article.search_description or article.lede or first_words(article.body.raw_data)


def first_words(blocks: "object") -> str:
    """The beginning of the first paragraph that has words."""
    for block in blocks:  # type: ignore[attr-defined]  # Wagtail's raw data has no type.
        if block["type"] == "paragraph":
            words = plain(plain_text(block["value"]))
            if words:
                return truncate(words, DESCRIPTION_LENGTH)
    return ""


def card_digest(article: "Article") -> str:
    """Changes when anything that the card shows does: headline, description, photo, its crop."""
    photo = article.hero_photo
    shown = [article.seo_title or article.title, description_of(article)]
    if photo is not None:
        shown += [str(photo.pk), photo.recipe, str(photo.graphic)]
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()
