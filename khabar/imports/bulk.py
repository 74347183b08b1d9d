"""Many new articles published at once, with the rows that publishing them one by one leaves.

Section.add_child, save_revision and actions.publish do some sixty statements an article; here it is
two or three dozen a batch. tests/imports/test_bulk.py holds both ways against each other, table by
table; what is added to publishing an article must be added here, or that test fails.

Page's and Article's post_save is not sent: what hangs on it (reference index, search index, lists)
is done here. Wagtail's signals of publication are sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.log_actions import registry
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signals import page_published, published

from khabar.imports.search_rows import SearchRows, Texts
from khabar.newsroom import desk_drafts, desk_state, publication
from khabar.newsroom.changes import articles as changes
from khabar.newsroom.models import Article, ListEntry, PublicNumber, PublishedVersion, Section


@dataclass(frozen=True)
class Prepared:
    """A new article, and what of its rows is known before it has an id."""

    article: Article
    texts: Texts | None


class Publisher:
    """Publishes new articles, many at once."""

    def __init__(self) -> None:
        self._search = SearchRows()

    def prepare(self, article: Article) -> Prepared:
        """Do beforehand what needs no transaction."""
        return Prepared(article, self._search.read(article))

    def publish(self, section: Section, prepared: Sequence[Prepared]) -> None:
        """Add these new articles to the section as published ones; within a transaction.

        The section's row must be locked (`lock`). The articles have every relation set, have
        passed their fields' checks, and are neither scheduled nor under embargo. Afterwards each
        of them knows its id, number and revisions.
        """
        if not prepared:
            return
        articles = [one.article for one in prepared]
        now = timezone.now()
        _place(section, articles, now)
        _insert(Page, articles)
        for article in articles:
            article.page_ptr_id = article.id
        _insert(Article, articles)
        for article in articles:
            article._state.adding = False  # noqa: SLF001 (as Django does once a row is inserted)
        _insert_relations(articles)
        serialised = [article.serializable_data() for article in articles]
        revisions = _insert_revisions(articles, serialised, now)
        _insert_versions(articles, serialised, now)
        lists = _insert_list_entries(articles)
        _insert_log(articles, revisions, now)
        _insert_references(articles)
        changes.published_in_bulk(articles, serialised, lists)
        drafts = {article.pk: desk_drafts.of_article(article) for article in articles}
        desk_state.refresh(drafts, drafts)
        self._search.add(articles, [one.texts for one in prepared])
        for article, revision in zip(articles, revisions, strict=True):
            page_published.send(sender=Article, instance=article, revision=revision)
            published.send(sender=Article, instance=article, revision=revision)


def lock(section: Section) -> None:
    """Wait for whoever is adding to the section, and read what they left."""
    stored = Page.objects.select_for_update().get(pk=section.pk)
    section.path, section.depth = stored.path, stored.depth
    section.numchild, section.url_path = stored.numchild, stored.url_path


def _place(section: Section, articles: Sequence[Article], now: datetime) -> None:
    """Give each its number and its place in the tree, and the state of what is published now."""
    numbers = PublicNumber.take_many(len(articles))
    last = section.get_last_child()
    place = Page(path=last.path if last else "")
    for article, number in zip(articles, numbers, strict=True):
        if place.path:
            place.path = place._inc_path()  # noqa: SLF001 (treebeard's own next step)
        else:
            place.path = Page._get_path(section.path, section.depth + 1, 1)  # noqa: SLF001 (treebeard's own first step)
        article.path, article.depth, article.numchild = place.path, section.depth + 1, 0
        article.number, article.section_id = number, section.pk
        article.slug = article.numbered_slug("")
        article.set_url_path(section)
        article.has_photos, article.has_video = publication.media_marks(article)
        article.live, article.has_unpublished_changes = True, False
        article.first_published_at = article.last_published_at = now
        article.latest_revision_created_at = now
        article.published_at = min(article.published_at or now, now)
    Page.objects.filter(pk=section.pk).update(numchild=F("numchild") + len(articles))
    section.numchild += len(articles)


def _content_types() -> tuple[ContentType, ContentType]:
    """Of articles, and of pages."""
    types = ContentType.objects.get_for_models(Article, Page, for_concrete_models=False)
    return types[Article], types[Page]


def _insert(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Insert the rows of one table of a model that spans two, setting the ids that it gives.

    Django's bulk_create refuses such a model; this is its inner half, asked for each table.
    """
    meta = model._meta  # noqa: SLF001 (Django's public API)
    fields = [field for field in meta.local_concrete_fields if not field.generated]
    fields = [field for field in fields if not isinstance(field, models.AutoField)]
    rows: list[tuple[Any, ...]] = models.QuerySet(model)._batched_insert(objects, fields, None)  # type: ignore[attr-defined]  # noqa: SLF001 (see above)
    for item, values in zip(objects, rows, strict=bool(rows)):
        for value, field in zip(values, meta.db_returning_fields, strict=True):
            setattr(item, field.attname, value)


