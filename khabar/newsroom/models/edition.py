"""An edition: one Wagtail site in one language, with the conventions of its readers."""

from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Locale, Orderable, Page

from khabar.language.dates import DateStyle
from khabar.language.direction import language_direction
from khabar.newsroom import keys
from khabar.newsroom.models.showing import tells

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

LANGUAGES_CACHE_KEY = "khabar.newsroom.edition_languages"


class MonthNames(models.TextChoices):
    """How the twelve Gregorian months are called in Arabic."""

    DUAL = "dual", _("Both names: September/Aylul")
    GULF = "gulf", _("Egypt, the Gulf, Libya: September")
    LEVANT = "levant", _("The Levant and Iraq: Aylul")
    ALGERIA_TUNISIA = "algeria_tunisia", _("Algeria and Tunisia")
    MOROCCO = "morocco", _("Morocco")
    MAURITANIA = "mauritania", _("Mauritania")


class Digits(models.TextChoices):
    """The one digit set of an edition's pages (CLDR numbering systems)."""

    LATN = "latn", "0123456789"
    ARAB = "arab", "٠١٢٣٤٥٦٧٨٩"
    ARABEXT = "arabext", "۰۱۲۳۴۵۶۷۸۹"


class Window(models.TextChoices):
    """Over which time reads are summed for the list of most read articles."""

    HOUR = "hour", _("The last hour")
    DAY = "day", _("The last 24 hours")
    WEEK = "week", _("The last seven days")


class Hijri(models.TextChoices):
    """Where the Hijri date (Umm al-Qura) stands."""

    NONE = "none", _("Not shown")
    AFTER = "after", _("After the Gregorian date")
    FIRST = "first", _("Before the Gregorian date")


