"""What a published version says, as texts in the order of the printed page."""

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.documents import get_document_model
from wagtail.models import Page

from khabar.language.differences import Folded, aligned, differences, folded
from khabar.newsroom.blocks import BodyBlock
from khabar.newsroom.models import Article, Author, Genre, Photo, Source, Topic
from khabar.newsroom.names import Hider, shown, staff_byline

_BREAKS: Final = re.compile(r"<br\s*/?>|</(?:p|li|h\d)>", re.IGNORECASE)
_LINKS: Final = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
_PHOTO_KEYS: Final = frozenset({"photo", "poster"})


@dataclass(frozen=True)
class Reading:
    """A version as texts: the fields around the body, by name, and the blocks of the body."""

    fields: tuple[tuple[str, str], ...]
    body: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Change:
    """One field or block that differs: its name, and the words that stayed, went and came."""

    name: str
    runs: tuple[Folded, ...]
    kind: str


@dataclass
class Lookups:
    """What versions name by id, looked up at once for all of them."""

    authors: dict[int, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    photos: dict[int, str] = field(default_factory=dict)
    documents: dict[int, str] = field(default_factory=dict)
    hider: Hider | None = None


def readings(contents: Sequence[Mapping[str, Any]]) -> list[Reading]:
    """What each of these contents says; a constant number of queries for any number of them."""
    found = _look_up(contents)
    return [_read(content, found) for content in contents]


def compare(old: Reading, new: Reading) -> list[Change]:
    """What differs between two readings, in the order of the printed page."""
    changes: list[Change] = []
    before, after = dict(old.fields), dict(new.fields)
    names = [*(name for name, _text in new.fields), *(n for n in before if n not in after)]
    top: list[Change] = []
    end: list[Change] = []
    for name in names:
        said, says = before.get(name, ""), after.get(name, "")
        if said != says:
            place = end if name in _after_the_body() else top
            place.append(_change(name, said, says))
    changes += top
    for pair in aligned(old.body, new.body):
        if pair.changed:
            changes.append(_change(pair.name, pair.old, pair.new))
    return [*changes, *end]


def content_of(stored: str) -> dict[str, Any]:
    """A version's stored content."""
    content: dict[str, Any] = json.loads(stored)
    return content


def _change(name: str, old: str, new: str) -> Change:
    kind = "changed" if old and new else ("came" if new else "went")
    return Change(name, tuple(folded(differences(old, new))), kind)


def _after_the_body() -> set[str]:
    return {_("Sources"), _("Stories"), _("Topics"), _("Other sections"), _("Sponsor")}


def _read(content: Mapping[str, Any], found: Lookups) -> Reading:
    def named(relation: str, key: str, names: Mapping[int, str]) -> str:
        rows = content.get(relation) or []
        ids = [row[key] if isinstance(row, dict) else row for row in rows]
        return pgettext("between two of a list", ", ").join(names[pk] for pk in ids if pk in names)

    photo = found.photos.get(content.get("hero_photo") or 0, "")
    fields = (
        (_("Kicker"), content.get("kicker") or ""),
        (_("Headline"), content.get("title") or ""),
        (_("Lede"), content.get("lede") or ""),
        (_("Genre"), _genre(content.get("genre"))),
        (_("Byline"), _byline(content, found)),
        (_("Dateline"), content.get("dateline_place") or ""),
        (_("Photo"), photo),
        (_("Photo caption"), content.get("hero_caption") or ""),
        (_("Sources"), named("article_sources", "source", found.sources)),
        (_("Stories"), named("article_stories", "story", found.pages)),
        (_("Topics"), named("topics", "", found.topics)),
        (_("Other sections"), named("other_sections", "", found.pages)),
        (_("Sponsor"), content.get("sponsor_name") or "" if content.get("sponsored") else ""),
    )
    return Reading(
        tuple((name, text) for name, text in fields if text),
        tuple(
            (_block_name(block["type"]), text)
            for block in _blocks(content)
            if (text := _block_text(block["type"], block["value"], found))
        ),
    )


def _genre(value: Any) -> str:
    return str(Genre(value).label) if value in Genre.values else ""


def _byline(content: Mapping[str, Any], found: Lookups) -> str:
    names = []
    for entry in content.get("byline_entries") or []:
        text = entry.get("text") or ""
        if text:
            name = shown(found.hider.hide(text) if found.hider else text)
        else:
            name = found.authors.get(entry.get("author") or 0) or found.sources.get(
                entry.get("source") or 0, ""
            )
        role = entry.get("role") or ""
        known = name and name != staff_byline()
        names.append(f"{name} ({role})" if known and role else name)
    return pgettext("between two of a list", ", ").join(dict.fromkeys(filter(None, names)))


def _blocks(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    body = content.get("body") or "[]"
    blocks: list[dict[str, Any]] = json.loads(body) if isinstance(body, str) else list(body)
    return blocks


def _block_name(kind: str) -> str:
    block = BodyBlock.base_blocks.get(kind)
    return str(block.label) if block is not None else kind


def _block_text(kind: str, value: Any, found: Lookups) -> str:
    if isinstance(value, str):
        return _plain(value)
    if not isinstance(value, dict):
        return str(value or "")
    if kind in _READERS:
        return _READERS[kind](value, found)
    return _lines(*(text for text in value.values() if isinstance(text, str)))


def _photo(value: Mapping[str, Any], found: Lookups) -> str:
    return _lines(found.photos.get(value.get("photo") or 0), value.get("caption"))


def _gallery(value: Mapping[str, Any], found: Lookups) -> str:
    shots = [_photo(item.get("value", item), found) for item in value.get("photos") or []]
    return _lines(value.get("title"), *shots)


def _also_read(value: Mapping[str, Any], found: Lookups) -> str:
    return found.pages.get(value.get("article") or 0, "")


def _document(value: Mapping[str, Any], found: Lookups) -> str:
    return str(value.get("title") or found.documents.get(value.get("document") or 0, ""))


def _verse(value: Mapping[str, Any], _found: Lookups) -> str:
    lines = [item.get("value", item) for item in value.get("lines") or []]
    halves = [" … ".join(filter(None, line.values())) for line in lines]
    return _lines(*halves, value.get("poet"))


def _table(value: Mapping[str, Any], _found: Lookups) -> str:
    table = value.get("table") or {}
    heads = " | ".join(str(column.get("heading") or "") for column in table.get("columns") or [])
    rows = (
        " | ".join(_plain(str(cell or "")) for cell in row.get("values") or [])
        for row in table.get("rows") or []
    )
    return _lines(value.get("caption"), heads.strip(" |"), *rows)


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], Lookups], str]]] = {
    "photo": _photo,
    "gallery": _gallery,
    "also_read": _also_read,
    "document": _document,
    "table": _table,
    "verse": _verse,
}


