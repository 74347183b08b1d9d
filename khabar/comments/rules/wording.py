"""Words that rules know, as they are compared."""

from khabar.language.text import matching_key


def words(text: str) -> frozenset[str]:
    """Each word of a list, as its `matching_key`."""
    return frozenset(map(matching_key, text.split()))
