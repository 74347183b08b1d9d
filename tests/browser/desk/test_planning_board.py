"""The planning board under a hand: dragged, moved by keys, read on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from khabar.desk.models import Role
from khabar.newsroom import actions, planning_actions
from khabar.newsroom.models import Article, Assignment
from tests import factories
from tests.browser.desk.conftest import PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WEDNESDAY = datetime(2030, 1, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BOARD = "/desk/planning/?day=2030-01-16"


def open_board(
    house: Callable[[], House], url: str = BOARD, viewport: dict[str, int] | None = None
) -> tuple[House, Page, Assignment, Article]:
    """A board with a plan and a scheduled article on Wednesday noon, before its chief editor."""
    newsroom = house()
    chief = newsroom.person("chief", Role.CHIEF_EDITOR)
    assignment = planning_actions.assign(
        by=chief, section=newsroom.politics, title="أسعار الدواء", deadline=WEDNESDAY
    )
    article = factories.make_draft(
        newsroom.politics, "تقرير مجدول", go_live_at=WEDNESDAY, embargo_until=WEDNESDAY - DAY
    )
    actions.publish(article, by=None)
    page = newsroom.sign_in("chief", viewport) if viewport else newsroom.sign_in("chief")
    page.goto(url)
    return newsroom, page, assignment, article


def go_live(article: Article) -> datetime | None:
    return Article.objects.get(pk=article.pk).scheduled_revision.approved_go_live_at


def test_dragging_to_another_day_keeps_the_hour(house: Callable[[], House]) -> None:
    newsroom, page, assignment, article = open_board(house)
    page.locator(f"#plan-assignment-{assignment.pk}").drag_to(
        page.locator('[data-slot="2030-01-18"]')
    )
    expect(page.get_by_text("نُقل موعد «أسعار الدواء»")).to_be_visible()
    assignment.refresh_from_db()
    assert assignment.deadline == WEDNESDAY + 2 * DAY
    card = f"#plan-scheduled-{article.pk}"
    page.locator(card).drag_to(page.locator('[data-slot="2030-01-17"]'))
    expect(page.locator(f'[data-slot="2030-01-17"] {card}')).to_be_focused()
    assert go_live(article) == WEDNESDAY + DAY
    # Before the end of the embargo it stays, and the reason is read.
    page.locator(card).drag_to(page.locator('[data-slot="2030-01-13"]'))
    expect(page.get_by_text("محظور النشر قبل").first).to_be_visible()
    assert go_live(article) == WEDNESDAY + DAY
    assert newsroom.said == []


def test_dragging_to_another_hour_keeps_the_minutes(house: Callable[[], House]) -> None:
    _newsroom, page, assignment, _article = open_board(house, f"{BOARD}&view=day")
    page.locator(f"#plan-assignment-{assignment.pk}").drag_to(page.locator('[data-hour="14"]'))
    expect(page.get_by_text("نُقل موعد «أسعار الدواء»")).to_be_visible()
    assignment.refresh_from_db()
    assert assignment.deadline == WEDNESDAY + timedelta(hours=2)


def test_keys_move_it_the_way_the_eye_sees(house: Callable[[], House]) -> None:
    newsroom, page, assignment, _article = open_board(house)
    card = page.locator(f"#plan-assignment-{assignment.pk}")
    says = page.locator("[data-board-says]")
    card.focus()
    page.keyboard.press("Space")
    expect(says).to_contain_text("أسعار الدواء")
    # Right to left: the next day is on the left.
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(says).to_have_text("الخميس 17\u00a0يناير/كانون الثاني، 12:15")
    page.keyboard.press("Escape")
    expect(says).to_have_text("بقيت في موعدها.")
    assignment.refresh_from_db()
    assert assignment.deadline == WEDNESDAY
    page.keyboard.press("Space")
    for key in ("ArrowLeft", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("نُقل موعد «أسعار الدواء»")).to_be_visible()
    expect(card).to_be_focused()
    assignment.refresh_from_db()
    assert assignment.deadline == WEDNESDAY + DAY + timedelta(minutes=15)
    assert newsroom.said == []


def test_of_two_who_drag_the_second_is_told(house: Callable[[], House]) -> None:
    newsroom, page, assignment, _article = open_board(house)
    newsroom.person("editor", Role.SECTION_EDITOR, newsroom.politics)
    other = newsroom.sign_in("editor")
    other.goto(BOARD)
    card = f"#plan-assignment-{assignment.pk}"
    for each, day in ((other, "2030-01-17"), (page, "2030-01-18")):
        each.locator(card).drag_to(each.locator(f'[data-slot="{day}"]'))
    expect(page.get_by_text("غيّر شخص آخر «أسعار الدواء»")).to_be_visible()
    expect(page.locator(f'[data-slot="2030-01-17"] {card}')).to_be_visible()
    assignment.refresh_from_db()
    assert assignment.deadline == WEDNESDAY + DAY


def test_a_phone_reads_an_agenda_and_moves_by_the_form(house: Callable[[], House]) -> None:
    newsroom, page, assignment, _article = open_board(house, viewport=PHONE)
    expect(page.locator(".board-slot:visible")).to_have_count(1)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    card = page.locator(f"#plan-assignment-{assignment.pk}")
    card.locator("summary").click()
    card.locator("[name=to]").fill("2030-01-17T09:30")
    card.locator("[data-move] button").click()
    expect(page.get_by_text("نُقل موعد «أسعار الدواء»")).to_be_visible()
    assignment.refresh_from_db()
    assert assignment.deadline == datetime(2030, 1, 17, 9, 30, tzinfo=UTC)
    assert newsroom.said == []