def _insert_relations(articles: Sequence[Article]) -> None:
    for relation in get_all_child_relations(Article):
        children = []
        for article in articles:
            for child in getattr(article, relation.get_accessor_name()).all():
                setattr(child, relation.field.attname, article.pk)
                children.append(child)
        relation.related_model._default_manager.bulk_create(children)  # noqa: SLF001 (Django's documented name)
    for field in get_all_child_m2m_relations(Article):
        through = field.remote_field.through
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through._default_manager.bulk_create(  # noqa: SLF001 (Django's documented name)
            through(**{source: article.pk, target: related.pk})
            for article in articles
            for related in getattr(article, field.name).all()
        )


def _insert_revisions(
    articles: Sequence[Article], serialised: list[dict[str, Any]], now: datetime
) -> list[Revision]:
    """One revision each, which is the latest and the live one."""
    content_type, page_type = _content_types()
    # A revision holds the draft as it was before it was published.
    draft = {
        "live": False,
        "first_published_at": None,
        "last_published_at": None,
        "latest_revision_created_at": None,
    }
    revisions: list[Revision] = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=page_type,
            object_id=str(article.pk),
            created_at=now,
            content=data | draft,
            object_str=str(article),
        )
        for article, data in zip(articles, serialised, strict=True)
    )
    newest = Subquery(
        Revision.objects.filter(
            base_content_type=page_type,
            object_id=Cast(OuterRef("pk"), models.CharField(max_length=255)),
        ).values("pk")[:1]
    )
    Page.objects.filter(pk__in=[article.pk for article in articles]).update(
        latest_revision_id=newest, live_revision_id=newest
    )
    for article, revision in zip(articles, revisions, strict=True):
        article.latest_revision = article.live_revision = revision
    return revisions


def _insert_versions(
    articles: Sequence[Article], serialised: list[dict[str, Any]], now: datetime
) -> None:
    contents = map(publication.version_content, articles, serialised)
    PublishedVersion.objects.bulk_create(
        PublishedVersion(
            article=article,
            article_number=article.number,
            sequence=1,
            label=PublishedVersion.Label.PUBLISH,
            content=content,
            hash=publication.content_hash(content),
            at=now,
        )
        for article, content in zip(articles, contents, strict=True)
    )


def _insert_list_entries(articles: Iterable[Article]) -> set[str]:
    """The keys of all the lists that they stand in."""
    entries = [
        ListEntry(key=key, article=article, published_at=article.published_at)
        for article in articles
        if article.published_at is not None
        for key in sorted(publication.list_keys(article))
    ]
    ListEntry.objects.bulk_create(entries)
    return {entry.key for entry in entries}


def _insert_log(articles: Sequence[Article], revisions: Sequence[Revision], now: datetime) -> None:
    content_type, _page_type = _content_types()
    model = registry.get_log_model_for_model(Article)
    model.objects.bulk_create(
        model(
            page=article,
            content_type=content_type,
            label=article.get_admin_display_title(),
            action=action,
            timestamp=now,
            data={},
            revision=revision if action == "khabar.publish" else None,
            content_changed=True,
        )
        for article, revision in zip(articles, revisions, strict=True)
        for action in ("wagtail.create", "khabar.publish")
    )


def _insert_references(articles: Iterable[Article]) -> None:
    content_type, page_type = _content_types()
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=content_type,
            base_content_type=page_type,
            object_id=article.pk,
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),  # noqa: SLF001 (the index's own)
        )
        for article in articles
        for to_type, to_id, model_path, content_path in sorted(
            set(ReferenceIndex._extract_references_from_object(article))  # noqa: SLF001 (the index's own)
        )
    )
