"""«عاجل»: one line, out at once. Permission, audit, one transaction, one article a form."""

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.newsroom import publication, rules, settling
from khabar.newsroom.models import Article, Flash, Section
from khabar.newsroom.reach import reach_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: A flash that has waited so long for its details is reminded of.
BARE_MINUTES = 15


@transaction.atomic
@settling.once()
def flash(section: Section, headline: str, *, by: "User", token: uuid.UUID) -> Article:
    """Publish a headline alone, marked urgent; the article. A token sent again gives the same one.

    Raises PermissionDenied unless ``by`` may publish in the section, and ValidationError for what
    a sub-editor's musts refuse.
    """
    if section.pk not in reach_of(by).publishes:
        raise PermissionDenied(
            _("You may not publish in the section “%(section)s”.") % {"section": section.title}
        )
    entry, made = _entry(by, token)
    if not made:
        return _article_of(entry)
    article = _draft(entry, section, headline, by)
    revision = article.get_latest_revision()
    with publication.intent("publish", by=by):
        revision.publish(user=by, log_action="khabar.flash")
    return Article.objects.select_related("section").get(pk=article.pk)


@transaction.atomic
@settling.once()
def submit(section: Section, headline: str, *, by: "User", token: uuid.UUID) -> Article:
    """Send the same to review, for those who may write in the section and not publish.

    Raises PermissionDenied and ValidationError as ``flash`` does.
    """
    if section.pk not in reach_of(by).writes:
        raise PermissionDenied(
            _("You may not write in the section “%(section)s”.") % {"section": section.title}
        )
    entry, made = _entry(by, token)
    if not made:
        return _article_of(entry)
    article = _draft(entry, section, headline, by)
    workflow = article.get_workflow()
    if workflow is None:
        raise ValidationError(_("No workflow is set up here: ask an administrator for one."))
    workflow.start(article, by)
    return article


def _entry(by: "User", token: uuid.UUID) -> tuple[Flash, bool]:
    """The form's one entry, and whether it is new. A second sender waits here for the first."""
    entry, made = Flash.objects.get_or_create(
        token=token, defaults={"by": by, "at": timezone.now()}
    )
    if entry.by_id != by.pk:
        raise PermissionDenied(_("This form belongs to somebody else. Open it anew."))
    return entry, made


def _article_of(entry: Flash) -> Article:
    article = Article.objects.select_related("section").filter(pk=entry.article_id).first()
    if article is None:
        raise ValidationError(_("This flash was deleted. Open the form anew."))
    return article


def _draft(entry: Flash, section: Section, headline: str, by: "User") -> Article:
    article = Article(title=" ".join(headline.split()), urgent=True, live=False, owner=by)
    # Read anew: the tree trusts the parent's count of children.
    Section.objects.get(pk=section.pk).add_child(instance=article)
    article.save_revision(user=by)
    log(instance=article, action="wagtail.create", user=by, content_changed=True)
    # Photo, lede and body are advice; what a sub-editor's musts say of a headline holds.
    if obstacles := rules.obstacles(article):
        raise ValidationError({"headline": [finding.message for finding in obstacles]})
    entry.article = article
    entry.save(update_fields=["article"])
    return article