def validate_time_zone(value: str) -> None:
    """Refuse what is not an IANA time zone name."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValidationError(
            _("%(zone)s is not a time zone. Write an IANA name such as Asia/Riyadh."),
            params={"zone": value},
        ) from error


@register_setting(icon="site")
@tells(keys.edition, by="locale_id")
class Edition(BaseSiteSetting, ClusterableModel):
    """The settings of one edition: one site, one locale. Each list query takes it."""

    if TYPE_CHECKING:
        channels: RelatedManager["FollowChannel"]

    locale = models.OneToOneField(
        Locale, on_delete=models.PROTECT, related_name="edition", verbose_name=_("language")
    )
    name = models.CharField(_("name of the publication"), max_length=80)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("One or two sentences for search engines.")
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    time_zone_label = models.CharField(
        _("time zone as printed"),
        max_length=60,
        blank=True,
        help_text=_("Printed after a time, for example “Mecca time”."),
    )
    month_names = models.CharField(
        _("month names"), max_length=20, choices=MonthNames.choices, default=MonthNames.DUAL
    )
    digits = models.CharField(
        _("digits"), max_length=10, choices=Digits.choices, default=Digits.LATN
    )
    hijri = models.CharField(
        _("Hijri date"), max_length=10, choices=Hijri.choices, default=Hijri.NONE
    )
    hijri_adjustment = models.SmallIntegerField(
        _("Hijri adjustment in days"),
        default=0,
        choices=[(-1, "-1"), (0, "0"), (1, "+1")],
        help_text=_("When the local moon sighting differs from Umm al-Qura."),
    )
    urgent_minutes = models.PositiveSmallIntegerField(_("minutes an urgent mark lasts"), default=60)
    show_changes = models.BooleanField(
        _("“What changed” pages"),
        default=False,
        help_text=_("Readers can see what each update and correction changed in an article."),
    )
    show_most_read = models.BooleanField(
        _("“Most read” on the site"),
        default=True,
        help_text=_("Reads are counted without cookies and without readers’ addresses."),
    )
    most_read_window = models.CharField(
        _("most read within"), max_length=10, choices=Window.choices, default=Window.DAY
    )
    most_read_length = models.PositiveSmallIntegerField(
        _("how many are listed"),
        default=5,
        validators=[MinValueValidator(3), MaxValueValidator(10)],
    )
    logo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    share_photo = models.ForeignKey(
        "newsroom.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("share photo"),
        help_text=_("Shown when a page without a photo is shared."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    about_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("about us"),
    )
    contact_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("contact us"),
    )
    editorial_policy_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("editorial policy"),
    )
    corrections_policy_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("corrections policy"),
    )
    ethics_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("ethics policy"),
    )
    ownership_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("ownership and funding"),
    )
    privacy_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("privacy policy"),
    )
    terms_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("terms of use"),
    )

    select_related: ClassVar[list[str]] = ["locale", "site"]

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("description"),
                FieldPanel("locale"),
                FieldPanel("logo"),
                FieldPanel("share_photo"),
                FieldPanel("contact_email"),
                FieldPanel("show_changes"),
            ],
            heading=_("The publication"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("time_zone"),
                FieldPanel("time_zone_label"),
                FieldPanel("month_names"),
                FieldPanel("digits"),
                FieldPanel("hijri"),
                FieldPanel("hijri_adjustment"),
                FieldPanel("urgent_minutes"),
            ],
            heading=_("Dates and numbers"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("about_page"),
                FieldPanel("contact_page"),
                FieldPanel("editorial_policy_page"),
                FieldPanel("corrections_policy_page"),
                FieldPanel("ethics_page"),
                FieldPanel("ownership_page"),
                FieldPanel("privacy_page"),
                FieldPanel("terms_page"),
            ],
            heading=_("Policy pages"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("show_most_read"),
                FieldPanel("most_read_window"),
                FieldPanel("most_read_length"),
            ],
            heading=_("Most read"),
        ),
        InlinePanel("channels", heading=_("Follow us"), label=_("Channel")),
    ]

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        """The publication's name."""
        return self.name

    @property
    def language(self) -> str:
        """The BCP 47 language tag of the edition."""
        return str(self.locale.language_code)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return language_direction(self.language)

    @property
    def date_style(self) -> DateStyle:
        """How this edition writes dates and numbers."""
        return DateStyle(
            language=self.language,
            months=self.month_names,
            numbering=self.digits,
            hijri=self.hijri,
            hijri_adjustment=self.hijri_adjustment,
            zone=self.time_zone,
            zone_label=self.time_zone_label,
        )

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, and forget the cached map of sites to languages."""
        super().save(*args, **kwargs)
        cache.delete(LANGUAGES_CACHE_KEY)


class FollowChannel(Orderable):
    """One place where readers follow the edition."""

    class Kind(models.TextChoices):
        """The known channels; each has its own icon."""

        WHATSAPP = "whatsapp", "WhatsApp"
        TELEGRAM = "telegram", "Telegram"
        FACEBOOK = "facebook", "Facebook"
        X = "x", "X"
        INSTAGRAM = "instagram", "Instagram"
        YOUTUBE = "youtube", "YouTube"
        TIKTOK = "tiktok", "TikTok"
        MASTODON = "mastodon", "Mastodon"
        RSS = "rss", "RSS"
        EMAIL = "email", _("E-mail")
        OTHER = "other", _("Other")

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    label = models.CharField(_("name"), max_length=80)
    handle = models.CharField(_("account"), max_length=80, blank=True)
    url = models.URLField(_("address"), max_length=500)

    panels: ClassVar = [
        FieldPanel("kind"),
        FieldPanel("label"),
        FieldPanel("handle"),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        """The channel's name."""
        return self.label


def edition_languages() -> dict[int, str]:
    """The language of each edition by its site's id (cached; cleared when an edition is saved)."""
    languages: dict[int, str] | None = cache.get(LANGUAGES_CACHE_KEY)
    if languages is None:
        languages = dict(Edition.objects.values_list("site_id", "locale__language_code"))
        cache.set(LANGUAGES_CACHE_KEY, languages, 300)
    return languages
