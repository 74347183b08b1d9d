"""The names by which the outbox knows comments."""


def thread(page_pk: int) -> str:
    """The comments under an article or a coverage that readers see."""
    return f"comments:{page_pk}"


def beneath(page_pk: int) -> str:
    """The part of them that stands on that page itself: it goes at once when one of them does."""
    return f"comments:{page_pk}:beneath"


def comment(pk: int) -> str:
    """A comment at its own address."""
    return f"comment:{pk}"


def policies(locale_id: int) -> str:
    """Where in an edition comments are taken, and how."""
    return f"comments-policy:{locale_id}"


def place(locale_id: int) -> str:
    """Whether the pages of an edition have a place for comments at all."""
    return f"comments-place:{locale_id}"
