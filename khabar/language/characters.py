"""Sets of characters the other modules of this room agree on."""

import unicodedata

TATWEEL = "\u0640"

# Marks an Arabic reader may write or leave out without changing the word: harakat, Qur'anic signs.
ARABIC_MARKS = "".join(
    map(
        chr,
        (
            *range(0x0610, 0x061B),
            *range(0x064B, 0x0660),
            0x0670,
            *range(0x06D6, 0x06EE),
            *range(0x08CA, 0x0900),
        ),
    )
)

# Hebrew vowel points and cantillation; the maqaf and the signs between words are none of them.
HEBREW_MARKS = "".join(
    map(chr, (*range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7))
)

# Every mark of the scripts below U+2100 that stands upon or after a letter of its word.
MARKS = "".join(
    character
    for character in map(chr, (*range(0x0300, 0x2100), *range(0xFE20, 0xFE30)))
    if unicodedata.category(character).startswith("M")
)

# Characters that steer the direction of a line and show nothing.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# They change how neighbours join: Persian spelling and emoji need them, comparison does not.
JOINERS = "\u200c\u200d"

# Leftovers of editors and web pages which mean nothing in a line of news.
OTHER_INVISIBLE = "\u00ad\u200b\u2060\u2061\u2062\u2063\u2064\ufeff" + "".join(
    map(chr, range(0x206A, 0x2070))
)

# Control characters of ASCII and Latin-1 which are not white space.
CONTROLS = "".join(
    chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()
)

# What makes no difference in comparing, wherever it stands.
UNREAD = (
    TATWEEL + ARABIC_MARKS + HEBREW_MARKS + JOINERS + BIDI_CONTROLS + OTHER_INVISIBLE + CONTROLS
)

ELLIPSIS = "…"
NO_BREAK_SPACE = "\u00a0"
