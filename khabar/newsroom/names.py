"""Protected names: the token that stands for one, hiding it, showing it again.

A token says which protection it belongs to and which spelling of the name stood there, so that
the way back is exact. It is stored; what readers and the desk are shown is «فريق التحرير».
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from khabar.language.names import occurrences, words_of
from khabar.newsroom.publication import version_dumps

#: What the embedded words of a file say, whatever language the process speaks.
STAFF: Final = "فريق التحرير"
_TOKEN: Final = re.compile(r"⟦" + STAFF + r" (\d+)\.(\d+)⟧")
_MARK: Final = "⟦"


def staff_byline() -> str:
    """«فريق التحرير», in the language of the page."""
    return _("Editorial staff")


def shown(text: str, staff: str | None = None) -> str:
    """A line as readers see it: «فريق التحرير» for a token."""
    return _TOKEN.sub(staff or staff_byline(), text) if _MARK in text else text


def holds_token(text: str) -> bool:
    """Whether a protected name stands in this line."""
    return _MARK in text and _TOKEN.search(text) is not None


def is_token(text: str) -> bool:
    """Whether this line is a protected name and nothing else."""
    return _TOKEN.fullmatch(text.strip()) is not None


@dataclass
class Hidden:
    """A protection as it hides: the words of its name, and the spellings met so far."""

    pk: int
    words: list[tuple[str, ...]]
    spellings: list[str] = field(default_factory=list)

    def hide(self, text: str, limit: int | None = None) -> str:
        """The line with a token wherever the name stands; one for all of it past the limit."""
        spans = sorted({span for words in self.words for span in occurrences(text, words)})
        end_before = 0
        made = ""
        for begin, end in spans:
            if begin < end_before:
                continue
            made += text[end_before:begin] + self._token(text[begin:end])
            end_before = end
        made += text[end_before:]
        if limit is not None and len(made) > limit:
            return self._token(text)
        return made

    def show(self, text: str) -> str:
        """The line with the name again, in the spelling that stood there."""
        if _MARK not in text:
            return text

        def name(match: re.Match[str]) -> str:
            own = int(match[1]) == self.pk and int(match[2]) < len(self.spellings)
            return self.spellings[int(match[2])] if own else match[0]

        return _TOKEN.sub(name, text)

    def _token(self, spelling: str) -> str:
        if spelling not in self.spellings:
            self.spellings = _with_spelling(self.pk, spelling)
        return f"⟦{STAFF} {self.pk}.{self.spellings.index(spelling)}⟧"


@transaction.atomic
def _with_spelling(pk: int, spelling: str) -> list[str]:
    """The protection's spellings with this one: whoever comes second takes the first one's."""
    model = apps.get_model("newsroom", "BylineProtection")
    protection = model.objects.select_for_update().get(pk=pk)
    if spelling not in protection.spellings:
        protection.spellings = [*protection.spellings, spelling]
        protection.save(update_fields=["spellings"])
    spellings: list[str] = protection.spellings
    return spellings


def hidden_of(protection: Any) -> Hidden:
    """How this protection hides."""
    names = [protection.name, *(author["name"] for author in protection.authors)]
    words = [words for name in names if (words := words_of(name))]
    return Hidden(protection.pk, words, list(protection.spellings))


class Hider:
    """Hides every name that is protected now; keeps the new spellings that it met."""

    def __init__(self) -> None:
        model = apps.get_model("newsroom", "BylineProtection")
        self.hidden = [hidden_of(protection) for protection in model.objects.in_force()]

    def hide(self, text: str, limit: int | None = None) -> str:
        """The line with tokens; what has none of the names stays as it is."""
        for one in self.hidden if text else ():
            text = one.hide(text, limit)
        return text


def rewrite_bylines(content: dict[str, Any], rewrite: Callable[[str], str]) -> bool:
    """Rewrite the free names in the bylines of an article's serialised content; whether any was."""
    changed = False
    for entry in content.get("byline_entries") or []:
        text = entry.get("text") or ""
        if text and (new := rewrite(text)) != text:
            entry["text"] = new
            changed = True
    return changed


def public_content(content: str, protected_authors: Iterable[int], hider: Hider) -> str:
    """A version's content as anybody may have it: protected names, and who they were, left out.

    Equal to what is stored where no name of it is protected.
    """
    data, hidden = json.loads(content), set(protected_authors)
    changed = rewrite_bylines(data, lambda text: shown(hider.hide(text), STAFF))
    for entry in data.get("byline_entries") or []:
        if entry.get("author") in hidden:
            entry.update(author=None, text=STAFF, role="")
            changed = True
    return version_dumps(data) if changed else content
