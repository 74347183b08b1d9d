"""Erasing an article: the row, all that hangs on it, and all that ever repeated its words.

What hangs on the row goes with it, so that a table which a later room adds is emptied too. What
hangs on nothing (the audit log, redirects, an open editor's form) is gone through here.
"""

from typing import Any, Final

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex

from khabar.newsroom import front_actions, notices
from khabar.newsroom.models import Article, DeskNotice, Edition, Photo

#: Shorter headlines are looked for only at the end of what a log says, lest others' lines go.
_TELLING: Final = 12
#: What stands in the log where a name stood.
BLANK: Final = "—"


def erase(article: Article) -> None:
    """Erase the article from the database and from all that its deletion alone would leave."""
    headlines, page_id = _headlines(article), article.pk
    ReferenceIndex.remove_for_object(article)
    _delete_generic(article)
    _clean_plans(article)
    article.delete()
    blank(PageLogEntry.objects.filter(page_id=page_id))
    _clean_logs(headlines)
    _clean_redirects(article.number)
    _forget_deleted_bytes()


def delete_files(wanted: dict[str, list[int]]) -> dict[str, int]:
    """Delete the files that were named, originals and public copies alike; how many of each."""
    photos = Photo.objects.filter(pk__in=wanted.get("photos", []))
    documents = get_document_model().objects.filter(pk__in=wanted.get("documents", []))
    gone = {"photos": photos.count(), "documents": documents.count()}
    for kind in (photos, documents):
        for file in kind:
            _delete_generic(file)
            _delete_with_log(file)
    return gone


def _delete_with_log(item: Any) -> None:
    """Delete it; its log keeps who did what, without its words."""
    ids = list(ModelLogEntry.objects.for_instance(item).values_list("pk", flat=True))
    item.delete()
    blank(ModelLogEntry.objects.filter(pk__in=ids))


def blank(entries: Any) -> None:
    """Keep who did what and when, and nothing of what it was done to."""
    entries.update(label=BLANK, data={})


def references(state: Article) -> Any:
    """What this state of an article refers to, as Wagtail's index would have it."""
    return ReferenceIndex._extract_references_from_object(state)  # noqa: SLF001 (the index's own)


def content_type_id(model: type) -> int:
    """The content type under which Wagtail's index knows a model."""
    return int(ReferenceIndex._get_base_content_type(model).pk)  # noqa: SLF001 (the index's own)


def _clean_plans(article: Article) -> None:
    """What editors wrote around it: plans, headlines of the front page, failures that name it."""
    for edition in Edition.objects.filter(locale=article.locale_id):
        front_actions.forget(article, edition=edition)
    for assignment in article.assignments.all():
        _delete_with_log(assignment)
    DeskNotice.objects.filter(about=notices.about(article)).delete()


def _headlines(article: Article) -> set[str]:
    """Every headline that a log may have repeated."""
    said = {article.title, article.draft_title, article.short_headline, article.seo_title}
    for content in article.revisions.values_list("content", flat=True):
        said |= {str(content.get(name) or "") for name in ("title", "short_headline", "seo_title")}
    return said - {""}


def _delete_generic(item: Any) -> None:
    """Delete the rows that point at it by type and id, whatever model they are of."""
    types = ContentType.objects.get_for_models(
        type(item),
        *type(item)._meta.get_parent_list(),  # noqa: SLF001 (Django's public API)
        for_concrete_models=False,
    ).values()
    for model in apps.get_models():
        for field in model._meta.private_fields:  # noqa: SLF001 (Django's public API)
            if isinstance(field, GenericForeignKey):
                model._default_manager.filter(  # noqa: SLF001 (Django's documented name)
                    **{f"{field.ct_field}__in": types, field.fk_field: str(item.pk)}
                ).delete()
    if isinstance(item, Article):
        # What was typed before the page was first saved is kept under its section.
        FormState.objects.filter(
            content_type__in=types, object_id="", parent_object_id=str(item.section_id)
        ).delete()


def _clean_logs(headlines: set[str]) -> None:
    """Blank the log's lines about things that were named after the article, such as a place."""
    repeats = Q(pk__in=[])
    for headline in headlines:
        in_full = len(headline) >= _TELLING
        repeats |= Q(label__contains=headline) if in_full else Q(label__endswith=headline)
        if in_full:
            repeats |= Q(data__icontains=headline)
    for model in (PageLogEntry, ModelLogEntry):
        blank(model.objects.filter(repeats))


def _clean_redirects(number: int) -> None:
    """Addresses with the headline's words, which the number answers as well."""
    Redirect.objects.filter(
        Q(old_path__contains=f"/{number}-") | Q(redirect_link__contains=f"/{number}-")
    ).delete()


def _forget_deleted_bytes() -> None:
    """Make SQLite's text index forget deleted words at once, instead of when it next tidies up."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608 (a name that SQLite gave)
