"""Comments out of a house and into one: threads kept, each once, wrong lines named."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from khabar.comments import queries
from khabar.comments.models import Comment, Print, State
from khabar.newsroom.models import Article, Edition
from khabar.outbox.models import Change
from tests.comments.writers import Writer


def _import(path: Path, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("comments", "import", str(path), stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error)
    return out.getvalue(), err.getvalue()


def _export(path: Path) -> list[dict[str, Any]]:
    call_command("comments", "export", str(path), stderr=StringIO())
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _line(article: Article, ident: str, /, **more: Any) -> dict[str, Any]:
    return {
        "id": ident,
        "article": article.number,
        "name": "قارئ",
        "body": f"كلام {ident}",
        "state": "approved",
        "created_at": "2020-05-01T10:00:00+03:00",
    } | more


def _file(folder: Path, *lines: Any) -> Path:
    path = folder / "comments.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8", errors="surrogateescape")
    return path


def test_what_is_exported_comes_back_the_same_and_once(
    writer: Writer, other: Writer, tmp_path: Path
) -> None:
    writer.write("الأول\n\nبفقرتين 😀")
    top = Comment.objects.get()
    Comment.objects.update(state=State.APPROVED, likes=7)
    other.write("رد على الأول", reply=str(top.pk))
    reply = Comment.objects.latest("pk")
    Comment.objects.update(state=State.APPROVED)
    writer.write("رد على الرد", reply=str(reply.pk))
    path = tmp_path / "out.jsonl"
    before = _export(path)
    assert [line.get("in_reply_to") for line in before] == [None, before[0]["id"], before[1]["id"]]
    # Into the house that it came from.
    assert "0 comments added, 3 were here" in _import(path)[0]
    # Into another one.
    Comment.objects.all().delete()
    assert "3 comments added, 0 were here" in _import(path)[0]
    assert "0 comments added, 3 were here" in _import(path)[0]
    first, second, third = Comment.objects.order_by("pk")
    assert (first.likes, first.body, first.state) == (7, "الأول\n\nبفقرتين 😀", State.APPROVED)
    assert (second.parent, second.answers) == (first, None)
    assert (third.parent, third.answers, third.state) == (first, second, State.AWAITING)
    assert _export(tmp_path / "again.jsonl") == before
    # Its writer still knows it for his own.
    assert "الأول" in writer.page()


def test_a_wrong_line_is_named_with_its_remedy_and_the_others_go_in(
    article: Article, tmp_path: Path
) -> None:
    ahead = (timezone.now() + timedelta(days=1)).isoformat()
    wrong = {
        "{": "it is no JSON",
        "[1]": "it is no object",
        '{"id": ""}': "it has no “id”",
        "2": _line(article, "2", article=None),
        "3": _line(article, "3", article=article.number + 1),
        "4": _line(article, "4", article_uri="no:such"),
        "5": _line(article, "5", in_reply_to="nobody"),
        "6": _line(article, "6", created_at="yesterday"),
        "7": _line(article, "7", created_at=ahead),
        "8": _line(article, "8", state="spam"),
        "9": _line(article, "9", body="  "),
        "10": _line(article, "10", likes=-1),
        "11": _line(article, "11", body=["a"]),
        "12": _line(article, "12", body="a\ud800"),
        "13": _line(article, "13", created_at=None),
        "14": _line(article, "14", created_at="0001-01-01T00:00:00+14:00"),
    }
    texts = [line if isinstance(line, dict) else key for key, line in wrong.items()]
    path = _file(tmp_path, _line(article, "a"), "", *texts, _line(article, "b"))
    with path.open("ab") as file:
        file.write(b'\n{"id": "\xff\xfe"}\n')
    out, err = _import(path)
    assert "2 comments added" in out
    assert {one.origin for one in Comment.objects.all()} == {"a", "b"}
    said = {
        3: "write one object a line",
        4: "write {…} with id",
        5: "give each comment one",
        6: "give “article” (its number)",
        7: f"no article or coverage {article.number + 1} in this edition",
        8: "import it first",
        9: "put that line before it",
        10: "write one such as 2026-11-26T09:30:00+03:00",
        11: "still to come",
        12: "write one of awaiting, approved, rejected, deleted",
        13: "Write a comment.",
        14: "no whole number",
        15: "no text",
        16: "cannot be kept",
        17: "write a time such as",
        20: "cannot be kept",
    }
    for number, remedy in said.items():
        found = [line for line in err.splitlines() if f"line {number}: " in line]
        assert len(found) == 1, (number, err)
        assert remedy in found[0]
    assert err.splitlines()[-1].endswith("17 lines failed.")


def test_articles_are_found_by_the_uri_that_they_came_with(
    article: Article, tmp_path: Path
) -> None:
    Article.objects.filter(pk=article.pk).update(external_provider="wp", external_uri="p/9")
    line = _line(article, "a", article_uri="p/9")
    del line["article"]
    assert "1 lines failed" in _import(_file(tmp_path, line))[1]
    _import(_file(tmp_path, line), provider="wp")
    comment = Comment.objects.get()
    assert comment.page_id == article.pk
    # The uri goes before a number, which is another article's in another house.
    told = _export(tmp_path / "out.jsonl")[0]
    assert (told["article_uri"], told["provider"]) == ("p/9", "wp")
    Comment.objects.all().delete()
    _import(_file(tmp_path, told | {"article": 999_999}))
    assert Comment.objects.get().page_id == article.pk


def test_deep_threads_become_one_level_and_strangers_share_nothing(
    article: Article, tmp_path: Path
) -> None:
    Edition.objects.update(time_zone="Asia/Riyadh")
    lines = [
        _line(article, "1", reader="ahmad"),
        _line(article, "2", in_reply_to="1"),
        _line(article, "3", in_reply_to="2", reader="ahmad"),
        _line(article, "4", in_reply_to="3", name="ا" * 200, created_at="2021-01-01T00:00:00"),
        _line(article, "4", body="once more"),
    ]
    out, _err = _import(_file(tmp_path, *lines))
    assert "4 comments added, 1 were here" in out
    one, two, three, four = Comment.objects.order_by("origin")
    assert [two.parent, three.parent, four.parent] == [one, one, one]
    assert [two.answers, three.answers, four.answers] == [None, two, three]
    assert one.device == three.device
    assert len({one.device, two.device, four.device}) == 3
    assert len(four.name) == 60
    # A time without a zone is the edition's (Riyadh).
    assert four.created_at == datetime(2020, 12, 31, 21, tzinfo=UTC)
    assert queries.count(article) == 4


def test_the_outbox_is_told_once_a_batch_and_of_nothing_that_nobody_sees(
    article: Article, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    Change.objects.all().delete()
    new = timezone.now().isoformat()
    held = [_line(article, f"h{n}", state="awaiting", created_at=new) for n in range(3)]
    _import(_file(tmp_path, _line(article, "no state", state=None), *held))
    assert not Change.objects.exists()
    assert Comment.objects.filter(state=State.AWAITING).count() == 4
    lines = [_line(article, str(n), in_reply_to=str(n - 1) if n % 2 else None) for n in range(400)]
    with django_assert_max_num_queries(60):
        _import(_file(tmp_path, *lines))
    assert Change.objects.count() == 2
    keys = set(Change.objects.values_list("keys", flat=True)[0])
    assert {f"comments:{article.pk}", f"comments:{article.pk}:beneath"} <= keys


def test_what_awaits_is_read_by_the_rules_and_known_again(article: Article, tmp_path: Path) -> None:
    new = (timezone.now() - timedelta(hours=1)).isoformat()
    text = "هذا إعلان طويل عن منتج رائع لا يفوتكم شراؤه اليوم قبل نفاد الكمية 0791234567"
    _import(_file(tmp_path, _line(article, "1", state="awaiting", created_at=new, body=text)))
    assert ",phones," in Comment.objects.get().rules
    assert Print.objects.exists()


def test_a_file_that_cannot_be_written_leaves_the_old_one(article: Article, tmp_path: Path) -> None:
    del article
    with pytest.raises(CommandError, match="No such file"):
        call_command("comments", "export", str(tmp_path / "no" / "out.jsonl"))
    with pytest.raises(CommandError, match="No such file"):
        call_command("comments", "import", str(tmp_path / "none.jsonl"))
    with pytest.raises(CommandError, match="There is no edition ur"):
        call_command("comments", "export", str(tmp_path / "out.jsonl"), edition="ur")
