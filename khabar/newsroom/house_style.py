"""What is done to the rules of house style: accepted, rejected, proposed from the archive."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom.models import PreferredSpelling, StyleState, WordToAvoid

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Rule = PreferredSpelling | WordToAvoid
_VERBS = {
    StyleState.ACCEPTED: "khabar.style_accept",
    StyleState.REJECTED: "khabar.style_reject",
}


@transaction.atomic
def judge(rules: Iterable[Rule], state: StyleState, *, by: "User") -> int:
    """Accept or reject rules; how many were something else before. Raises PermissionDenied."""
    changed = 0
    for rule in rules:
        if not by.has_perm(f"newsroom.change_{rule._meta.model_name}"):  # noqa: SLF001 (Django's public API)
            raise PermissionDenied(_("You may not change house style."))
        if rule.state != state:
            rule.state = state
            rule.changed_at = timezone.now()
            rule.save(update_fields=["state", "changed_at"])
            log(instance=rule, action=_VERBS[state], user=by)
            changed += 1
    return changed
