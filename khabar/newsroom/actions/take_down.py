"""Taking down by a legal order, once two people want it."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex

from khabar.newsroom.actions import erasing
from khabar.newsroom.actions.two_people import claim
from khabar.newsroom.models import (
    Article,
    Photo,
    PublishedVersion,
    TakeDown,
    TwoPersonRequest,
)
from khabar.newsroom.models.take_downs import external_hash
from khabar.outbox.recording import together

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def files_of(article: Article) -> dict[str, list[Any]]:
    """The photos and documents that any revision of the article shows, by kind."""
    wanted: dict[type, set[int]] = {Photo: set(), get_document_model(): set()}
    versions = [revision.as_object() for revision in article.revisions.order_by("pk")]
    types = {erasing.content_type_id(model): found for model, found in wanted.items()}
    for state in [article, *versions]:
        for type_id, to_id, _model_path, _path in erasing.references(state):
            if type_id in types:
                types[type_id].add(int(to_id))
    photos, documents = wanted
    return {
        "photos": list(Photo.objects.filter(pk__in=wanted[photos]).order_by("pk")),
        "documents": list(
            get_document_model().objects.filter(pk__in=wanted[documents]).order_by("pk")
        ),
    }


def used_elsewhere(file: Any, article: Article) -> list[Any]:
    """What else shows this photo or document: pages and things, each once."""
    found: dict[tuple[int, str], Any] = {}
    for reference in ReferenceIndex.get_references_to(file).select_related("content_type"):
        key = (reference.base_content_type_id, str(reference.object_id))
        if str(reference.object_id) == str(article.pk) and issubclass(
            reference.content_type.model_class() or object, Page
        ):
            continue
        if key not in found:
            found[key] = reference.content_type.get_object_for_this_type(pk=reference.object_id)
    return list(found.values())


@transaction.atomic
@together("take-down")
def confirm_take_down(request: TwoPersonRequest, *, by: "User") -> TakeDown:
    """Carry out a proposed take-down as the second person. It cannot be undone.

    Raises PermissionDenied and ValidationError as `two_people.claim` does.
    """
    held = claim(request, by=by)
    article = Article.objects.select_related("section").get(pk=held.article_id)
    files = erasing.delete_files(held.data)
    record = _record(article, held, files)
    erasing.erase(article)
    log(
        instance=record,
        action="khabar.take_down",
        user=by,
        data={"reason": held.reason, "reference": held.reference, "number": record.article_number},
    )
    return record


def _record(article: Article, request: TwoPersonRequest, files: dict[str, int]) -> TakeDown:
    now = timezone.now()
    versions = PublishedVersion.objects.filter(article_number=article.number)
    hashes = list(versions.order_by("sequence").values_list("hash", flat=True))
    versions.erase(now)
    return TakeDown.objects.create(
        article_number=article.number,
        locale_id=article.locale_id,
        section_slug=article.section.slug,
        at=now,
        reason=request.reason,
        reference=request.reference,
        proposed_by=request.proposer,
        proposed_at=request.proposed_at,
        confirmed_by=request.confirmer,
        external_hash=external_hash(article.external_provider, article.external_uri),
        erased={"hashes": hashes, "revisions": article.revisions.count(), **files},
    )
