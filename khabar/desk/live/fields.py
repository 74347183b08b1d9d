"""Fields that are typed, and so work where no script does."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from khabar.newsroom.models import Author

_BETWEEN_NAMES: Final = re.compile(r"\s*[،,]\s*")
#: “12”, or “12 — title” as it is offered.
_NUMBERED: Final = re.compile(r"(\d{1,18})(?:\s+—.*)?", re.DOTALL)
#: Where an address has the number: the desk's of a photo, a document, a page.
_ADDRESS: Final = re.compile(r"/(?:images|documents|pages)/([0-9]{1,18})(?:/|$)")
#: Names on offer while one is typed; any other that there is may be typed too.
OFFERED: Final = 200
LATEST: Final = 30


class NamesField(forms.CharField):
    """Names of rows, one after another with a comma between: typed, and offered as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.rows: QuerySet[Any] = Author.objects.none()
        self._kept: list[Any] = []

    def take(self, rows: "QuerySet[Any]", ident: str, kept: "list[Any]") -> None:
        """Take these rows, which the list of this id offers; ``kept`` stay, whatever they are."""
        self.rows, self._kept = rows, kept
        self.widget.attrs["list"] = ident

    def offer(self, rows: "QuerySet[Any]", ident: str) -> list[str]:
        """Take these rows; the names to offer in the list of this id."""
        self.take(rows, ident, [])
        return list(rows.order_by("name").values_list("name", flat=True)[:OFFERED])

    def prepare_value(self, value: Any) -> Any:
        """Rows as their names."""
        if isinstance(value, str) or value is None:
            return value
        return pgettext("between names", ", ").join(str(row.name) for row in value)

    def clean(self, value: Any) -> list[Any]:
        """The rows, in the order typed. A name that is nobody's is refused."""
        text = str(value or "").strip()
        if self._kept and text == self.prepare_value(self._kept):
            return self._kept
        names = [name for name in _BETWEEN_NAMES.split(text) if name]
        found = {row.name: row for row in self.rows.filter(name__in=names)}
        found |= {row.name: row for row in self._kept if row.name in names}
        if unknown := [name for name in names if name not in found]:
            raise ValidationError(
                _("“%(name)s” is not among the names here. Choose it from the list.")
                % {"name": unknown[0]}
            )
        return [found[name] for name in dict.fromkeys(names)]


class RowField(forms.CharField):
    """One row: its number, its exact title or its address in the desk is typed."""

    def __init__(self, rows: "QuerySet[Any]", ident: str, **kwargs: Any) -> None:
        help_text = gettext_lazy("Its number, its exact title, or its address in the desk.")
        super().__init__(required=False, help_text=help_text, **kwargs)
        self.rows = rows
        self.widget.attrs |= {"list": ident, "autocomplete": "off"}

    def latest(self) -> list[str]:
        """What to offer in the list."""
        return [label(row) for row in self.rows.order_by("-pk")[:LATEST]]

    def clean(self, value: Any) -> Any:
        """The row, or None where nothing is typed. What is not there is refused."""
        text = super().clean(value).strip()
        if not text:
            return None
        numbered = _NUMBERED.fullmatch(text) or _ADDRESS.search(text)
        if numbered is not None:
            found = self.rows.filter(pk=int(numbered[1])).first()
        else:
            found = self.rows.filter(title=text).order_by("-pk").first()
        if found is None:
            raise ValidationError(
                _(
                    "“%(said)s” is not found. Type its number, its exact title, or its address"
                    " in the desk."
                )
                % {"said": text}
            )
        return found


def label(row: Any) -> str:
    """As a row is offered, and understood when it is typed."""
    return f"{row.pk} — {row.title}"
