"""Comments in the pieces that the edge keeps: told apart from the article, and nobody's own."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from wagtail.models import Site

from khabar.comments import actions
from khabar.comments.models import Comment
from khabar.edge import placing
from khabar.edge.pieces import Address, Core, Fragment, Piece
from khabar.edge.rendering import render
from khabar.newsroom.models import Article
from khabar.outbox.models import Change
from tests import factories
from tests.comments.writers import Writer


def _pieces(article: Article) -> tuple[Piece, Piece]:
    """The article's core, and the fragment with its comments."""
    site = Site.objects.get(is_default_site=True).pk
    handler: Any = WSGIHandler().get_response
    core = render(Address(site, article.get_absolute_url()), handler)
    return core, render(Address(site, f"comments:{article.pk}"), handler)


def test_the_article_holds_a_place_and_no_word_of_its_comments(
    article: Article, writer: Writer
) -> None:
    writer.write("كلمة لا تخطئها العين: زرافة")
    comment = Comment.objects.get()
    word = "زرافة".encode()
    core, awaiting = _pieces(article)
    assert isinstance(core.content, Core)
    assert isinstance(awaiting.content, Fragment)
    assert f"comments:{article.pk}" in {hole.name for hole in core.content.holes}
    # What awaits is in no piece that anybody keeps.
    assert word not in awaiting.content.before
    Change.objects.all().delete()
    actions.approve({comment.pk: 1}, by=factories.make_user("moderator", superuser=True))
    told = set(Change.objects.get().keys)
    assert told & awaiting.keys
    assert not told & core.keys
    core, approved = _pieces(article)
    assert isinstance(core.content, Core)
    assert isinstance(approved.content, Fragment)
    assert word in approved.content.before
    assert not any(word in segment.plain for segment in core.content.segments)
    # Rendered ahead is what an edition has one of, not what every article has.
    assert "comments" not in placing.names()
