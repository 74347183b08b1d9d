"""What is looked at before an article goes out: the edition's musts, cards seen, links checked."""

import hashlib
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from khabar.newsroom.models.article import Article, Genre


class Weight(models.TextChoices):
    """How much something matters before publishing."""

    OFF = "off", pgettext_lazy("readiness", "Not looked at")
    ADVICE = "advice", pgettext_lazy("readiness", "Advice")
    MUST = "must", pgettext_lazy("readiness", "Must: publishing waits for it")


class ReadinessForm(WagtailAdminModelForm):
    """Genres as boxes to tick."""

    source_genres = forms.MultipleChoiceField(
        label=_("genres that must name a source"),
        choices=Genre.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@register_setting(icon="check")
class ReadinessPolicy(BaseSiteSetting):
    """What must be there before an article of this edition goes out, and what is advice.

    Without one, what the fields' defaults say holds.
    """

    photo = models.CharField(
        _("photo"), max_length=10, choices=Weight.choices, default=Weight.ADVICE
    )
    lede = models.CharField(_("lede"), max_length=10, choices=Weight.choices, default=Weight.ADVICE)
    source = models.CharField(
        _("source"), max_length=10, choices=Weight.choices, default=Weight.ADVICE
    )
    source_genres = models.JSONField(
        _("genres that must name a source"),
        default=list,
        blank=True,
        help_text=_("Besides what is said above for all genres."),
    )
    share_card = models.CharField(
        _("share card seen"), max_length=10, choices=Weight.choices, default=Weight.ADVICE
    )

    base_form_class = ReadinessForm
    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("photo"),
                FieldPanel("lede"),
                FieldPanel("source"),
                FieldPanel("source_genres"),
                FieldPanel("share_card"),
            ],
            heading=_("Before publishing"),
        ),
    ]

    class Meta:
        verbose_name = _("readiness for publication")
        verbose_name_plural = _("readiness for publication")

    def __str__(self) -> str:
        """The edition's address."""
        return str(self.site)

    def weight_of_source(self, genre: str) -> str:
        """How much a source matters to this genre."""
        return Weight.MUST if genre in self.source_genres else str(self.source)


class ShareCardSeen(models.Model):
    """Somebody looked at an article's share card as it was then; a change of it counts anew."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="cards_seen")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("share card seen")
        verbose_name_plural = _("share cards seen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "digest"], name="a_card_seen_once"),
        ]

    def __str__(self) -> str:
        """The article's number."""
        return str(self.article_id)


def address_digest(url: str) -> str:
    """What an address of any length is looked up by."""
    return hashlib.sha256(url.encode()).hexdigest()


class LinkCheck(models.Model):
    """What came of asking whether an address answers."""

    class State(models.TextChoices):
        """What is known of the address."""

        WAITING = "waiting", pgettext_lazy("link", "Waiting to be checked")
        ANSWERS = "answers", pgettext_lazy("link", "Answers")
        BROKEN = "broken", pgettext_lazy("link", "Does not answer")
        UNKNOWN = "unknown", pgettext_lazy("link", "Could not be checked")

    digest = models.CharField(max_length=64, unique=True)
    url = models.TextField(_("address"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    code = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(db_index=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")

    def __str__(self) -> str:
        """The address."""
        return self.url

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save under the address's digest."""
        self.digest = address_digest(self.url)
        super().save(*args, **kwargs)
