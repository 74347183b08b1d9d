"""House style: how the newsroom spells, and what it does not say."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from khabar.language.text import matching_key, plain
from khabar.language.words import surface_of
from khabar.newsroom.models.edition import Edition

KEY_LENGTH = 160


class StyleState(models.TextChoices):
    """Whether a person stands behind a rule."""

    PROPOSED = "proposed", pgettext_lazy("style rule", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("style rule", "Accepted")
    REJECTED = "rejected", pgettext_lazy("style rule", "Rejected")


def lines_of(text: str) -> list[str]:
    """The forms typed one a line, each once."""
    return list(dict.fromkeys(filter(None, map(plain, text.splitlines()))))


class StyleRule(models.Model):
    """What both kinds of rule have."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    blocks = models.BooleanField(
        _("keeps from publishing"),
        default=False,
        help_text=_("As long as it is found, nobody can publish."),
    )
    alone = models.BooleanField(
        _("only as a word by itself"),
        default=False,
        help_text=_("Not with letters attached, such as “and” or “the” in Arabic."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=StyleState.choices, default=StyleState.ACCEPTED
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class PreferredSpelling(StyleRule):
    """The one way in which the newsroom writes a name, and the ways that give way to it."""

    preferred = models.CharField(_("preferred spelling"), max_length=120)
    variants = models.TextField(
        _("other spellings"), help_text=_("One a line. Each is found and replaced.")
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    key = models.CharField(max_length=KEY_LENGTH, editable=False)
    evidence = models.JSONField(_("found in the archive"), default=dict, editable=False)

    panels: ClassVar = [
        FieldPanel("edition"),
        FieldPanel("preferred"),
        FieldPanel("variants"),
        FieldPanel("note"),
        MultiFieldPanel([FieldPanel("blocks"), FieldPanel("alone")], heading=_("How it works")),
        FieldPanel("state"),
    ]

    class Meta:
        verbose_name = _("preferred spelling")
        verbose_name_plural = _("preferred spellings")
        ordering: ClassVar = ["preferred"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "key"], name="a_preferred_spelling_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["edition", "state"], name="spelling_state")]

    def __str__(self) -> str:
        """The preferred spelling."""
        return self.preferred

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save under the key by which the same name in another spelling is known."""
        self.key = matching_key(self.preferred)[:KEY_LENGTH]
        super().save(*args, **kwargs)

    @property
    def forms(self) -> list[str]:
        """The spellings that give way."""
        return lines_of(self.variants)

    def clean(self) -> None:
        """Refuse a second rule for the same name, and variants that are none."""
        super().clean()
        self.preferred = plain(self.preferred)
        key = matching_key(self.preferred)[:KEY_LENGTH]
        twins = type(self).objects.filter(edition=self.edition_id, key=key).exclude(pk=self.pk)
        if twin := twins.first():
            why = _("There is a rule for this name already: “%(name)s” (%(state)s). Change that.")
            raise ValidationError(
                {"preferred": why % {"name": twin.preferred, "state": twin.get_state_display()}}
            )
        forms = self.forms
        if surface_of(self.preferred) in map(surface_of, forms):
            why = _("“%(name)s” is the preferred spelling itself: leave it out here.")
            raise ValidationError({"variants": why % {"name": self.preferred}})
        if not forms:
            raise ValidationError({"variants": _("Write at least one other spelling.")})
        self.variants = "\n".join(forms)


class WordToAvoid(StyleRule):
    """A word that the newsroom does not use, with the reason, and what it says instead."""

    words = models.TextField(
        _("word to avoid"), help_text=_("One a line: the word, and its other forms.")
    )
    reason = models.CharField(
        _("reason"), max_length=250, help_text=_("Shown to whoever used the word.")
    )
    replacement = models.CharField(
        _("say instead"), max_length=120, blank=True, help_text=_("May stay empty.")
    )

    panels: ClassVar = [
        FieldPanel("edition"),
        FieldPanel("words"),
        FieldPanel("reason"),
        FieldPanel("replacement"),
        MultiFieldPanel([FieldPanel("blocks"), FieldPanel("alone")], heading=_("How it works")),
        FieldPanel("state"),
    ]

    class Meta:
        verbose_name = _("word to avoid")
        verbose_name_plural = _("words to avoid")
        ordering: ClassVar = ["words"]
        indexes: ClassVar = [models.Index(fields=["edition", "state"], name="avoided_state")]

    def __str__(self) -> str:
        """The word."""
        return next(iter(self.forms), "")

    @property
    def forms(self) -> list[str]:
        """The word in its forms."""
        return lines_of(self.words)

    def clean(self) -> None:
        """Refuse what holds no word, and a replacement that is itself to be avoided."""
        super().clean()
        forms = self.forms
        if not forms:
            raise ValidationError({"words": _("Write the word.")})
        self.replacement = plain(self.replacement)
        if self.replacement and surface_of(self.replacement) in map(surface_of, forms):
            raise ValidationError({"replacement": _("This is the word to avoid itself.")})
        self.words = "\n".join(forms)
