"""What an edition asks of its articles before they go out, and its house style."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from khabar.newsroom import style
from khabar.newsroom.finding import Finding, Level
from khabar.newsroom.sharing import card_digest

if TYPE_CHECKING:
    from khabar.newsroom.models import Article, ReadinessPolicy, ShareCardSeen

#: Findings whose weight an edition chooses, by the policy's field.
_WEIGHED = {"photo-missing": "photo", "lede-missing": "lede"}


def policy_of(article: "Article") -> "ReadinessPolicy":
    """The policy of the article's edition; one that was never saved, where there is none."""
    model: type[ReadinessPolicy] = apps.get_model("newsroom", "ReadinessPolicy")
    held = model.objects.filter(site__edition__locale=article.locale_id).first()
    return held or model()


def weigh(found: Finding, policy: "ReadinessPolicy") -> Iterator[Finding]:
    """A finding with the weight that the edition gives it; nothing when that is none."""
    field = _WEIGHED.get(found.code)
    weight = getattr(policy, field) if field else found.level
    if weight != "off":
        yield replace(found, level=weight) if weight != found.level else found


def findings(
    article: "Article", policy: "ReadinessPolicy", *, has_source: bool | None = None
) -> Iterator[Finding]:
    """What the edition's policy and house style find in an article as it stands in memory.

    ``has_source`` says it for a form whose sources are not on the article yet.
    """
    yield from _source(article, policy, has_source=has_source)
    yield from _share_card(article, policy)
    for found in style.check(article):
        yield Finding(
            found.field,
            "must" if found.rule.blocks else "advice",
            f"style-{found.rule.kind}",
            style_message(article, found),
        )


def place_name(article: "Article", field: str) -> str:
    """A field's name on the desk."""
    if field == "title":
        return _("Headline")
    name: str = capfirst(article._meta.get_field(field).verbose_name)  # noqa: SLF001 (Django's public API)
    return name


def style_message(article: "Article", found: style.StyleFinding) -> str:
    """What to say of something that house style found: where, which word, what instead, why."""
    named = {
        "place": place_name(article, found.field),
        "word": found.text,
        "mended": found.mended,
        "reason": found.rule.reason,
    }
    if found.mended is None:
        said = _("House style, %(place)s: “%(word)s” is not used. %(reason)s")
    else:
        said = _("House style, %(place)s: “%(mended)s” instead of “%(word)s”. %(reason)s")
    return (said % named).strip()


def _source(
    article: "Article", policy: "ReadinessPolicy", *, has_source: bool | None
) -> Iterator[Finding]:
    weight = policy.weight_of_source(article.genre)
    if weight == "off":
        return
    if has_source is None:
        has_source = bool(article.article_sources.all())
    # An opinion is its author's; nobody else need be named for it.
    if has_source or (weight == "advice" and article.genre == "opinion"):
        return
    yield Finding(
        "article_sources",
        cast("Level", weight),
        "source-missing",
        _("No source is named. Add it under “Sources”."),
    )


def _share_card(article: "Article", policy: "ReadinessPolicy") -> Iterator[Finding]:
    if policy.share_card == "off":
        return
    seen: type[ShareCardSeen] = apps.get_model("newsroom", "ShareCardSeen")
    digest = card_digest(article)
    if article.pk and seen.objects.filter(article=article.pk, digest=digest).exists():
        return
    yield Finding(
        "",
        cast("Level", policy.share_card),
        "card-unseen",
        _("Nobody has looked at the share card as it is now. Open it in the preview."),
    )
