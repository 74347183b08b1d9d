"""The desk's form for an article: what binds people who publish, what is said beside a field."""

import json
from typing import Any

from django.forms import CharField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khabar.newsroom import body_text, publication, rules
from khabar.newsroom.unfinished import SavesUnfinished

#: A number of each plural form of Arabic (CLDR), so that a script can pick the form by name.
PLURALS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
#: What the rules look at: the form's values are put on the article before it is asked.
_LOOKED_AT = (
    "kicker",
    "title",
    "short_headline",
    "lede",
    "genre",
    "hero_photo",
    "hero_caption",
    "body",
    "seo_title",
    "search_description",
    "embargo_until",
    "go_live_at",
)


class ArticleForm(SavesUnfinished):
    """Wagtail's page form, with the sub-editor's rules on publishing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_only_this_edition()
        if "slug" in self.fields:
            # Made from the headline and the number when it is empty (Article.numbered_slug).
            self.fields["slug"].required = False
        if "title" in self.fields:
            self.fields["title"].help_text = ""
        for name, counter in _counters().items():
            if name in self.fields:
                self.fields[name].widget.attrs["data-letters"] = json.dumps(
                    counter, ensure_ascii=False
                )

    @property
    def goes_out(self) -> bool:
        """Whether what is sent publishes the article (if only by approving it)."""
        return "action-publish" in self.data or (
            "action-workflow-action" in self.data
            and self.data.get("workflow-action-name") == "approve"
        )

    def clean_title(self) -> str:
        """The headline on one line, with single spaces."""
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean(self) -> dict[str, Any]:
        """On publishing, approving or submitting, refuse what the rules say must not go out."""
        cleaned: dict[str, Any] = super().clean()
        self._keep_the_embargo()
        self._drop_marks(cleaned)
        if self.goes_out or "action-submit" in self.data:
            self._check_rules()
        return cleaned

    def _keep_the_embargo(self) -> None:
        """An embargo ends early by the verb alone, which asks who allowed it and keeps the answer.

        What binds is what the database holds, not what this form was opened with.
        """
        if "embargo_until" not in self.cleaned_data or self.instance.pk is None:
            return
        article = type(self.instance).objects.filter(pk=self.instance.pk)
        held = article.values_list("embargo_until", flat=True).first()
        said = self.cleaned_data["embargo_until"]
        if held and said and said == held.replace(second=0, microsecond=0):
            # The field shows no seconds.
            said = self.cleaned_data["embargo_until"] = held
        if held and publication.later_embargo(held, said) != said:
            ends = date_format(timezone.localtime(held), "DATETIME_FORMAT")
            self.add_error(
                "embargo_until",
                _(
                    "The embargo until %(time)s is not shortened here. Choose “Lift the embargo” in"
                    " the article's menu: it asks who allowed it."
                )
                % {"time": ends},
            )

    @property
    def has_source(self) -> bool | None:
        """Whether a source is named in what was sent; None when it says nothing of sources."""
        sources = self.formsets.get("article_sources")
        if sources is None:
            return None
        sources.is_valid()
        gone = sources.deleted_forms
        return any(
            getattr(form, "cleaned_data", {}).get("source") and form not in gone
            for form in sources.forms
        )

    def _drop_marks(self, cleaned: dict[str, Any]) -> None:
        """Leave out marks that nobody sees, and remember where (the desk says so after saving)."""
        locale = self.instance.locale if self.instance.locale_id else self.parent_page.locale
        dropped = []
        for name, value in cleaned.items():
            if name == "body" and value is not None:
                changed = body_text.drop_marks(value, locale.language_code)
            elif isinstance(value, str) and isinstance(self.fields[name], CharField):
                cleaned[name] = body_text.visible_line(value, locale.language_code)
                changed = cleaned[name] != value
            else:
                continue
            if changed:
                dropped.append(str(self.fields[name].label))
        self.instance.marks_dropped = dropped

    def _check_rules(self) -> None:
        for name in _LOOKED_AT:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        for finding in rules.obstacles(self.instance, has_source=self.has_source):
            # Under embargo an article is edited and reviewed like any other.
            if finding.code != "embargo" or self.goes_out:
                self.add_error(
                    finding.field if finding.field in self.fields else None, finding.message
                )

    def _offer_only_this_edition(self) -> None:
        locale = self.instance.locale_id or (self.parent_page and self.parent_page.locale_id)
        for name in ("topics", "other_sections"):
            if name in self.fields and locale:
                field = self.fields[name]
                field.queryset = field.queryset.filter(locale=locale)


def _counters() -> dict[str, dict[str, Any]]:
    """What the letter counter beside a field counts to and says (static/desk/counters.js)."""
    counted = {
        name: ngettext("%(n)s letter as read", "%(n)s letters as read", number)
        for name, number in PLURALS.items()
    }
    left = {
        name: ngettext("%(n)s letter left", "%(n)s letters left", number)
        for name, number in PLURALS.items()
    }
    return {
        "title": {
            "counted": counted,
            "advice": rules.HEADLINE_ADVICE,
            "advice_text": _("Up to %(limit)s reads best.") % {"limit": rules.HEADLINE_ADVICE},
            "warning": rules.HEADLINE_WARNING,
            "warning_text": _("Over %(limit)s it will be cut in places.")
            % {"limit": rules.HEADLINE_WARNING},
        },
        "kicker": {"left": left, "limit": 80},
        "short_headline": {"left": left, "limit": 50},
        "lede": {"counted": counted},
    }
