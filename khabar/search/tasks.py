"""What search leaves to the worker."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import task

from khabar.newsroom.models import Article
from khabar.search import relating
from khabar.search.shelf import UnreadableError

#: Articles of one task: others have their turn between two of them.
AT_ONCE: Final = 100
#: An index that is not there yet is asked for again after so long.
AGAIN: Final = timedelta(minutes=1)


@task()
def relate_all(below: int | None = None) -> int:
    """Find what is related to each article, the newest first; how many this task looked at.

    Each task does a few, and leaves those ``below`` to the next one.
    """
    articles = Article.objects.filter(live=True)
    if below is not None:
        articles = articles.filter(pk__lt=below)
    pks = list(articles.order_by("-pk").values_list("pk", flat=True)[:AT_ONCE])
    if not pks:
        return 0
    try:
        relating.relate_only(pks)
    except UnreadableError:
        relate_all.using(run_after=timezone.now() + AGAIN).enqueue(below)
        return 0
    relate_all.enqueue(pks[-1])
    return len(pks)
