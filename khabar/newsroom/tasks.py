"""What the newsroom leaves to the worker."""

from django_tasks import task

from khabar.newsroom.photos import store


@task()
def make_photo_renditions(photo_id: int) -> int:
    """Bring a photo's renditions up to its present state; how many were made."""
    return store.make_set(photo_id)


@task()
def settle_protection(protection_id: int) -> int:
    """Bring what is old to what a byline's protection says; how many things were rewritten."""
    from khabar.newsroom.actions import protection  # noqa: PLC0415 (which enqueues this)

    return protection.settle(protection_id)
