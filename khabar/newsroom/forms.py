"""The desk's form for an article: what binds people who publish."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from khabar.newsroom import rules


class ArticleForm(WagtailAdminPageForm):
    """Wagtail's page form, with the sub-editor's rules on publishing."""

    def clean(self) -> dict[str, Any]:
        """On publishing or submitting, refuse what the rules say must not go out."""
        cleaned: dict[str, Any] = super().clean()
        if "action-publish" in self.data or "action-submit" in self.data:
            self._check_rules()
        if "action-publish" in self.data:
            self._check_embargo(cleaned)
        return cleaned

    def _check_rules(self) -> None:
        for name in ("title", "lede", "hero_photo", "hero_caption"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        for finding in rules.findings(self.instance):
            if finding.level == "must" and finding.field in self.fields:
                self.add_error(finding.field, finding.message)

    def _check_embargo(self, cleaned: dict[str, Any]) -> None:
        embargo, go_live = cleaned.get("embargo_until"), cleaned.get("go_live_at")
        if embargo and embargo > timezone.now() and (go_live is None or go_live < embargo):
            self.add_error(
                "embargo_until",
                _("Under embargo: set a schedule at or after its end, or lift the embargo first."),
            )
