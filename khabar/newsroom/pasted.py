"""What somebody pastes to find an article: its number, its id on the desk, an address of it."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from khabar.language import digits
from khabar.language.text import plain
from khabar.newsroom.numbers import number_in

#: Pages are counted in four bytes.
MOST_PAGE_IDS = 2**31 - 1
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_NUMBER = re.compile(r"#?0*([1-9][0-9]{0,17})")
_WRAPPING = " \t<>«»“”\"'()[]،,;.…"
#: First words of an address of the desk's that an article's id follows.
_BY_ID = frozenset({"pages", "articles"})


@dataclass(frozen=True)
class Pasted:
    """The public number, or the id on the desk, that was meant; both for a bare number."""

    number: int | None = None
    page_id: int | None = None


def pasted(text: str) -> Pasted | None:
    """What a pasted number or address means, or None for anything else.

    An address may be relative or absolute, of any section, with or without slug, encoded or not,
    with a query and a fragment, alone or within a message. Digits may be of any set.
    """
    line = digits.convert(plain(text), "latn").strip(_WRAPPING)
    if number := _NUMBER.fullmatch(line):
        value = int(number[1])
        return Pasted(value, value if value <= MOST_PAGE_IDS else None)
    found = _ADDRESS.search(line)
    address = found[0] if found else line
    if not found and not ("/" in line or re.match(r"[0-9]+-\S*$", line)):
        return None
    return _meant(_components(address))


def _components(address: str) -> list[str]:
    """The parts of an address's path."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    # Twice, because a messenger may encode what was encoded already.
    path = unquote(unquote(path))
    absolute = _SCHEME.match(path)
    parts = [part.strip() for part in _SCHEME.sub("", path).split("/")]
    if absolute or _is_host(parts[0]):
        parts = parts[1:]
    return [digits.convert(part, "latn") for part in parts if part]


def _is_host(part: str) -> bool:
    return "." in part or part.partition(":")[0] == "localhost"


def _meant(parts: list[str]) -> Pasted | None:
    match parts:
        case [_desk, kind, pk, *_rest] if kind in _BY_ID and _NUMBER.fullmatch(pk):
            return Pasted(page_id=int(pk) if int(pk) <= MOST_PAGE_IDS else None)
        case [slug]:
            number = number_in(slug)
        case [_section, slug, *rest]:
            # A host without a dot looks like a section.
            number = number_in(slug) or (number_in(rest[0]) if rest else None)
        case _:
            return None
    return Pasted(number) if number else None
