"""Names of foreign people and places, and the ways in which they are written."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from khabar.language import analysis


class NameSpelling(models.Model):
    """One name in all its spellings: a question with any of them finds what has another."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("As the newsroom writes it: ستولتنبرغ.")
    )
    spellings = models.TextField(
        _("other spellings"),
        help_text=_("One a line, in Arabic or in Latin letters: شتولتنبرغ, Stoltenberg."),
    )

    panels: ClassVar = [FieldPanel("name"), FieldPanel("spellings")]

    class Meta:
        verbose_name = _("spelling of a name")
        verbose_name_plural = _("spellings of names")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """The name."""
        return self.name

    def clean(self) -> None:
        """Refuse a row that says nothing: all of its spellings are found as one anyway."""
        super().clean()
        if len(self.forms()) < 2:  # noqa: PLR2004 (a name and another)
            raise ValidationError(
                {"spellings": _("Write at least one spelling that differs from the name.")}
            )

    def forms(self) -> list[tuple[str, ...]]:
        """Each spelling as the words that are compared, once."""
        said = (
            tuple(term.surface for term in analysis.analyse(line))
            for line in [self.name, *self.spellings.splitlines()]
        )
        return list(dict.fromkeys(form for form in said if form))
