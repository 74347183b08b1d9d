"""What the newsroom leaves to the worker."""

from django.db import transaction
from django_tasks import task
from wagtail.models import ReferenceIndex
from wagtail.search import index

from khabar.newsroom import notices
from khabar.newsroom.models import Article, DeskNotice, Photo
from khabar.newsroom.photos import store
from khabar.newsroom.photos.opening import DAMAGED


# After all else that waits: where a processor is short, a set takes long.
@task(priority=-10)
def make_photo_renditions(photo_id: int) -> int:
    """Bring a photo's renditions up to its present state; how many were made."""
    try:
        made = store.make_set(photo_id)
    except (*DAMAGED, MemoryError) as error:
        if photo := Photo.objects.filter(pk=photo_id).first():
            notices.report(DeskNotice.Kind.RENDITION, photo, str(error), name=photo.title)
        raise
    if made:
        notices.settle(Photo(pk=photo_id), DeskNotice.Kind.RENDITION)
    return made


@task()
def forget_photo_files(photo_id: int, names: list[str]) -> None:
    """Delete these files of a photo's renditions, and tell that they are gone.

    Wagtail has a task that deletes them, which may come after a cache in front has asked again.
    """
    store.delete_files(photo_id, names)


@task()
def index_articles(pks: list[int]) -> None:
    """Bring what is found by these articles' words, and by what they refer to, up to date."""
    for article in Article.objects.filter(pk__in=pks):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(article)
        index.insert_or_update_object(article)


@task()
def settle_protection(protection_id: int) -> int:
    """Bring what is old to what a byline's protection says; how many things were rewritten."""
    from khabar.newsroom.actions import protection  # noqa: PLC0415 (which enqueues this)

    return protection.settle(protection_id)


@task()
def check_links(ids: list[int]) -> int:
    """Look whether these addresses answer; how many were looked at."""
    from khabar.newsroom.links import asking  # noqa: PLC0415 (asking enqueues this task)

    return asking.look_at(ids, asking.transport())
