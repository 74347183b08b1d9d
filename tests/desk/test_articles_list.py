"""The list of articles: who sees what, how it is narrowed, what it says of each."""

from tests import factories
from tests.desk.conftest import Newsroom


def test_smoke(newsroom: Newsroom) -> None:
    factories.make_article(newsroom.politics)
    factories.make_draft(newsroom.politics, "مسودة")
    client = newsroom.client("chief")
    page = client.get("/desk/articles/")
    assert page.status_code == 200
    open("/tmp/articles-list.html", "w").write(page.content.decode())
    for q in ["q=اتفاق", "status=draft", "author=x", "mine=true", "at_from=2020-01-01", "q=1", "q=مسودة"]:
        assert client.get("/desk/articles/?" + q).status_code == 200
        assert client.get("/desk/articles/results/?" + q).status_code == 200
