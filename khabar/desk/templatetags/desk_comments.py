"""Why a comment is held, in words."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khabar.comments.models import Act, RuleAct

register = template.Library()

_WAYS: Final = {
    "stretched": gettext_lazy("stretched"),
    "split": gettext_lazy("split into letters"),
    "lookalike": gettext_lazy("in letters that look alike"),
    "latin": gettext_lazy("in Latin letters"),
    "masked": gettext_lazy("with letters marked out"),
}


@register.filter
def why(reason: dict[str, Any]) -> str:
    """What a rule found, how it was written, and what the rule does."""
    act = Act(reason["act"]).label
    if reason["rule"] != "words":
        return f"{RuleAct.Rule(reason['rule']).label} ({act})"
    way = _WAYS.get(reason.get("way", ""))
    told = {"list": reason["list"], "word": reason["word"], "way": way, "act": act}
    if way:
        return _("%(list)s: “%(word)s”, %(way)s (%(act)s)") % told
    return _("%(list)s: “%(word)s” (%(act)s)") % told


@register.filter
def of(held: dict[int, list[Any]], pk: int) -> list[Any]:
    """What is held under a number."""
    return held.get(pk, [])
