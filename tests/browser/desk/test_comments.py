"""Comments as people leave and clear them: a reader without script, a moderator by the keyboard."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from khabar.comments import proofs
from khabar.comments.models import Account, Attempt, Comment, Mode, Policy, Proof, State
from khabar.desk.models import Role
from tests import factories
from tests.browser.desk.conftest import DESKTOP, PHONE, House, look, overflowing
from tests.live.conftest import make_coverage, make_post

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_reader_writes_without_script_and_a_moderator_clears_thirty_by_keyboard(
    house: Callable[[], House],
) -> None:
    newsroom = house()
    Policy.objects.create(edition=newsroom.edition, mode=Mode.BEFORE)
    article = factories.make_article(newsroom.politics)
    context = newsroom.browser.new_context(
        base_url=newsroom.address,
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    newsroom.contexts.append(context)
    reader = context.new_page()
    reader.goto(f"/a/{article.number}")
    reader.get_by_role("link", name="أضف تعليقًا").click()
    reader.get_by_label("الاسم").fill("سمير")
    reader.get_by_label("التعليق", exact=True).fill("رأيي في الموضوع كما يلي")
    reader.get_by_role("button", name="إرسال التعليق").click()
    expect(reader.get_by_text("تعليقك بانتظار المراجعة")).to_be_visible()
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(
            page=article,
            name=f"قارئ {n}",
            body=f"رأي {n}",
            device=f"{n:064x}",
            created_at=now + timedelta(seconds=n),
        )
        for n in range(29)
    )
    newsroom.person("chief", Role.CHIEF_EDITOR)
    chief = newsroom.sign_in("chief", DESKTOP)
    chief.goto("/desk/comments/")
    assert overflowing(chief) == []
    found = Axe().run(chief, context="main")
    assert found.violations_count == 0, found.generate_report()
    for n in range(30):
        expect(chief.locator(".mod-line.is-at-hand")).to_have_count(1)
        chief.keyboard.press("r" if n % 3 == 2 else "a")
        waiting = 29 - n
        # Twenty are at hand at a time.
        at_hand = waiting if waiting <= 10 else waiting - 10
        expect(chief.locator(".mod-line")).to_have_count(at_hand)
    expect(chief.get_by_text("لا شيء ينتظر هنا.")).to_be_visible()
    assert Comment.objects.filter(state=State.APPROVED).count() == 20
    assert Comment.objects.filter(state=State.REJECTED).count() == 10
    reader.goto(f"/a/{article.number}")
    # A phone shows three, and the way to all.
    expect(reader.locator("#comments > .comment:visible")).to_have_count(3)
    reader.get_by_role("link", name="عرض كل التعليقات").click()
    expect(reader.get_by_text("رأيي في الموضوع كما يلي")).to_be_visible()
    other = newsroom.visit(PHONE)
    for path in (f"/a/{article.number}/comments/", f"/me/comments/{article.number}/"):
        other.goto(path)
        found = Axe().run(other)
        assert found.violations_count == 0, found.generate_report()


def test_in_a_flood_a_browser_calculates_and_a_moderator_closes_from_the_article(
    house: Callable[[], House],
) -> None:
    newsroom = house()
    Policy.objects.create(edition=newsroom.edition, mode=Mode.AFTER)
    article = factories.make_article(newsroom.politics)
    now = timezone.now()
    Attempt.objects.bulk_create(
        Attempt(address=f"other {n}", page=article, at=now + timedelta(minutes=n))
        for n in range(proofs.ARTICLE_PER_MINUTE)
    )
    reader = newsroom.visit(PHONE)
    reader.goto(f"/me/comments/{article.number}/")
    expect(reader.get_by_text("تصدّ البرامج الآلية")).to_be_visible()
    look(reader, "comments-flood")
    found = Axe().run(reader)
    assert found.violations_count == 0, found.generate_report()
    reader.get_by_label("الاسم").fill("سمير")
    reader.get_by_label("التعليق", exact=True).fill("رأيي في الموضوع كما يلي")
    reader.get_by_role("button", name="إرسال التعليق").click()
    expect(reader.get_by_text("وصل تعليقك.")).to_be_visible()
    assert Comment.objects.get().state == State.APPROVED
    assert Proof.objects.count() == 1
    # Nobody else's page asks the desk for anything.
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(f"/a/{article.number}")
    expect(reader.get_by_text("رأيي في الموضوع")).to_be_visible()
    assert not [url for url in asked if "/desk/" in url or "moderation" in url]
    newsroom.person("chief", Role.CHIEF_EDITOR)
    chief = newsroom.sign_in("chief", DESKTOP)
    chief.goto("/desk/comments/")
    chief.goto(f"/a/{article.number}")
    chief.get_by_role("button", name="إغلاق التعليق على هذه المادة").click()
    expect(chief.get_by_text("أُغلق باب التعليق هنا.")).to_be_visible()
    look(chief, "comments-moderation-bar")
    reader.reload()
    expect(reader.get_by_role("link", name="أضف تعليقًا")).to_have_count(0)
    chief.get_by_role("button", name="فتح التعليق على هذه المادة").click()
    expect(chief.get_by_role("button", name="إغلاق التعليق على هذه المادة")).to_be_visible()


def test_a_coverage_is_commented_on_and_its_reader_found_and_proposed_to_be_erased(
    house: Callable[[], House],
) -> None:
    newsroom = house()
    Policy.objects.create(edition=newsroom.edition, mode=Mode.BEFORE)
    coverage = make_coverage(newsroom.politics)
    make_post(coverage)
    account = Account.objects.create(
        device="a" * 64,
        name="سعاد الحكيم",
        likeness="سعادالحكيم",
        address="suad@example.com",
        since=timezone.now(),
    )
    for n, state in enumerate((State.APPROVED, State.APPROVED, State.AWAITING)):
        Comment.objects.create(
            page=coverage,
            name=account.name,
            body=f"نتابع معكم أولًا بأول، الرأي رقم {n}.",
            device=account.device,
            state=state,
            created_at=timezone.now(),
        )
    newsroom.person("chief", Role.CHIEF_EDITOR)
    for size, width in ((DESKTOP, "wide"), (PHONE, "phone")):
        chief = newsroom.sign_in("chief", size)
        chief.goto("/desk/comments/")
        expect(chief.get_by_text("تغطية مباشرة:")).to_be_visible()
        look(chief, f"comments-queue-coverage-{width}")
        chief.goto(coverage.get_absolute_url())
        bar = chief.locator(".moderation-bar")
        bar.get_by_role("button", name="إغلاق التعليق").click()
        expect(bar.get_by_role("button", name="فتح التعليق")).to_be_focused()
        bar.get_by_role("button", name="فتح التعليق").click()
        expect(bar.get_by_role("button", name="إغلاق التعليق")).to_be_focused()
        expect(chief.locator("#comments .comment")).to_have_count(2)
        look(chief, f"comments-coverage-{width}")
        chief.goto("/desk/comments/readers/")
        chief.locator("header input[name=q]").fill("سعاد")
        expect(chief.get_by_role("link", name="سعاد الحكيم")).to_be_visible()
        assert "example.com" not in chief.content()
        look(chief, f"comments-readers-{width}")
        found = Axe().run(chief, context="main")
        assert found.violations_count == 0, found.generate_report()
        chief.get_by_role("link", name="سعاد الحكيم").click()
        expect(chief.get_by_text("صاحب حساب منذ")).to_be_visible()
        look(chief, f"comments-reader-{width}")
        chief.get_by_role("link", name="اقتراح محو بيانات هذا القارئ").click()
        expect(chief.get_by_label("السبب")).to_be_visible()
        assert overflowing(chief) == []
        look(chief, f"comments-erase-{width}")
        found = Axe().run(chief, context="main")
        assert found.violations_count == 0, found.generate_report()
    chief.get_by_label("السبب").fill("طلب القارئ برسالة محو ما كتبه")
    chief.get_by_role("button", name="اقتراح").click()
    chief.get_by_role("link", name="محو بيانات قارئ").click()
    expect(chief.get_by_text("سعاد الحكيم")).to_be_visible()
    look(chief, "comments-erase-request")
    assert Account.objects.exists()
