"""Moving an article to another section."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from khabar.newsroom import desk_state
from khabar.newsroom.changes import articles as changes
from khabar.newsroom.models import Article, Section
from khabar.outbox.recording import together

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
@together("move")
def move(article: Article, section: Section, *, by: "User | None") -> Article:
    """Move the article to another section of its edition. Raises PermissionDenied."""
    if by is not None and not article.permissions_for_user(by).can_move_to(section):
        raise PermissionDenied(_("You may not move this article there."))
    # Treebeard trusts the target's count of children, so it must be the stored one.
    article.move(Section.objects.get(pk=section.pk), pos="last-child", user=by)
    return Article.objects.get(pk=article.pk)


def settle_after_move(page: Page) -> None:
    """Make a moved article's section, internal path and lists what its place in the tree says.

    Called in the transaction of the move itself (see signal_handlers), and of whatever else saves
    the article as a plain page.
    """
    article = Article.objects.filter(pk=page.pk).first()
    parent = page.get_parent()
    if article is None or parent is None:
        return
    if article.section_id == parent.pk:
        changes.changed(article.pk)
        return
    article.path, article.depth = page.path, page.depth
    article.section_id = parent.pk
    article.set_url_path(parent)
    Article.objects.filter(pk=article.pk).update(section_id=parent.pk, url_path=article.url_path)
    changes.changed(article.pk, "move")
    desk_state.refresh([article.pk])
