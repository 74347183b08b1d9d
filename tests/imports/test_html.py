"""Foreign HTML into body parts: input, expected."""

from typing import Any

import pytest

from khabar.imports.html import body_parts, text_parts


def parts(html: str) -> list[tuple[str, Any]]:
    return [(part.kind, part.value) for part in body_parts(html)[0]]


@pytest.mark.parametrize(
    ("html", "rich"),
    [
        ("<p>أول</p>\n<p>ثانٍ</p>", "<p>أول</p><p>ثانٍ</p>"),
        ("بلا وسم", "<p>بلا وسم</p>"),
        ("<div>أول<div>ثانٍ</div>ثالث</div>", "<p>أول</p><p>ثانٍ</p><p>ثالث</p>"),
        ("<p>أول<p>ثانٍ", "<p>أول</p><p>ثانٍ</p>"),
        ("<p></p><p>&nbsp;</p><p> <b> </b><br></p><p>نص</p>", "<p>نص</p>"),
        ("<p>سطر<br>آخر<br/></p>", "<p>سطر<br/>آخر</p>"),
        ("<p><strong>قوي</strong> <em>مائل</em></p>", "<p><b>قوي</b> مائل</p>"),
        ("<b><p>أول</p><p>ثانٍ</p></b>", "<p><b>أول</b></p><p><b>ثانٍ</b></p>"),
        ("<p>&lt;b&gt; &amp; 5 < 6</p>", "<p>&lt;b&gt; &amp; 5 &lt; 6</p>"),
        (
            '<p><a href="https://example.org/?a=1&b=2" onclick="x()">هنا</a></p>',
            '<p><a href="https://example.org/?a=1&amp;b=2">هنا</a></p>',
        ),
        ('<p><a href="java\nscript:alert(1)">هنا</a></p>', "<p>هنا</p>"),
        ('<p><a href="/local">هنا</a> <a href="http://[x">و</a></p>', "<p>هنا و</p>"),
        ('<p><a href="https:evil">هنا</a></p>', "<p>هنا</p>"),
        ("<ul><li>أ<li>ب</ul>", "<ul><li>أ</li><li>ب</li></ul>"),
        (
            "<ol><li>أ<ul><li>ب</li></ul></li><li></li></ol>",
            "<ol><li>أ<ul><li>ب</li></ul></li></ol>",
        ),
        ("<ul>شارد<li>ب</ul>", "<ul><li>شارد</li><li>ب</li></ul>"),
        ("<p onclick='x'>نص</p><style>p{}</style>", "<p>نص</p>"),
        ("<unknown>نص <span>آخر</span></unknown>", "<p>نص آخر</p>"),
        (
            "<p>a <b>b <a href='https://e.org'>c</b> d</a></p>",
            '<p>a <b>b <a href="https://e.org">c</a></b><a href="https://e.org"> d</a></p>',
        ),
    ],
)
def test_paragraphs(html: str, rich: str) -> None:
    assert parts(html) == [("paragraph", rich)]


@pytest.mark.parametrize("html", ["", "<p></p>", "<script>x</script>", "<img>", "<table></table>"])
def test_nothing_is_made_of_nothing(html: str) -> None:
    assert parts(html) == []


def test_parts_stand_in_their_order() -> None:
    html = (
        "<p>أول</p><h2>عنوان</h2><p>ثانٍ</p><blockquote><p>قال</p><p>وأضاف</p><cite>فلان</cite>"
        '</blockquote><figure><img src="a.jpg" alt="وصف"><figcaption>تعليق</figcaption></figure>'
        "<table><tr><th>أ</th><th>ب</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    assert parts(html) == [
        ("paragraph", "<p>أول</p>"),
        ("subhead", "عنوان"),
        ("paragraph", "<p>ثانٍ</p>"),
        ("quote", {"text": "قال\nوأضاف", "speaker": "فلان", "role": ""}),
        ("image", {"src": "a.jpg", "alt": "وصف", "caption": "تعليق"}),
        (
            "table",
            {
                "caption": "",
                "table": {
                    "columns": [
                        {"type": "text", "heading": "أ"},
                        {"type": "text", "heading": "ب"},
                    ],
                    "rows": [{"values": ["1", "2"]}],
                    "caption": "",
                },
            },
        ),
    ]


def test_what_is_dropped_is_named() -> None:
    found, dropped = body_parts(
        "<script>if (a < b) alert('<p>x</p>')</script><iframe src='x'>y</iframe><p>نص</p>"
    )
    assert [part.value for part in found] == ["<p>نص</p>"]
    assert dropped == {"script", "iframe"}


def test_a_table_that_is_not_simple_keeps_its_words() -> None:
    html = "<table><tr><td colspan=2>أ</td></tr><tr><td>ب</td><td>ج</td></tr></table>"
    assert parts(html) == [("paragraph", "<p>أ</p><p>ب – ج</p>")]


def test_a_heading_too_long_or_never_closed_swallows_nothing() -> None:
    assert parts("<h2>عنوان<p>نص</p>") == [("subhead", "عنوان"), ("paragraph", "<p>نص</p>")]
    long = "كلمة " * 40
    assert parts(f"<h3>{long}</h3>") == [("paragraph", f"<p><b>{long.strip()}</b></p>")]


def test_plain_text_is_parted_by_lines() -> None:
    assert text_parts("أول\nثانٍ")[0].value == "<p>أول</p><p>ثانٍ</p>"
    assert text_parts("أول\nيتبع\r\n\r\nثانٍ <")[0].value == "<p>أول يتبع</p><p>ثانٍ &lt;</p>"
    assert text_parts(" \n ") == []
