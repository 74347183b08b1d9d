"""What the newsroom leaves to the worker."""

from django_tasks import task

from khabar.newsroom.photos import store


@task()
def make_photo_renditions(photo_id: int) -> int:
    """Bring a photo's renditions up to its present state; how many were made."""
    return store.make_set(photo_id)


@task()
def check_links(ids: list[int]) -> int:
    """Look whether these addresses answer; how many were looked at."""
    from khabar.newsroom.links import asking  # noqa: PLC0415 (asking enqueues this task)

    return asking.look_at(ids, asking.transport())
