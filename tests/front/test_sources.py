"""Rules for the files themselves."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "khabar" / "front"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
#: Where readers write: kept by nobody, so that a form may have its token.
KEPT = [template for template in TEMPLATES if not template.name.startswith(("me_", "account_"))]
STYLES = (ROOT / "static/front/khabar.css").read_text()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_what_it_is_given(template: Path) -> None:
    text = re.sub(r'^\{% extends "[^"]+" %\}\n', "", template.read_text())
    assert text.startswith("{% comment %}")


@pytest.mark.parametrize("template", KEPT, ids=lambda path: path.name)
def test_a_template_cannot_read_the_clock_the_request_or_chance(template: Path) -> None:
    text = template.read_text()
    for word in (r"{%\s*now", "csrf", "request", r"\|\s*random", "timesince", "timeuntil", "cycle"):
        assert not re.search(word, text), word
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=", text)


@pytest.mark.parametrize(
    "physical",
    [
        r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)",
        r"(?<![\w-])(left|right|top|bottom)\s*:",
        r"text-align:\s*(left|right|justify)",
        r"(?<![\w-])(min-|max-)?(width|height)\s*:(?!\s*\d+rem\))",
        r"letter-spacing",
        r"font-style:\s*italic",
        r"float\s*:",
        r"url\(",
    ],
)
def test_the_styles_are_logical_upright_and_load_nothing(physical: str) -> None:
    assert not re.search(physical, STYLES)


def test_nothing_is_smaller_than_14_pixels() -> None:
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:[^;]*?(\d*\.?\d+)rem", STYLES)]
    assert min(sizes) * 16 >= 14
    weights = set(re.findall(r"font-weight:\s*(\d+)", STYLES))
    assert weights <= {"400", "700"}
