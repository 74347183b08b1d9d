"""The signals of search, all connected here."""

from khabar.newsroom.changes.watching import State, watch
from khabar.search.models import NameSpelling


def _name_spelling(row: NameSpelling) -> State:
    return {f"name-spelling:{row.pk}": (row.name, row.spellings)}


def register() -> None:
    """Connect the handlers; called once, by the app's ready()."""
    watch(NameSpelling, "names", _name_spelling)
