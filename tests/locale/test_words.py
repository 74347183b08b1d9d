"""The words as Django gives them: counted nouns, terms, what is ours before what is Wagtail's."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext, override, pgettext
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple

NUMBERS = (0, 1, 2, 3, 11, 100, 102, 103)
#: The counted nouns of the interface's table that this interface says, for NUMBERS.
COUNTED = {
    ("%(n)s news item", "%(n)s news items"): (
        "لا أخبار بعد", "خبر واحد", "خبران", "3 أخبار", "11 خبرًا", "100 خبر", "102 خبر",
        "103 أخبار",
    ),
    ("%(n)s photo", "%(n)s photos"): (
        "بلا صور", "صورة واحدة", "صورتان", "3 صور", "11 صورة", "100 صورة", "102 صورة", "103 صور",
    ),
    ("%(n)s minute ago", "%(n)s minutes ago"): (
        "الآن", "قبل دقيقة", "قبل دقيقتين", "قبل 3 دقائق", "قبل 11 دقيقة", "قبل 100 دقيقة",
        "قبل 102 دقيقة", "قبل 103 دقائق",
    ),
    ("%(n)s hour ago", "%(n)s hours ago"): (
        "قبل أقل من ساعة", "قبل ساعة", "قبل ساعتين", "قبل 3 ساعات", "قبل 11 ساعة",
        "قبل 100 ساعة", "قبل 102 ساعة", "قبل 103 ساعات",
    ),
    ("%(n)s letter left", "%(n)s letters left"): (
        "لم يبق شيء", "بقي حرف واحد", "بقي حرفان", "بقيت 3 أحرف", "بقي 11 حرفًا",
        "بقي 100 حرف", "بقي 102 حرف", "بقيت 103 أحرف",
    ),
    ("%(n)s letter as read", "%(n)s letters as read"): (
        "لا أحرف بعد", "حرف واحد", "حرفان", "3 أحرف", "11 حرفًا", "100 حرف", "102 حرف",
        "103 أحرف",
    ),
}  # fmt: skip
#: Terms of the interface's table, by their English.
TERMS = {
    "Latest news": "آخر الأخبار",
    "Further headlines": "عناوين أخرى",
    "Stories of the hour": "ملفات الساعة",
    "Also read": "اقرأ أيضًا",
    "Follow us": "تابعونا",
    "Important sections": "أقسام مهمة",
    "Live broadcast": "البث المباشر",
    "Correction": "تصحيح",
    "Clarification": "توضيح",
    "Withdraw": "سحب",
    "kicker": "العنوان التمهيدي",
    "lede": "المقدمة",
    "short headline": "العنوان القصير",
    "dateline": "مكان الخبر",
    "caption": "شرح الصورة",
    "alternative text": "وصف الصورة للمكفوفين",
    "slug": "اسم الرابط",
    "slugline": "الاسم الداخلي للمادة",
    "editor's note": "ملاحظة للتحرير",
    "article": "مادة",
    "story": "ملف",
    "topic": "موضوع",
    "Approve": "إجازة",
    "Return to the writer": "إعادة إلى الكاتب",
    "Submit for review": "إرسال للمراجعة",
    "Page not found": "الصفحة غير موجودة",
    "This article was withdrawn": "سُحب هذا الخبر",
    "A temporary fault": "خلل مؤقت في الموقع",
}
#: What Wagtail and Django say otherwise.
OVERRIDDEN = {
    "Live": "منشور",
    "live": "منشور",
    "draft": "مسودة",
    "Draft": "مسودة",
    "scheduled": "مجدول",
    "live + draft": "منشور، وله مسودة",
    "Snippets": "عناصر مشتركة",
    "View live": "عرض في الموقع",
    "Publish": "نشر",
    "Unpublish": "إلغاء النشر",
    "Save draft": "حفظ المسودة",
    "Submit for moderation": "إرسال للمراجعة",
    "Locked by you": "قيد التحرير لديك",
    "Collection": "المجلد",
    "This field is required.": "حقل مطلوب.",
}


@pytest.mark.parametrize(("forms", "expected"), COUNTED.items(), ids=lambda value: value[0])
def test_counted_nouns(forms: tuple[str, str], expected: tuple[str, ...]) -> None:
    with override("ar"):
        assert tuple(ngettext(*forms, n) % {"n": n} for n in NUMBERS) == expected


def test_counted_nouns_in_english() -> None:
    with override("en"):
        said = [ngettext("%(n)s photo", "%(n)s photos", n) % {"n": n} for n in (0, 1, 2)]
    assert said == ["0 photos", "1 photo", "2 photos"]


@pytest.mark.parametrize(("english", "arabic"), TERMS.items())
def test_terms(english: str, arabic: str) -> None:
    with override("ar"):
        assert gettext(english) == arabic
    with override("en"):
        assert gettext(english) == english


@pytest.mark.parametrize(("english", "arabic"), OVERRIDDEN.items())
def test_our_words_stand_before_wagtails(english: str, arabic: str) -> None:
    with override("ar"):
        assert gettext(english) == arabic


def test_a_word_with_two_meanings_has_two_translations() -> None:
    with override("ar"):
        assert gettext("Next") == "التالية"
        assert pgettext("programme", "Next") == "لاحقًا"
        assert gettext("position") == "الترتيب"
        assert pgettext("job", "position") == "المنصب"


@pytest.mark.parametrize(
    ("counter", "expected"),
    [(1, "صفحة واحدة"), (2, "صفحتان"), (3, "3 صفحات"), (11, "11 صفحة"), (100, "100 صفحة")],
)
def test_wagtails_counts_are_arabic(counter: int, expected: str) -> None:
    with override("ar"):
        assert ngettext("1 page", "%(counter)s pages", counter) % {"counter": counter} == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (dt.timedelta(seconds=5), "الآن"),
        (dt.timedelta(minutes=2), "قبل دقيقتين"),
        (dt.timedelta(days=10), "قبل أسبوع"),
        (dt.timedelta(days=345), "قبل 11 شهرًا"),
        (dt.timedelta(days=3900), "قبل 10 سنوات"),
    ],
)
def test_how_long_ago_is_one_unit(since: dt.timedelta, expected: str) -> None:
    with override("ar"):
        said = str(timesince_simple(timezone.now() - since))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == expected


def test_dates_and_numbers_of_the_desk() -> None:
    moment = dt.datetime(2015, 4, 27, 14, 30, tzinfo=dt.UTC)
    with override("ar"):
        assert formats.date_format(moment, "DATETIME_FORMAT") == "27 أبريل 2015، 14:30"
        assert formats.number_format(3.5) == "3.5"
        assert formats.number_format(17088, force_grouping=True) == "17,088"


@pytest.mark.django_db
def test_the_way_into_the_desk_is_arabic(client: Client) -> None:
    page = client.get("/desk/login/", headers={"accept-language": "ar"}).content.decode()
    assert "كلمة المرور" in page
    assert "Password" not in page


@pytest.mark.django_db
def test_the_desks_lists_say_totals_and_marks_in_arabic(admin_client: Client) -> None:
    arabic = {"accept-language": "ar"}
    page = admin_client.get("/desk/users/", headers=arabic).content.decode()
    assert "المجموع: 1" in page
    assert re.search(r">\s*نعم\s*<", page)
    assert not re.search(r">\s*(True|False)\s*<", page)
    corrections = admin_client.get("/desk/snippets/newsroom/correction/", headers=arabic)
    assert "Article" not in corrections.content.decode()
