"""What is looked for in comments, and what each rule does about what it finds."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from khabar.language.text import key_words
from khabar.newsroom.models import Edition


class Act(models.TextChoices):
    """What a rule does about a comment in which it finds something."""

    NOTE = "note", pgettext_lazy("rule", "Note")
    HOLD = "hold", pgettext_lazy("rule", "Hold")
    REJECT = "reject", pgettext_lazy("rule", "Reject")


class WordList(ClusterableModel):
    """Words and phrases of one kind."""

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    name = models.CharField(_("name"), max_length=80)
    act = models.CharField(_("what it does"), max_length=10, choices=Act.choices, default=Act.HOLD)
    live = models.BooleanField(
        _("in force"),
        default=False,
        help_text=_("Try the list on the last comments before it goes live."),
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels: ClassVar = [
        FieldPanel("edition"),
        FieldPanel("name"),
        FieldPanel("act"),
        FieldPanel("live"),
        InlinePanel("phrases", label=_("words and phrases")),
    ]

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Phrase(Orderable):
    """A word or phrase of a list, or several of one sort, a line each."""

    class How(models.TextChoices):
        WORD = "word", _("with all endings")
        EXACT = "exact", _("as it stands")
        ADDRESSED = "addressed", _("only where it is said to somebody")

    class About(models.TextChoices):
        ANY = "", _("anybody and anything")
        ANIMAL = "animal", _("not where animals are spoken of")
        PERSON = "person", _("not where a thing is called so")

    word_list = ParentalKey(WordList, on_delete=models.CASCADE, related_name="phrases")
    words = models.TextField(_("words"), help_text=_("One word or phrase a line."))
    how = models.CharField(_("found"), max_length=10, choices=How.choices, default=How.WORD)
    about = models.CharField(
        _("about"), max_length=10, choices=About.choices, default=About.ANY, blank=True
    )
    unless = models.TextField(
        _("not near these words"), blank=True, help_text=_("Words, divided by spaces.")
    )
    besides = models.TextField(
        _("words of their own"),
        blank=True,
        help_text=_("Innocent words that look like one with something attached, such as وغدا."),
    )

    panels: ClassVar = [
        FieldPanel("words"),
        FieldPanel("how"),
        FieldPanel("about"),
        FieldPanel("unless"),
        FieldPanel("besides"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("words and phrases")

    def __str__(self) -> str:
        """The words."""
        return self.words.replace("\n", "، ")

    def clean(self) -> None:
        """Refuse lines in which there is no word to be found."""
        super().clean()
        empty = [line for line in self.words.splitlines() if line.strip() and not key_words(line)]
        if empty:
            raise ValidationError(
                {"words": _("There is no word in “%(line)s”.") % {"line": empty[0]}}
            )


class RuleAct(models.Model):
    """What an edition does about the finds of a built-in rule, where it is not the usual."""

    class Rule(models.TextChoices):
        LINKS = "links", _("Links")
        PHONES = "phones", _("Telephone numbers")
        MAILS = "mails", _("E-mail addresses")
        THREATS = "threats", _("Threats")
        MASKED = "masked", _("Marked-out words")
        REPEATS = "repeats", _("Repetitions")
        SIGNS = "signs", _("Signs instead of words")
        CAPITALS = "capitals", _("Capitals")
        DUPLICATES = "duplicates", _("The same text elsewhere")
        SPEED = "speed", _("Many comments in a short time")
        PRESSURE = "pressure", _("Sent without a proof in a flood")

    OFF: ClassVar = "off"

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    rule = models.CharField(_("rule"), max_length=12, choices=Rule.choices)
    act = models.CharField(
        _("what it does"),
        max_length=10,
        choices=[*Act.choices, (OFF, pgettext_lazy("rule", "Nothing"))],
    )

    panels: ClassVar = [FieldPanel("edition"), FieldPanel("rule"), FieldPanel("act")]

    class Meta:
        verbose_name = _("built-in rule")
        verbose_name_plural = _("built-in rules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "rule"], name="a_rule_does_one_thing")
        ]

    def __str__(self) -> str:
        """The rule and what it does."""
        return f"{self.get_rule_display()}: {self.get_act_display()}"
