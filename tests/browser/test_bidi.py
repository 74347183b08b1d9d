"""Scores, names and phone numbers where a line begins, in its middle, and where it ends."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.browser.site import DESKTOP, Site

pytestmark = pytest.mark.browser

#: What is foreign, its first and last part, and whether its parts run from right to left.
FOREIGN = [
    ("2-1", "2", "1", True),
    ("+966 11 234 5678", "+966", "5678", False),
    ("Rafael Marchante", "Rafael", "Marchante", False),
    ("@khabar_news", "@khabar", "news", False),
]
HALF_A_LINE = 18
BEFORE, AFTER = "سطر قبل ما ليس عربيًّا", "ثم سطر بعده"
PLACES = {
    "start": f"{{}} {AFTER}",
    "middle": f"{BEFORE} {{}} {AFTER}",
    "end": f"{BEFORE} {{}}",
}
LINES = [
    (place, foreign, shape.format(foreign[0]))
    for foreign in FOREIGN
    for place, shape in PLACES.items()
]

#: The box of the first appearance of a text within an element, across its inner elements.
BOX = """
(element, text) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = []; let whole = "";
  while (walker.nextNode()) {
    nodes.push([whole.length, walker.currentNode]);
    whole += walker.currentNode.data;
  }
  const place = (offset) => {
    const [start, node] = nodes.filter(([begin]) => begin <= offset).at(-1);
    return [node, offset - start];
  };
  const from = whole.indexOf(text), range = document.createRange();
  range.setStart(...place(from));
  const [node, offset] = place(from + text.length - 1);
  range.setEnd(node, offset + 1);
  const box = range.getBoundingClientRect();
  return [box.left, box.right, box.top];
}
"""


@pytest.fixture
def address(db: None) -> str:  # noqa: ARG001 (opens the database)
    """One line of each in the body, and a credit of three parts under the photo."""
    section = factories.make_section(factories.make_edition())
    photo = factories.make_photo(photographer="سامي نادر / Rafael Marchante", agency="Reuters")
    body = [("paragraph", f"<p>{line}</p>") for _place, _foreign, line in LINES]
    article = factories.make_article(section, "فاز 3-0 على ضيفه", body=body, hero_photo=photo)
    return article.get_absolute_url()


def test_what_is_foreign_stands_in_its_place_and_in_its_order(
    address: str, site: Site, tmp_path: Path
) -> None:
    with site.opened(address, viewport=DESKTOP) as page:
        paragraphs = page.locator(".body p")
        assert paragraphs.count() == len(LINES)
        for number, (place, (whole, first, last, right_to_left), line) in enumerate(LINES):
            paragraph = paragraphs.nth(number)

            def box(text: str, paragraph: object = paragraph) -> tuple[float, float, float]:
                return tuple(paragraph.evaluate(BOX, text))  # type: ignore[attr-defined]  # a locator

            assert abs(box(whole)[2] - box(line)[2]) < HALF_A_LINE, f"{line}: wrapped"
            if right_to_left:
                assert box(first)[0] >= box(last)[1], line
            else:
                assert box(first)[1] <= box(last)[0], line
            if place != "start":
                assert box(whole)[1] <= box(BEFORE)[0], line
            if place != "end":
                assert box(whole)[0] >= box(AFTER)[1], line
        picture = tmp_path / "bidi.png"
        page.locator("main").screenshot(path=picture)
        assert picture.stat().st_size > 10_000
        _credit_reads_in_order(page)


def _credit_reads_in_order(page: Page) -> None:
    credit = page.locator("figure .credit").first
    parts = ("سامي نادر", "Rafael Marchante", "Reuters")
    boxes = [credit.evaluate(BOX, part) for part in parts]
    assert boxes[0][0] >= boxes[1][1]
    assert boxes[1][0] >= boxes[2][1]
