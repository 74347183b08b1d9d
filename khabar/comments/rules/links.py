"""Links that sell, hide where they lead, or come in numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from khabar.comments.rules.wording import words
from khabar.language.text import key_words

Span = tuple[int, int]

_TLDS: Final = (
    "com|net|org|info|biz|xyz|top|icu|shop|store|online|site|club|live|bet|win|vip|app|ru|cn|tk|ml"
    "|ga|cf|me|tv|io|co|cc|ly|link|click|pro|ws|us|uk|de|fr|sa|ae|eg|jo|lb|ps|iq|sy|ye|qa|kw|bh|om"
    "|ma|tn|dz|sd|gov|edu|int"
)
LINK: Final = re.compile(
    r"(?:(?:https?|hxxps?|ftp)\s?:\s?//|www\s?\.\s?)[^\s«»\"'<>]+"
    rf"|(?<![\w@.])(?:[a-z0-9][a-z0-9-]*\.)+(?:{_TLDS})\b(?:/[^\s«»\"'<>]*)?(?![\w@])",
    re.IGNORECASE,
)
_DISGUISED: Final = re.compile(
    r"\b[a-z0-9-]+(?:\s?(?:\.|\(dot\)|\[dot\]|\[\.\]|\(\.\))\s|\s(?:\.|dot)\s?|\s?\[\.\]\s?"
    r"|\s?\((?:dot|\.)\)\s?)"
    rf"(?:[a-z0-9-]+\s?(?:\.|dot)\s?)*(?:{_TLDS})\b|\bhxxps?\b",
    re.IGNORECASE,
)
_SHORTENERS: Final = re.compile(
    r"(?:^|//|\.|^www\.)(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|is\.gd|cutt\.ly|ow\.ly|rb\.gy"
    r"|shorturl\.at|adf\.ly|t\.me|telegram\.me|wa\.me|chat\.whatsapp\.com|api\.whatsapp\.com"
    r"|linktr\.ee|s\.id|rebrand\.ly|v\.gd)(?:/|$)",
    re.IGNORECASE,
)
_CHEAP: Final = re.compile(
    r"\.(?:xyz|top|icu|shop|store|online|site|club|bet|win|vip|click|tk|ml|ga|cf|buzz|live)"
    r"(?:/|:|$)",
    re.IGNORECASE,
)
_OFFERS: Final = words("""
    اربح تربح كسب المال فلوس بسهولة ربح أرباح دولار بونص كازينو عروض عرض خصم خصومات تخفيضات
    اشتري للبيع اطلب الطلب سجل التسجيل مجانا مجاني متابعين لايكات قروض تمويل علاج نهائيا
    بأرخص بارخص شاهد حصريا المحذوف وظائف راتب براتب واتساب تواصل للتواصل اتصل انضم زوروا
    زورونا موقعنا متجرنا كوبون كود توصيل تسوق فوركس يوميا قناتنا قناتي جروب اضغط اكسب استثمر
    تداول بيتكوين مضمون win free cheap buy price earn money bonus casino offer discount
    followers click promo viagra replica gratuit gagner argent
""")
_SALE: Final = words("""
    للبيع للايجار نبيع نوفر اطلب اطلبها اطلبوا عروض عروضنا خصم خصومات لبيع لطلب للطلب
""")
_ASK: Final = re.compile(r"واتس|وتساب|اتصل|للتواصل|تواصل|الخاص|خاص|dm\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Links:
    """How many links a comment may hold."""

    most: int = 2

    def __call__(self, text: str) -> Iterator[Span]:
        """The links for which the comment is to be looked at."""
        links = [match.span() for match in LINK.finditer(text)]
        disguised = [
            match.span()
            for match in _DISGUISED.finditer(text)
            if not any(a <= match.start() < b for a, b in links)
        ]
        offers = _OFFERS & set(key_words(text)) if links else frozenset[str]()
        for start, end in links:
            address = text[start:end]
            if (
                len(links) > self.most
                or offers
                or _SHORTENERS.search(address)
                or _CHEAP.search(address)
                or address.lower().startswith("hxxp")
            ):
                yield start, end
        yield from disguised
        if not links and _SALE & set(key_words(text)) and (ask := _ASK.search(text)):
            yield ask.span()
