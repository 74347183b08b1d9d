"""Function words: found everywhere and so of no use in finding. Kept as `matching_key` has them."""

from __future__ import annotations

from itertools import product
from typing import Final

from .text import key_words

# Written with «و» or «ف» before them too.
_ARABIC_PLAIN: Final = """
    في من إلى على عن مع حتى منذ خلال بين بعد قبل عند لدى حول دون ضد نحو عبر وراء أمام فوق تحت وسط
    لدن سوى عدا خلا حاشا ضمن إزاء تجاه أثناء بعض كل جميع كافة أي أية كلا كلتا غير مثل نفس ذات
    أن إن أنه أنها أنهم إنه إنها إنهم لكن لأن كأن ليت لعل أو أم بل ثم إذ إذا لو لولا لوما كي لكي حيث
    حيثما بينما كلما عندما حينما ريثما طالما إنما أما إما لا لم لن لما ما ليس ليست ليسوا لست لسنا
    كان كانت كانوا كنت كنا يكون تكون يكونوا تكن يكن أكون نكون كن كونه كونها
    قد لقد سوف هل هلا ألا إلا أيضا فقط هنا هناك هنالك الآن بد ربما
    هو هي هم هن هما أنا أنت أنتم أنتن أنتما نحن إياه إياها إياهم
    هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك ذاك ذانك أولئك ذا ذي
    الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي اللائي
    من ماذا متى أين كيف كم لماذا أيان أنى مما ممن عما عمن فيما فيمن علام إلام حتام بما لما كما لمن بمن
    بأن لئلا كذلك لذلك بذلك هكذا لهذا بهذا لهذه بهذه كهذا كهذه لتلك بتلك لذا
    للذي بالذي للتي بالتي للذين بالذين كالذي كالتي بعضهم بعضها كلها كله كلهم
    بغير لغير بعد بدون بين بينه بينها بينهم بيننا بل أي بأي لأي بكل لكل بعدما قبلما مهما
    أحد إحدى نعم كلا لدى إذن أجل حين عندئذ حينئذ آنذاك بعدئذ يا أيها أيتها تم
"""
_PREPOSITIONS: Final = (
    "من عن في على ل ب إلى مع عند لدى بين أن إن لأن لكن كأن بعد قبل خلال حول دون ضد نحو"
)
_PRONOUNS: Final = "ه ها هم هن هما ك كم كن كما ي نا"
_FRENCH: Final = """
    au aux avec ce ces cet cette d dans de des du elle elles en et eu il ils je l la le les leur lui m
    ma mais me meme même mes moi mon n ne nos notre nous on ou où par pas pour qu que quel quelle qui s sa
    se ses son sur t ta te tes toi ton tu un une vos votre vous c j y a à est sont été être être sera
    plus comme sans sous si leurs dont aussi entre vers chez ont avait était comment quand pourquoi
"""
_ENGLISH: Final = """
    a about after again against all also am an and any are as at be because been before being between
    both but by can could d did do does doing don down during each few for from further had has have
    having he her here hers him his how i if in into is it its itself just ll me more most my no nor
    not now of off on once only or other our ours out over own re s same she should so some such t
    than that the their theirs them then there these they this those through to too under until up ve
    very was we were what when where which while who whom whose why will with would you your yours
"""
_PERSIAN: Final = """
    و در به از که این آن را با برای است بود شد شده می نمی خود تا بر هر یا هم نیز اما ولی اگر چه چون پس
    پیش بین روی زیر بی همه هیچ یک دو کرد کرده کند کنند شود شوند باشد باشند بوده دارد دارند داشت داشته
    ما من تو او شما آنها آنان ایشان وی همین همان چنین چنان دیگر بعد قبل هنوز فقط حتی چرا چگونه کجا کی
    کدام آیا باید نباید خواهد خواهند های هایی ها ای ام اند
"""
_URDU: Final = """
    کا کی کے کو میں سے پر نے اور ہے ہیں تھا تھی تھے ہو گا گی گے یہ وہ اس ان جو کہ بھی تو ہی تک لیے لئے
    ایک ہم تم آپ میں کیا کیوں کب کہاں کون کیسے جب اگر لیکن یا نہیں نہ کر کے کرنے ہوئے ہوا ہوئی رہا رہی
    رہے ساتھ بعد پہلے اپنے اپنی اپنا گیا گئی گئے جس جن کسی کچھ سب
"""
_HEBREW: Final = """
    של את על אל עם לא כי גם אך אבל או אם אז כל זה זו זאת אלה אלו הוא היא הם הן אני אתה את אתם אנחנו
    אנו יש אין היה היתה הייתה היו יהיה תהיה להיות מה מי איך איפה מתי למה מדוע כמה איזה רק עוד יותר
    כבר לפני אחרי בין תחת מעל ליד עד מן אשר כאשר לכן כך כן שלו שלה שלהם שלי שלנו לו לה להם לי לנו בו
    בה בהם אותו אותה אותם עליו עליה אליו אליה ממנו ממנה שם פה כאן הזה הזאת האלה
"""


def stop_words(language: str) -> frozenset[str]:
    """The function words met in a text of this language (a primary tag)."""
    arabic_script = {"fa": _PERSIAN, "prs": _PERSIAN, "ur": _URDU}.get(language)
    found = set(key_words(arabic_script)) if arabic_script else _arabic()
    found.update(key_words(_FRENCH if language == "fr" else _ENGLISH))
    found.update(_hebrew())
    return frozenset(found)


def _arabic() -> set[str]:
    plain = set(key_words(_ARABIC_PLAIN))
    for word, pronoun in product(_PREPOSITIONS.split(), _PRONOUNS.split()):
        plain.update(key_words(_joined(word, pronoun)))
    return plain | {letter + word for letter in "وف" for word in plain} | set("وفبكلس")


def _joined(word: str, pronoun: str) -> str:
    if pronoun == "ي" and word.endswith("ى"):
        return word
    return word.replace("ى", "ي") + pronoun


def _hebrew() -> set[str]:
    plain = set(key_words(_HEBREW))
    return plain | {letter + word for letter in "וש" for word in plain}
