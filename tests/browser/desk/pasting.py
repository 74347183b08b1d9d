"""What other programs put on the clipboard, and pasting it as a browser does."""

from playwright.sync_api import Locator

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><style>
<!-- /* Font Definitions */ p.MsoNormal {margin:0cm; mso-bidi-font-family:Arial;} -->
</style></head><body lang=AR-SA style='tab-interval:36.0pt'><!--StartFragment-->
<h2 dir=RTL style='text-align:right'><span lang=AR-SA style='font-family:"Arial",sans-serif'>عودة
الشاحنات<o:p></o:p></span></h2>
<p class=MsoNormal dir=RTL style='mso-margin-top-alt:auto'><span lang=AR-SA>\u200fقال
الوزير إن <b>المعبر</b> يُفتح\u202c غدا&nbsp; الأحد.<o:p></o:p></span></p>
<p class=MsoNormal dir=RTL><span lang=AR-SA><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraphCxSpFirst dir=RTL style='mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times"'>&nbsp;&nbsp;
</span></span><![endif]><span lang=AR-SA>الغذاء<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpLast dir=RTL style='mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>2.<span style='font:7.0pt "Times"'>&nbsp;&nbsp;
</span></span><![endif]><span lang=AR-SA>الدواء<o:p></o:p></span></p>
<!--EndFragment--></body></html>"""

WHATSAPP = (
    "\u200e[25/11/26, 14:30] سلمى: *عاجل* المعبر يُفتح غدا\n"
    "\n"
    "[25/11/26, 14:31] سلمى: التفاصيل: https://news.example/a?id=5&utm_source=wa&fbclid=xyz.\n"
)

WEB = """<meta charset='utf-8'><div class="article" style="direction: rtl; color: rgb(34, 34, 34);">
<p style="margin: 0px">اتفق <strong>الجانبان</strong> على <a
href="https://news.example/deal?id=7&amp;utm_medium=web&amp;gclid=q#top" target="_blank"
class="link">الاتفاق</a> و<i>الجدول</i>.</p><p><br></p>
<ul><li>يوم السبت</li><li>يوم <a href="javascript:alert(1)">الأحد</a></li></ul>
<script>track()</script><p>می\u200cشود\ufeff وانتهى</p></div>"""

_PASTE = """(element, [html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  element.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
  );
}"""


def paste(place: Locator, html: str, text: str = "…") -> None:
    """Paste what a clipboard holds."""
    place.focus()
    place.evaluate(_PASTE, [html, text])
