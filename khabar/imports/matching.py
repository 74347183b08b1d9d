"""What an item's names stand for in this newsroom. Looked up once, kept for the run."""

from django.db import IntegrityError, transaction

from khabar.imports.problems import Note
from khabar.language.text import matching_key
from khabar.newsroom.models import Author, Edition, Source, SourceName, Subject

#: A file that names more unknown sources than this has something else in that place.
MOST_NEW_SOURCES = 200
_KEY_LENGTH = 160
_NAME_LENGTH = 120


class Matching:
    """Authors, sources and subjects by the names and codes that items use."""

    def __init__(self, edition: Edition, *, dry_run: bool = False) -> None:
        self.sources_made = 0
        self._dry_run = dry_run
        self._authors: dict[str, Author | None] = {}
        for author in Author.objects.filter(locale=edition.locale_id):
            # Two of one name: a machine cannot tell which, so the name stays text.
            self._authors[author.key] = None if author.key in self._authors else author
        self._subjects = {subject.code: subject for subject in Subject.objects.all()}
        self._sources: dict[str, Source] = {}
        for name in SourceName.objects.select_related("source"):
            self._sources[matching_key(name.name)[:_KEY_LENGTH]] = name.source
        self._sources |= {source.key: source for source in Source.objects.all()}

    def author(self, name: str) -> Author | None:
        """The author whose name is this one after normalising."""
        return self._authors.get(matching_key(name)[:_KEY_LENGTH])

    def subject(self, code: str) -> Subject | None:
        """The subject with this code."""
        return self._subjects.get(code)

    def source(self, name: str) -> Source | Note:
        """The source of this name, made when there is none; a note when it cannot be."""
        key = matching_key(name)[:_KEY_LENGTH]
        if key in self._sources:
            return self._sources[key]
        if not key or len(name) > _NAME_LENGTH:
            return Note("source-unfit", f"“{name[:60]}” cannot be the name of a source.")
        if self.sources_made >= MOST_NEW_SOURCES:
            return Note("source-not-made", f"The source “{name}” was not made: too many new ones.")
        self.sources_made += 1
        self._sources[key] = self._make(name, key)
        return self._sources[key]

    def _make(self, name: str, key: str) -> Source:
        # Another import may have made it since this one began, or may be making it now.
        found = Source.objects.filter(key=key).first()
        if found is not None or self._dry_run:
            return found or Source(name=name, key=key, kind=Source.Kind.OTHER)
        try:
            with transaction.atomic():
                return Source.objects.create(name=name, kind=Source.Kind.OTHER)
        except IntegrityError:
            return Source.objects.get(key=key)
