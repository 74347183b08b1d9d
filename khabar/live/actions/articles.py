"""From a post an article, from an article a post."""

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from khabar.language.text import truncate
from khabar.live import markup
from khabar.live.actions.locking import held, note
from khabar.live.actions.posts import send
from khabar.live.models import LiveCoverage, Post
from khabar.live.rights import may_write
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    BylineEntry,
    Section,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

HEADLINE_LETTERS = 90


@transaction.atomic
def article_from(post: Post, *, by: "User") -> Article:
    """A draft article with what the post says; done twice it gives the first one.

    Raises PermissionDenied unless ``by`` may write in the section.
    """
    stored, course = held(post)
    coverage = course.coverage
    if not may_write(by, coverage):
        raise PermissionDenied(_("You may not write in this section."))
    if stored.article is not None:
        return stored.article
    headline = stored.headline or truncate(markup.plain(stored.body), HEADLINE_LETTERS)
    article = Article(
        title=headline or coverage.title,
        hero_photo=stored.photo,
        hero_caption=stored.caption,
        body=list(_blocks(stored)),
        owner=by,
        live=False,
    )
    article.byline_entries.set(
        [BylineEntry(author=author, sort_order=n) for n, author in enumerate(stored.authors.all())]
    )
    article.article_sources.set(
        [ArticleSource(source=one, sort_order=n) for n, one in enumerate(stored.sources.all())]
    )
    article.article_stories.set(
        [ArticleStory(story=one, sort_order=n) for n, one in enumerate(coverage.stories.all())]
    )
    # Read anew: the tree trusts the parent's count of children.
    Section.objects.get(pk=coverage.section.pk).add_child(instance=article)
    article.save_revision(user=by)
    log(instance=article, action="wagtail.create", user=by, content_changed=True)
    stored.article = article
    stored.save()
    note(coverage, "article", by, post=stored.pk, article=article.number)
    return article


def post_from(article: Article, coverage: LiveCoverage, *, by: "User", token: uuid.UUID) -> Post:
    """A draft post that says what the article's head does, and leads to it. Raises as ``send``."""
    return send(
        coverage,
        by=by,
        token=token,
        then="draft",
        headline=truncate(article.title, 160),
        body=article.lede,
        photo=article.hero_photo,
        caption=article.hero_caption,
        article=article,
        sources=[entry.source for entry in article.article_sources.all()],
        authors=[entry.author for entry in article.byline_entries.all() if entry.author],
    )


def _blocks(post: Post) -> Any:
    parts = markup.paragraphs(post.body)
    if post.kind == Post.Kind.QUOTE:
        yield "quote", {"text": markup.plain(post.body), "speaker": post.speaker, "role": ""}
    else:
        for html in parts:
            yield "paragraph", html
    if post.video_url:
        title = post.headline or post.coverage.title
        yield "video", {"title": title, "url": post.video_url, "caption": ""}
    if post.document:
        yield "document", {"document": post.document, "title": ""}
