"""What readers were shown when, and what changed: versions, and the differences between them."""

from dataclasses import dataclass
from datetime import datetime

from khabar.newsroom import keys
from khabar.newsroom.models import Article, Author, Edition, PublishedVersion
from khabar.newsroom.names import Hider, public_content
from khabar.newsroom.publication import content_hash
from khabar.newsroom.readings import Change, Reading, compare, content_of, readings
from khabar.outbox.collecting import uses

#: Of a much-updated article the newest; each page of readers has a bound.
MOST_SHOWN = 50


@dataclass(frozen=True)
class VersionEntry:
    """A published version as readers see it, and what it changed in the one before it."""

    sequence: int
    label: str
    label_text: str
    at: datetime
    note: str
    hash: str
    #: Of what may be shown, where a name in it is protected; else the same.
    shown_hash: str
    changes: list[Change]
    first: bool

    @property
    def whole(self) -> bool:
        """Whether what can be fetched is all that was published."""
        return self.hash == self.shown_hash


def has_changes(article: Article, edition: Edition) -> bool:
    """Whether readers can see what changed in this article: the edition wants it, and it did."""
    uses(keys.article_page(article.pk))
    return (
        edition.show_changes
        and article.live
        and PublishedVersion.objects.filter(article_number=article.number)[1:2].exists()
    )


def changes_page(article: Article) -> list[VersionEntry]:
    """The article's versions, newest first, each with what it changed. Nothing that was erased."""
    uses(keys.article_page(article.pk))
    versions = list(
        PublishedVersion.objects.filter(article_number=article.number, erased_at=None).order_by(
            "-sequence"
        )[: MOST_SHOWN + 1]
    )[::-1]
    said = readings([content_of(version.content) for version in versions])
    protected, hider = _protected(), Hider()
    entries = []
    before: Reading | None = None
    for version, reading in zip(versions, said, strict=True):
        entries.append(
            VersionEntry(
                sequence=version.sequence,
                label=version.label,
                label_text=version.get_label_display(),
                at=version.at,
                note=version.public_note,
                hash=version.hash,
                shown_hash=content_hash(public_content(version.content, protected, hider)),
                changes=compare(before, reading) if before else [],
                first=before is None,
            )
        )
        before = reading
    return entries[-MOST_SHOWN:][::-1]


def version_text(article: Article, sequence: int) -> str | None:
    """The content of one version as anybody may fetch it, to verify its hash; None without one."""
    version = PublishedVersion.objects.filter(
        article_number=article.number, sequence=sequence, erased_at=None
    ).first()
    if version is None:
        return None
    return public_content(version.content, _protected(), Hider())


def _protected() -> set[int]:
    return set(Author.objects.filter(protected=True).values_list("pk", flat=True))
