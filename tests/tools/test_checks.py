"""The checks find what they say they find: good and bad lines for each."""

import polib
import pytest

from tools import check_floors, check_rules, check_translations

RULES = {rule.name: rule for rule in check_rules.RULES}


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("khabar.newsroom", "from khabar.front import views"),
        ("khabar.newsroom.models", "import khabar.desk.panels"),
        ("khabar.imports", "from khabar.demo.content import photos"),
        ("khabar.live", "from khabar import imports"),
        ("khabar.language", "from khabar.newsroom.models import Article"),
        ("khabar.language", "import django.utils.text"),
        ("khabar.front.views", "from ...desk import panels"),
        ("khabar.desk", "from khabar.attic import anything"),
        ("khabar.newsroom", "def late():\n    from khabar.conf import settings"),
    ],
)
def test_an_import_that_goes_up_or_sideways_is_found(package: str, line: str) -> None:
    assert list(check_floors.problems(package, line))


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("khabar.front.views", "from khabar.newsroom.models import Article"),
        ("khabar.newsroom.models", "from . import article"),
        ("khabar.newsroom.models", "from ..numbers import take"),
        ("khabar.cli", "from khabar.conf import environment"),
        ("khabar.newsroom", "from khabar.language import slugs"),
        ("khabar.newsroom", "import django"),
        ("khabar.language", "from .text import plain"),
    ],
)
def test_an_import_that_goes_down_or_stays_is_not(package: str, line: str) -> None:
    assert not list(check_floors.problems(package, line))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("K001", ".card { margin-left: 1rem }"),
        ("K001", ".card { left: 0 }"),
        ("K001", ".card { text-align: right }"),
        ("K001", ".card{border-top-left-radius:4px}"),
        ("K002", "<style>body{}</style>"),
        ("K002", '<button onclick="go()">'),
        ("K002", "<script>go()</script>"),
        ("K003", '_("%s articles")'),
        ("K004", '<script src="https://elsewhere.example/x.js">'),
    ],
)
def test_a_line_that_breaks_a_rule_is_found(name: str, line: str) -> None:
    assert list(check_rules.problems(RULES[name], f"\n{line}\n")) == [2]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("K001", ".card { margin-inline-start: 1rem; text-align: start }"),
        ("K001", ".upright { color: red }"),
        ("K001", "--copyright: 1"),
        ("K002", '<script src="{{ url }}" defer></script>'),
        ("K002", '<script type="application/ld+json">{}</script>'),
        ("K003", '_("%(n)s articles")'),
        ("K003", '_("100%% cotton")'),
        ("K004", '<a href="/latest/">'),
    ],
)
def test_the_right_form_is_not(name: str, line: str) -> None:
    assert not list(check_rules.problems(RULES[name], line))


def counted(forms: list[str]) -> polib.POEntry:
    return polib.POEntry(
        msgid="%(n)s article",
        msgid_plural="%(n)s articles",
        msgstr_plural=dict(enumerate(forms)),
    )


SIX = ["لا أخبار", "خبر واحد", "خبران", "%(n)s أخبار", "%(n)s خبرا", "%(n)s خبر"]


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="Source", msgstr=""),
        polib.POEntry(msgid="Source", msgstr="المصدر", flags=["fuzzy"]),
        polib.POEntry(msgid="By %(name)s", msgstr="بقلم"),
        polib.POEntry(msgid="By %(name)s", msgstr="بقلم %(nom)s"),
        counted(SIX[:5]),
        counted([*SIX[:5], ""]),
        counted([*SIX[:5], "خبر"]),
        counted(["%(number)s", *SIX[1:]]),
    ],
)
def test_a_translation_that_is_not_whole_is_found(entry: polib.POEntry) -> None:
    assert list(check_translations.problems(entry))


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="Source", msgstr="المصدر"),
        polib.POEntry(msgid="By %(name)s, {place}", msgstr="{place}: %(name)s"),
        counted(SIX),
    ],
)
def test_a_whole_translation_is_not(entry: polib.POEntry) -> None:
    assert not list(check_translations.problems(entry))
