"""An editor in a process of her own: acts on the house as she is told, line by line.

Each line is a verb with its arguments as JSON; each answer is one too, said after the commit.
"""

import json
import sys
import time
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import django

django.setup()

from django.db import transaction  # noqa: E402 (Django must be set up first)

from khabar.live import actions as live  # noqa: E402 (as above)
from khabar.live.models import LiveCoverage, Post  # noqa: E402 (as above)
from khabar.newsroom import actions  # noqa: E402 (as above)
from khabar.newsroom.models import Article, DeskNotice, Edition, Photo, Section  # noqa: E402 (as above)
from khabar.newsroom.photos import store  # noqa: E402 (as above)
from khabar.outbox.models import Change, Follower  # noqa: E402 (as above)
from tests import factories  # noqa: E402 (as above)


def publish(title: str) -> dict[str, Any]:
    section = Section.objects.order_by("pk").first()
    assert section is not None
    draft = Article(title=title, lede="مقدمة", live=False)
    with transaction.atomic():
        section.add_child(instance=draft)
        draft.save_revision()
    article = actions.publish(draft, by=None)
    return {"pk": article.pk, "url": quote(article.get_absolute_url())}


def retitle(pk: int, title: str) -> None:
    article = Article.objects.get(pk=pk)
    article.title = title
    article.save_revision()
    actions.update(article, by=None, note="")


def withdraw(pk: int) -> None:
    actions.withdraw(Article.objects.get(pk=pk), by=None, reason="خطأ")


def photo() -> dict[str, Any]:
    made = factories.make_photo()
    store.make_set(made.pk)
    rendition = Photo.objects.get(pk=made.pk).renditions.first()
    return {"pk": made.pk, "url": rendition.file.url}


def delete_photo(pk: int) -> None:
    Photo.objects.get(pk=pk).delete()


def notices() -> list[dict[str, Any]]:
    """What stands on the desk's first screen and is not settled."""
    rows = DeskNotice.objects.filter(settled_at=None).order_by("pk")
    return [dict(row) for row in rows.values("kind", "name", "message")]


def cursors() -> dict[str, str]:
    return dict(Follower.objects.values_list("name", "cursor"))


def coverage() -> int:
    """The number of a new coverage that is live."""
    section = Section.objects.order_by("pk").first()
    assert section is not None
    made = live.begin(section, "فيضان", by=None, token=uuid.uuid4(), state="live")
    return made.number


def post(number: int, body: str, headline: str = "") -> int:
    held = LiveCoverage.objects.get(number=number)
    made = live.send(
        held, by=None, token=uuid.uuid4(), then="publish", body=body, headline=headline
    )
    return made.pk


def edit_post(pk: int, body: str) -> None:
    held = Post.objects.get(pk=pk)
    live.edit(held, by=None, version=held.version, body=body)


def withdraw_post(pk: int) -> None:
    live.withdraw(Post.objects.get(pk=pk), by=None, reason="خطأ")


def urgent_line(text: str) -> None:
    edition = Edition.objects.get()
    live.add_line(edition, text, by=None, lasts=timedelta(hours=1))


def end() -> int:
    """The last change of the log."""
    return Change.objects.latest("pk").pk


VERBS = {
    verb.__name__: verb
    for verb in (
        publish,
        retitle,
        withdraw,
        photo,
        delete_photo,
        notices,
        cursors,
        coverage,
        post,
        edit_post,
        withdraw_post,
        urgent_line,
        end,
    )
}


def main() -> None:
    for line in sys.stdin:
        name, arguments = json.loads(line)
        said = VERBS[name](*arguments)
        sys.stdout.write(json.dumps([said, time.time()]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
