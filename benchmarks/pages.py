"""Each kind of page at 17,000 articles: SQL queries, CPU, weight; beside a bare Django view."""

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from benchmarks import archive, newsroom
from benchmarks.measure import compressed, cost, say

ARTICLES = 17_000


def bare(request: HttpRequest) -> HttpResponse:
    """A view that does nothing, behind the same middleware."""
    del request
    return HttpResponse("bare")


urlpatterns = [path("", bare)]


def run(articles: int = ARTICLES) -> None:
    """Print queries, CPU ms, ratio and compressed weight of each kind of page."""
    room = newsroom.make()
    archive.clone(room.article, articles, room.sections)
    client = Client()
    with override_settings(ROOT_URLCONF=__name__):
        baseline = cost(lambda: client.get("/"))
    say(
        f"{articles:,} articles; a bare view behind the middleware: {baseline.cpu:.2f} ms CPU = 1.0"
    )
    kinds = {
        "home": "/",
        "section": f"/{room.sections[0].slug}/",
        "article": room.article.get_absolute_url(),
        "story": f"/stories/{room.stories[0].slug}/",
        "stories": "/stories/",
        "latest": "/latest/",
        "author": room.author.get_absolute_url(),
        "source": room.source.get_absolute_url(),
        "topic": room.topic.get_absolute_url(),
        "corrections": "/corrections/",
        "follow": "/follow/",
        "live": "/live/",
        "404": "/nowhere/",
    }
    assets = sum(compressed(content) for content in _assets())
    for kind, address in kinds.items():
        response = client.get(address)
        each = cost(lambda address=address: client.get(address))
        html = compressed(response.content)
        say(
            f"{kind:<12} {response.status_code}  {each.queries:>3} queries  {each.cpu:6.1f} ms CPU"
            f"  ratio {each.cpu / baseline.cpu:6.1f}"
            f"  HTML {html / 1024:5.1f} KB gz, with CSS and JS {(html + assets) / 1024:5.1f} KB"
        )


def _assets() -> list[bytes]:
    found = []
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            if name.startswith("front/") and name.endswith((".css", ".js")):
                with storage.open(name) as file:
                    found.append(file.read())
    return found
