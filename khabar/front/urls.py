"""The addresses that stand beside Wagtail's page tree. Wagtail's own pattern comes after these."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from khabar.front.views import (
    account,
    addresses,
    comments,
    lists,
    live,
    live_data,
    me,
    previews,
    search,
)


class SlugTextConverter(StringConverter):
    """What a slug can be in any script; PostgreSQL refuses to be asked for a NUL."""

    regex = r"[^/\x00]+"


register_converter(SlugTextConverter, "slug_text")

#: An article's number with whatever around it, in a spelling that Wagtail's pattern does not take:
#: without the last slash, or with signs that are in no slug. One redirect, not two.
_ODD_SPELLING = (
    r"^(?!(?:[\w\-]+/){2}\Z)(?!(?:desk|static|media|documents|me)/)[^/]+/"
    r"(?P<number>[1-9][0-9]{0,17})(?:-[^/]*)?/?\Z"
)

urlpatterns = [
    path("latest/", lists.latest),
    path("corrections/", lists.corrections),
    path("follow/", lists.follow),
    path("live/", lists.live),
    path("search/", search.page),
    path("search/suggest/", search.suggestions),
    path("search/opensearch.xml", search.description),
    re_path(r"^live/(?P<number>[1-9][0-9]{0,17})/feed/\Z", live.feed),
    re_path(r"^live/(?P<number>[1-9][0-9]{0,17})/now\.json\Z", live_data.frame),
    re_path(r"^live/(?P<number>[1-9][0-9]{0,17})/(?P<pk>[1-9][0-9]{0,17})\.json\Z", live_data.post),
    re_path(r"^live/(?P<number>[1-9][0-9]{0,17})/(?P<pk>[1-9][0-9]{0,17})/?\Z", live.post),
    re_path(r"^live/(?P<number>[1-9][0-9]{0,17})(?:-[^/\x00]*)?/?\Z", live.by_number),
    path("author/<slug_text:slug>/", lists.author),
    path("source/<slug_text:slug>/", lists.source),
    path("topic/<slug_text:slug>/", lists.topic),
    re_path(r"^preview/(?P<token>[\w-]{20,100})/\Z", previews.by_link),
    re_path(r"^a/(?P<number>[1-9][0-9]{0,17})/?\Z", addresses.by_number),
    re_path(r"^a/(?P<number>[1-9][0-9]{0,17})/changes/\Z", addresses.changes),
    re_path(
        r"^a/(?P<number>[1-9][0-9]{0,17})/changes/(?P<sequence>[1-9][0-9]{0,8})\.json\Z",
        addresses.version,
    ),
    re_path(r"^(?:a|live)/(?P<number>[1-9][0-9]{0,17})/comments/\Z", comments.thread),
    re_path(
        r"^(?:a|live)/(?P<number>[1-9][0-9]{0,17})/comments/(?P<order>oldest|liked)/\Z",
        comments.thread,
    ),
    re_path(
        r"^(?:a|live)/(?P<number>[1-9][0-9]{0,17})/comments/(?P<pk>[1-9][0-9]{0,17})/\Z",
        comments.permalink,
    ),
    re_path(r"^me/comments/(?P<number>[1-9][0-9]{0,17})/\Z", me.write),
    re_path(
        r"^me/comments/(?P<number>[1-9][0-9]{0,17})/(?P<pk>[1-9][0-9]{0,17})/"
        r"(?P<verb>like|report|edit|delete)/\Z",
        me.act,
    ),
    path("me/", account.home),
    path("me/sign-in/", account.sign_in),
    path("me/code/", account.code),
    path("me/name/", account.name),
    path("me/sign-out/", account.sign_out),
    path("me/replies/", account.replies),
    re_path(r"^me/leave/(?P<token>[\w.-]{10,100})/\Z", account.leave),
    path("me/comments.json", account.export),
    path("me/erase/", account.erase),
    re_path(_ODD_SPELLING, addresses.by_number),
]
