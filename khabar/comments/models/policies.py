"""Who may comment where: of an edition, a section, an article or a coverage."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from khabar.comments.models.comments import PAGE_COLUMN
from khabar.newsroom.models import Edition, Section


class Mode(models.TextChoices):
    """What happens with a comment that is sent."""

    CLOSED = "closed", pgettext_lazy("comments", "Closed")
    BEFORE = "before", pgettext_lazy("comments", "Held until approved")
    AFTER = "after", pgettext_lazy("comments", "Shown, then checked")
    TRUST = "trust", pgettext_lazy("comments", "Known readers pass")


class Policy(models.Model):
    """Whether and how comments are taken. Without one for an edition it has no comments.

    The nearest counts: the page's, its section's, that of the section above, the edition's.
    ``closed_before`` is written by the clock: what was published before it takes no more comments.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    section = models.ForeignKey(
        Section,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("section"),
    )
    #: The article or the coverage that has one of its own.
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_column=PAGE_COLUMN,
        editable=False,
    )
    mode = models.CharField(_("comments"), max_length=10, choices=Mode.choices, default=Mode.BEFORE)
    trusted_after = models.PositiveSmallIntegerField(
        _("known after"),
        default=3,
        help_text=_("So many approved comments make a reader known."),
    )
    close_after = models.PositiveSmallIntegerField(
        _("close after days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(3650)],
        help_text=_("Counted from publication. Empty: never."),
    )
    closed_before = models.DateTimeField(null=True, editable=False)

    panels: ClassVar = [
        FieldPanel("edition"),
        FieldPanel("section"),
        FieldPanel("mode"),
        FieldPanel("trusted_after"),
        FieldPanel("close_after"),
    ]

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comments policy")
        verbose_name_plural = _("comments policies")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(section=None, page=None),
                name="an_edition_has_one_comments_policy",
            ),
            models.UniqueConstraint(
                fields=["section"],
                condition=Q(section__isnull=False),
                name="a_section_has_one_comments_policy",
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(page__isnull=False),
                name="an_article_has_one_comments_policy",
            ),
            models.CheckConstraint(
                condition=Q(section=None) | Q(page=None), name="a_policy_is_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        """Of what, and what."""
        of = self.page or self.section or self.edition
        return f"{of}: {self.get_mode_display()}"

    def clean(self) -> None:
        """Refuse a section of another edition, and a second policy for one thing."""
        super().clean()
        if self.section and self.section.locale_id != self.edition.locale_id:
            raise ValidationError({"section": _("The section is of another edition.")})
        same: Any = Policy.objects.filter(
            edition=self.edition, section=self.section, page=self.page
        )
        if same.exclude(pk=self.pk).exists():
            raise ValidationError(_("There is one already: change that."))