def _lines(*texts: Any) -> str:
    return "\n".join(str(text) for text in texts if text)


def _plain(source: str) -> str:
    """Rich text as text; where a link leads stands behind its words."""
    with_links = _LINKS.sub(r"\2 [\1]", source)
    text = html.unescape(strip_tags(_BREAKS.sub("\n", with_links)))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


# Looking up


def _look_up(contents: Iterable[Mapping[str, Any]]) -> Lookups:
    ids: dict[str, set[int]] = {
        kind: set() for kind in ("authors", "sources", "pages", "topics", "photos", "documents")
    }
    for content in contents:
        _collect(content, ids)
    documents = get_document_model()
    return Lookups(
        # A protected author's row says «فريق التحرير» itself.
        authors=dict(Author.objects.filter(pk__in=ids["authors"]).values_list("pk", "name")),
        sources=dict(Source.objects.filter(pk__in=ids["sources"]).values_list("pk", "name")),
        pages=dict(Page.objects.live().filter(pk__in=ids["pages"]).values_list("pk", "title")),
        topics=dict(Topic.objects.filter(pk__in=ids["topics"]).values_list("pk", "name")),
        photos={
            pk: alt or caption or _("Photo")
            for pk, alt, caption in Photo.objects.filter(pk__in=ids["photos"]).values_list(
                "pk", "alt_text", "caption"
            )
        },
        documents=dict(
            documents.objects.filter(pk__in=ids["documents"]).values_list("pk", "title")
        ),
        hider=Hider(),
    )


def _collect(content: Mapping[str, Any], ids: dict[str, set[int]]) -> None:
    for entry in content.get("byline_entries") or []:
        ids["authors"].add(entry.get("author") or 0)
        ids["sources"].add(entry.get("source") or 0)
    ids["sources"] |= {row["source"] for row in content.get("article_sources") or []}
    ids["pages"] |= {row["story"] for row in content.get("article_stories") or []}
    ids["pages"] |= set(content.get("other_sections") or [])
    ids["topics"] |= set(content.get("topics") or [])
    ids["photos"].add(content.get("hero_photo") or 0)
    for block in _blocks(content):
        _collect_block(block["value"], ids)


def _collect_block(value: Any, ids: dict[str, set[int]]) -> None:
    if isinstance(value, list):
        for item in value:
            _collect_block(item, ids)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if isinstance(inner, int) and not isinstance(inner, bool):
            if key in _PHOTO_KEYS:
                ids["photos"].add(inner)
            elif key == "article":
                ids["pages"].add(inner)
            elif key in {"document", "file"}:
                ids["documents"].add(inner)
        else:
            _collect_block(inner, ids)


def draft_content(article: Article) -> dict[str, Any]:
    """What the latest draft says, in the form of a version's content."""
    latest = article.get_latest_revision()
    content = latest.content if latest else article.serializable_data()
    return dict(content)
