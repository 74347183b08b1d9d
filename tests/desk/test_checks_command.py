"""`khabar house-style`: proposals from the archive, lists from a file."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from khabar.newsroom.models import (
    Edition,
    PreferredSpelling,
    Section,
    StyleState,
    WordToAvoid,
)
from tests import factories
from tests.desk.conftest import Newsroom


def run(*words: str) -> str:
    out = StringIO()
    call_command("house_style", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def archive(politics: Section) -> Section:
    """Published articles that spell one name in two ways, and a draft that spells it in a third."""
    body = [{"type": "paragraph", "value": "<p>زار <b>إسطنبول</b> وإسطنبول وأنقرة.</p>"}]
    for number in range(4):
        factories.make_article(politics, f"قمة إسطنبول {number}", body=body)
    factories.make_article(politics, "قمة اسطنبول", lede="اسطنبول وحالة وحاله")
    factories.make_draft(politics, "قمة إستنبول إستنبول أُسطنبول أُسطنبول")
    return politics


def test_spellings_of_the_archive_are_proposed_once(archive: Section, ar: Edition) -> None:
    said = run("propose", "--min", "5", "--min-other", "2")
    assert "إسطنبول 8  اسطنبول 2" in said
    (rule,) = PreferredSpelling.objects.all()
    assert (rule.preferred, rule.forms, rule.state) == ("إسطنبول", ["اسطنبول"], "proposed")
    assert rule.evidence == {"إسطنبول": 8, "اسطنبول": 2}
    assert rule.edition == ar
    rule.state = StyleState.REJECTED
    rule.save()
    assert run("propose", "--min", "5", "--min-other", "2").startswith("0 proposed")
    assert PreferredSpelling.objects.get().state == "rejected"
    assert archive.get_children().live().count() == 5


def test_too_few_are_not_proposed(archive: Section) -> None:
    assert archive.live
    assert run("propose", "--min", "50").startswith("0 proposed")
    assert run("propose", "--min", "5", "--min-other", "3").startswith("0 proposed")


def test_it_says_which_edition_is_missing(ar: Edition) -> None:
    assert ar.language == "ar"
    with pytest.raises(CommandError, match="no edition in “fr”"):
        run("propose", "--edition", "fr")
    with pytest.raises(CommandError, match="whole numbers"):
        run("propose", "--min", "0")


def test_what_the_desk_exports_is_taken_in_again(newsroom: Newsroom, tmp_path: Path) -> None:
    PreferredSpelling.objects.create(
        edition=newsroom.edition, preferred="إسطنبول", variants="اسطنبول\nاستانبول", blocks=True
    )
    client: Client = newsroom.client("chief")
    response: Any = client.get("/desk/snippets/newsroom/preferredspelling/?export=csv")
    file = tmp_path / "list.csv"
    file.write_bytes(b"".join(response.streaming_content))
    PreferredSpelling.objects.update(blocks=False, variants="اسطنبول")
    assert run("import", str(file)) == "1 taken in.\n"
    rule = PreferredSpelling.objects.get()
    assert (rule.blocks, rule.forms) == (True, ["اسطنبول", "استانبول"])


def test_a_list_with_a_wrong_line_is_refused_whole(newsroom: Newsroom, tmp_path: Path) -> None:
    assert newsroom.edition
    file = tmp_path / "words.csv"
    file.write_text("words,replacement,reason\nالهالك,,حكم لا خبر\nعبارة,,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="line 3"):
        run("import", str(file))
    assert not WordToAvoid.objects.exists()
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="“preferred” nor “words”"):
        run("import", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        run("import", str(tmp_path / "none.csv"))
