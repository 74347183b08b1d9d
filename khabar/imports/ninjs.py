"""IPTC ninjs 1.x, 2.x and 3.x into one form. Pure: nothing is looked up or stored.

The three differ in the spelling of names (``pubstatus``, ``pubStatus``) and in shape (``headline``
or ``headlines: [{role, value}]``; associations by name or in a list). Names are compared without
case and underscores, so both spellings of both shapes are read whatever version an item claims.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from typing import Any, Final

from khabar.imports.cleaning import fit, one_line
from khabar.imports.problems import ItemError, Note

USABLE, WITHHELD, CANCELED = "usable", "withheld", "canceled"
_STATUSES: Final = {USABLE: USABLE, WITHHELD: WITHHELD, CANCELED: CANCELED, "cancelled": CANCELED}
_TEXTUAL: Final = frozenset({"", "text", "composite"})
_MEDIA_TOPIC: Final = re.compile(r"(?:medtop:|mediatopic/|^)(\d{8})/?$", re.IGNORECASE)
_LEDE_ROLES: Final = ("lede", "lead", "summary", "abstract", "main", "")
_LARGEST_FIRST: Final = ("original", "main", "full", "highres", "baseimage", "viewimage", "preview")


@dataclass(frozen=True)
class Picture:
    """A picture that an item brings along; ``hrefs`` from the best to the least."""

    name: str
    uri: str
    hrefs: tuple[str, ...]
    title: str = ""
    caption: str = ""
    alt: str = ""
    photographer: str = ""
    credit: str = ""
    rights: str = ""


@dataclass(frozen=True)
class NinjsItem:
    """One text item, whatever version of ninjs it came in."""

    uri: str
    version: str
    status: str
    language: str
    headline: str
    short_headline: str = ""
    kicker: str = ""
    lede: str = ""
    body_html: str = ""
    body_text: str = ""
    by: str = ""
    located: str = ""
    slugline: str = ""
    editor_note: str = ""
    urgency: int | None = None
    first_created: datetime | None = None
    version_created: datetime | None = None
    embargoed_until: datetime | None = None
    sources: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Note, ...] = field(default=())


class _Names(Mapping[str, Any]):
    """An object's properties by name without case, underscores and ``$``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = {_bare(name): value for name, value in data.items() if value is not None}

    def __getitem__(self, name: str) -> Any:
        return self._data[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def text(self, *names: str) -> str:
        """The first of these that is text (or a number), else ""."""
        for name in names:
            value = self._data.get(name, "")
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                found = fit(str(value)).strip()
                if found:
                    return found
        return ""

    def objects(self, *names: str) -> "list[_Names]":
        """The objects of the first of these that is a list, one object, or a dict of objects."""
        for name in names:
            value = self._data.get(name)
            if isinstance(value, dict):
                named = all(isinstance(part, dict) for part in value.values())
                parts = [{"name": key, **part} for key, part in value.items()] if named else [value]
                return [_Names(part) for part in parts]
            if isinstance(value, list):
                return [
                    _Names(part if isinstance(part, dict) else {"name": part, "value": part})
                    for part in value
                    if isinstance(part, dict | str)
                ]
        return []


def _bare(name: str) -> str:
    return name.lower().replace("_", "").lstrip("$")


def parse(data: Mapping[str, Any], zone: tzinfo) -> NinjsItem:
    """Read one item; times without a zone are taken to be in ``zone``. Raises ItemError."""
    names = _Names(data)
    notes: list[Note] = []
    uri = names.text("uri", "guid")
    if not uri:
        raise ItemError("no uri")
    kind = names.text("type").lower()
    if kind not in _TEXTUAL:
        raise ItemError(f"type is {kind}: only text items become articles")
    status = _STATUSES.get(names.text("pubstatus").lower() or USABLE)
    if status is None:
        raise ItemError(f"pubStatus {names.text('pubstatus')!r} is unknown")
    times = _Times(names, zone, notes)
    item = NinjsItem(
        uri=uri,
        status=status,
        version=_version(names, times),
        language=names.text("language"),
        headline=_headline(names, ("main", "headline", "")) or one_line(names.text("title")),
        short_headline=_role(names, "headlines", ("short",)),
        kicker=_role(names, "headlines", ("kicker", "overline")),
        lede=_lede(names),
        body_html=_body(names, html=True),
        body_text=_body(names, html=False),
        by=_word_for_word(names.text("by", "byline")),
        located=one_line(names.text("located")),
        slugline=one_line(names.text("slugline")),
        editor_note=names.text("ednote"),
        urgency=_urgency(names, notes),
        first_created=times.first("firstcreated", "contentcreated", "versioncreated"),
        version_created=times.first("versioncreated"),
        embargoed_until=times.first("embargoeduntil", "embargoed"),
        sources=_sources(names),
        subjects=tuple(_subjects(names)),
        genres=tuple(_genres(names)),
        pictures=tuple(_pictures(names)),
        notes=tuple(notes),
    )
    _complain(item)
    return item


def _complain(item: NinjsItem) -> None:
    """Raise ItemError for what an article cannot be without."""
    if item.status == CANCELED:
        return
    if not item.headline:
        raise ItemError("no headline")
    if item.first_created is None:
        # "Now" would turn last week's news into breaking news.
        raise ItemError("no firstCreated, contentCreated or versionCreated")


def _version(names: _Names, times: "_Times") -> str:
    version = names.text("version")
    if version:
        return version
    created = times.first("versioncreated")
    return created.astimezone().isoformat(timespec="seconds") if created else ""


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """By this a provider's versions come in order: numbers inside count as numbers."""
    parts = re.findall(r"\d+|[^\d]+", version)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


@dataclass(frozen=True)
class _Times:
    names: _Names
    zone: tzinfo
    notes: list[Note]

    def first(self, *names: str) -> datetime | None:
        """The first of these properties that is there. Raises ItemError when it is no time."""
        for name in names:
            value = self.names.text(name)
            if value:
                return self._read(name, value)
        return None

    def _read(self, name: str, value: str) -> datetime:
        try:
            if len(value) == len("2026-01-01"):
                read = datetime.combine(date.fromisoformat(value), time())
            else:
                read = datetime.fromisoformat(value)
            if read.tzinfo is None:
                note = Note("time-without-zone", "A time has no zone; the edition's was taken.")
                if note not in self.notes:
                    self.notes.append(note)
                read = read.replace(tzinfo=self.zone)
            # Year 1 or 9999 with an offset is a time that no database keeps.
            read.astimezone(self.zone)
        except (ValueError, OverflowError) as error:
            raise ItemError(f"{name} is no time: {value[:40]!r}") from error
        return read


def _role(names: _Names, name: str, roles: tuple[str, ...]) -> str:
    values: dict[str, str] = {}
    for part in names.objects(name):
        values.setdefault(part.text("role").rpartition(":")[2].lower(), part.text("value"))
    return next((one_line(values[role]) for role in roles if values.get(role)), "")


def _headline(names: _Names, roles: tuple[str, ...]) -> str:
    plain = one_line(names.text("headline"))
    others = [one_line(part.text("value")) for part in names.objects("headlines")]
    return plain or _role(names, "headlines", roles) or next(iter(others), "")


def _lede(names: _Names) -> str:
    plain = one_line(names.text("descriptiontext"))
    return plain or _role(names, "descriptions", _LEDE_ROLES)


def _body(names: _Names, *, html: bool) -> str:
    """The body in HTML, or the one in plain text."""
    plain = names.text(*(("bodyhtml", "bodyxhtml") if html else ("bodytext",)))
    if plain:
        return plain
    found = [
        (part.text("role").rpartition(":")[2].lower(), part.text("value"))
        for part in names.objects("bodies")
        if ("html" in part.text("contenttype").lower()) == html
    ]
    main = [value for role, value in found if role in {"main", "body", ""}]
    return next(iter(main or [value for _role, value in found]), "")


def _word_for_word(text: str) -> str:
    return fit(text.replace("\r", " ").replace("\n", " ")).strip()


def _urgency(names: _Names, notes: list[Note]) -> int | None:
    text = names.text("urgency")
    if not text:
        return None
    try:
        urgency = int(float(text))
    except (ValueError, OverflowError):
        urgency = 0
    if not 1 <= urgency <= 9:  # noqa: PLR2004 (IPTC's scale)
        notes.append(Note("urgency-unknown", f"Urgency {text[:20]!r} is not between 1 and 9."))
        return None
    return urgency


def _sources(names: _Names) -> tuple[str, ...]:
    found = [part.text("name") for part in names.objects("infosources", "infosource", "sources")]
    if not found:
        found = [names.text("source")]
    return tuple(dict.fromkeys(one_line(name) for name in found if one_line(name)))


def _subjects(names: _Names) -> Iterator[str]:
    """Media Topics as ``medtop:…``; other vocabularies' codes as they stand."""
    for part in names.objects("subjects", "subject"):
        code = part.text("uri", "code", "literal", "qcode")
        topic = _MEDIA_TOPIC.search(code)
        if code:
            yield f"medtop:{topic[1]}" if topic else code


def _genres(names: _Names) -> Iterator[str]:
    for part in names.objects("genres", "genre"):
        for text in (part.text("uri", "code", "literal"), part.text("name")):
            if text:
                yield re.split(r"[/:]", text.rstrip("/"))[-1].strip().lower()


def _pictures(names: _Names) -> Iterator[Picture]:
    for part in names.objects("associations"):
        if part.text("type").lower() in {"", "picture", "graphic"}:
            hrefs = tuple(_hrefs(part))
            if hrefs or part.text("uri"):
                yield _picture(part, hrefs)


def _picture(part: _Names, hrefs: tuple[str, ...]) -> Picture:
    caption = one_line(part.text("descriptiontext")) or _role(
        part, "descriptions", ("caption", "main", "")
    )
    return Picture(
        name=part.text("name"),
        uri=part.text("uri", "guid"),
        hrefs=hrefs,
        title=one_line(part.text("title")) or _headline(part, ("main", "")),
        caption=caption,
        alt=one_line(part.text("alttext", "bodytext")) or _role(part, "descriptions", _ALT_ROLES),
        photographer=one_line(part.text("by", "byline")),
        credit=_role(part, "descriptions", ("creditline", "credit"))
        or one_line(part.text("creditline", "copyrightholder"))
        or next(iter(_sources(part)), ""),
        rights=one_line(part.text("usageterms", "copyrightnotice")),
    )


_ALT_ROLES: Final = ("alttext", "alt", "altlong", "extendeddescription")


def _hrefs(part: _Names) -> Iterator[str]:
    """The picture's files from the best to the least: by the usual names, then by size."""
    renditions = part.objects("renditions")

    def rank(rendition: _Names) -> tuple[int, float]:
        name = rendition.text("name").lower()
        usual = _LARGEST_FIRST.index(name) if name in _LARGEST_FIRST else len(_LARGEST_FIRST)
        try:
            width = float(rendition.text("width") or 0)
        except ValueError:
            width = 0.0
        return usual, -width

    for rendition in sorted(renditions, key=rank):
        kind = rendition.text("contenttype", "mimetype").lower()
        if rendition.text("href") and (not kind or kind.startswith("image/")):
            yield rendition.text("href")
    if not renditions and part.text("href"):
        yield part.text("href")
