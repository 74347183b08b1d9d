"""The catalogues as texts: complete, alike in form to their sources, Arabic as it is printed."""

import re
import shutil
from gettext import GNUTranslations
from pathlib import Path

import django
import polib
import pytest
import taggit
from django.conf import settings

from khabar.cli.translations import compile_translations
from tests.locale import catalogues
from tools.check_translations import problems

FORMS = 6
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
#: Names and abbreviations that an Arabic desk writes in Latin letters.
LATIN = {
    "API", "Asia/Riyadh", "AVIF", "CSV", "HLS", "IANA", "IPTC", "JavaScript", "JPEG", "JSON",
    "MP4", "RSS", "SHA", "Stoltenberg", "SVG", "UTC", "Wagtail", "XLSX",
    "from", "https", "stories", "to",
}  # fmt: skip
#: Between names and between a time's parts: these are nothing but punctuation.
SEPARATORS = {"، ", ", "}
#: A placeholder stands for a word, a tag for nothing.
NOT_SHOWN = re.compile(r"<[^>]*>|%\(\w+\)[sd]|\{\w*\}")
L = "ء-يٱ"
MARK = "\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}"


def whole(*alternatives: str) -> str:
    """A pattern of whole words."""
    return rf"(?<![{L}])(?:{'|'.join(alternatives)})(?![{L}{MARK}])"


MISTAKES = {
    "space before punctuation": rf"[{L}»] +[،؛؟!.:](?!\w)",
    "no space after a comma": rf"[،؛](?=[{L}])",
    "English punctuation": rf"[{L}»] ?[,;?]|[,;?] ?[{L}«]",
    "English or straight quotes": r"[\"“”‘’']",
    "three dots for one sign": r"\.\.\.",
    "tatweel other than after a prefix": rf"ـ(?=[{L}])|(?<![لبكفو])ـ|ـ$",
    "«و» apart from its word": r"(?:^|\s)و(?:\s|$)",
    "two spaces": r"  ",
    "«تم» before a verbal noun": whole("تم", "تمت", "يتم"),
    "«قم بـ» for a verb": rf"{whole('قم')} ب",
    "«بواسطة» for a doer": whole("بواسطة"),
    "tanween after the alef": r"اً",
    "ى for ي": whole("فى", "الذى", "التى"),
    "ي for ى": whole("علي", "إلي", "حتي", "أخري", "متي"),
    "hamza left out": whole("الى", "ان", "او", "اي", "اذا", "اضافة", "انشاء", "الغاء", "ايضا"),
    "hamza too much": whole("إسم", "الإسم", "إختيار", "إختر", "إنتظار", "إستيراد"),
    "ه for ة": whole("صفحه", "ماده", "نسخه", "مسوده", "قائمه"),
    "a story that is no «ملف»": whole("قصة", "قصص"),
    "Wagtail's words, not ours": whole("نشطة", "قصاصات", "قصصات", "مقتطف", "رزمة"),
    "eastern digits": r"[٠-٩۰-۹]",
}
EXAMPLES = {
    "space before punctuation": "هل تريد الحذف ؟",
    "no space after a comma": "صور،فيديو",
    "English punctuation": "صور, فيديو",
    "English or straight quotes": 'نُشرت "المادة"',
    "three dots for one sign": "يجري الحفظ...",
    "tatweel other than after a prefix": "تحـرير",
    "«و» apart from its word": "صور و فيديو",
    "two spaces": "نُشر  الخبر",
    "«تم» before a verbal noun": "تم نشر الصفحة",
    "«قم بـ» for a verb": "قم بالحفظ",
    "«بواسطة» for a doer": "كُتب بواسطة سامي",
    "tanween after the alef": "أيضاً",
    "ى for ي": "فى الموقع",
    "ي for ى": "إلي الموقع",
    "hamza left out": "اضافة مادة",
    "hamza too much": "الإسم",
    "ه for ة": "صفحه",
    "a story that is no «ملف»": "كل القصص قصة",
    "Wagtail's words, not ours": "رزمة",
    "eastern digits": "٣ صور",
}


def test_every_text_is_translated_in_the_form_of_its_source() -> None:
    found = [
        f"{entry.msgid}: {text}"
        for entry in catalogues.entries(catalogues.OURS)
        for text in problems(entry)
    ]
    assert found == []


def test_english_has_the_texts_that_arabic_has() -> None:
    english = {catalogues.key(entry) for entry in catalogues.entries(catalogues.ENGLISH)}
    arabic = {catalogues.key(entry) for entry in catalogues.entries(catalogues.OURS)}
    assert english == arabic


@pytest.mark.parametrize(
    "path", catalogues.ARABIC, ids=lambda path: f"{path.parts[-4]}-{path.stem}"
)
def test_a_count_has_six_forms(path: Path) -> None:
    counted = [entry for entry in catalogues.entries(path) if entry.msgid_plural]
    assert counted
    for entry in counted:
        assert sorted(entry.msgstr_plural) == list(range(FORMS)), entry.msgid
        assert all(entry.msgstr_plural.values()), entry.msgid


@pytest.mark.parametrize("path", catalogues.OVERRIDES, ids=lambda path: path.stem)
def test_an_override_invents_no_placeholder_and_keeps_those_without_a_name(path: Path) -> None:
    for entry in catalogues.entries(path):
        wanted = PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)
        for text in catalogues.texts(entry):
            assert text, entry.msgid
            assert set(PLACEHOLDER.findall(text)) <= set(wanted), entry.msgid
            for unnamed in ("%s", "%d"):
                assert text.count(unnamed) == entry.msgid.count(unnamed), entry.msgid


def test_an_override_is_of_something_that_wagtail_or_django_says() -> None:
    elsewhere = [
        Path(django.__file__).parent / "conf",
        Path(django.__file__).parent / "contrib" / "auth",
        Path(django.__file__).parent / "contrib" / "humanize",
        Path(taggit.__file__).parent,
    ]
    for path in catalogues.OVERRIDES:
        said = {catalogues.key(entry) for entry in catalogues.upstream("en", path.stem)}
        for folder in elsewhere:
            for language in ("en", "ar"):
                source = folder / "locale" / language / "LC_MESSAGES" / f"{path.stem}.po"
                if source.exists():
                    said |= {catalogues.key(entry) for entry in catalogues.entries(source)}
        stale = {catalogues.key(entry) for entry in catalogues.entries(path)} - said
        assert stale == set()


def test_an_override_does_not_stand_behind_a_text_of_ours() -> None:
    ours = {catalogues.key(entry) for entry in catalogues.entries(catalogues.OURS)}
    over = {catalogues.key(entry) for entry in catalogues.entries(catalogues.OVERRIDES[0])}
    assert ours & over == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_wagtail_has_nothing_left_that_is_not_arabic(domain: str) -> None:
    said = {
        catalogues.key(entry) for entry in catalogues.upstream("ar", domain) if entry.translated()
    }
    for path in (catalogues.OURS, *catalogues.OVERRIDES):
        if path.stem == domain:
            said |= {catalogues.key(entry) for entry in catalogues.entries(path)}
    left = {catalogues.key(entry) for entry in catalogues.upstream("en", domain)} - said
    assert left == set()


def test_latin_letters_are_names_alone() -> None:
    found = {
        (msgid, word)
        for msgid, text in catalogues.translated(*catalogues.ARABIC)
        for word in re.findall(r"[A-Za-z][A-Za-z0-9/]*", catalogues.words(text))
        if word not in LATIN
    }
    assert found == set()


@pytest.mark.parametrize(("mistake", "pattern"), MISTAKES.items())
def test_arabic_as_it_is_printed(mistake: str, pattern: str) -> None:
    found = [
        (msgid, text)
        for msgid, text in catalogues.translated(*catalogues.ARABIC)
        if text not in SEPARATORS and re.search(pattern, NOT_SHOWN.sub("0", text))
    ]
    assert found == [], mistake


@pytest.mark.parametrize(("mistake", "pattern"), MISTAKES.items())
def test_each_mistake_would_be_found(mistake: str, pattern: str) -> None:
    assert re.search(pattern, EXAMPLES[mistake])


def test_a_space_ends_a_text_only_where_its_source_has_one() -> None:
    found = [
        text
        for msgid, text in catalogues.translated(*catalogues.ARABIC)
        if text != text.strip() and msgid == msgid.strip()
    ]
    assert found == []


def test_what_was_a_while_ago_is_said_with_qabl() -> None:
    found = [
        text
        for msgid, text in catalogues.translated(*catalogues.ARABIC)
        if re.search(r"\bago\b", msgid) and "منذ" in text
    ]
    assert found == []


def test_compiled_catalogues_say_what_the_sources_say(tmp_path: Path) -> None:
    copy = tmp_path / "locale"
    shutil.copytree(catalogues.LOCALE, copy, ignore=shutil.ignore_patterns("*.mo"))
    compile_translations([copy, copy / "overrides"])
    for source in catalogues.ARABIC:
        target = copy / source.relative_to(catalogues.LOCALE).with_suffix(".mo")
        with target.open("rb") as file:
            compiled = GNUTranslations(file)
        for entry in catalogues.entries(source):
            assert _said(compiled, entry) == catalogues.texts(entry)[0]


def _said(compiled: GNUTranslations, entry: polib.POEntry) -> str:
    """The translation, or of a count the form for none."""
    if entry.msgid_plural:
        if entry.msgctxt:
            return compiled.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 0)
        return compiled.ngettext(entry.msgid, entry.msgid_plural, 0)
    if entry.msgctxt:
        return compiled.pgettext(entry.msgctxt, entry.msgid)
    return compiled.gettext(entry.msgid)


def test_the_compiled_catalogues_in_use_are_not_stale() -> None:
    sources = [
        source
        for folder in settings.LOCALE_PATHS
        for source in Path(folder).glob("*/LC_MESSAGES/*.po")
    ]
    assert {*catalogues.ARABIC, catalogues.ENGLISH} <= set(sources)
    for source in sources:
        assert source.with_suffix(".mo").stat().st_mtime >= source.stat().st_mtime
