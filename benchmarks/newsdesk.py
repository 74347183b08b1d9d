"""Publishes, corrects and withdraws until it is stopped, and tells what was committed."""

import random
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402 (Django must be set up first)

from khabar.newsroom import actions  # noqa: E402 (as above)
from khabar.newsroom.models import Article, Section  # noqa: E402 (as above)


def main(per_second: float) -> None:
    """A line for each act, after its commit: what was done, and where."""
    section = Section.objects.order_by("pk").first()
    chance = random.Random()  # noqa: S311 (no secret)
    out: list[int] = []
    while True:
        began = time.monotonic()
        if out and chance.random() < 0.25:  # noqa: PLR2004 (each fourth)
            article = Article.objects.get(pk=out.pop(chance.randrange(len(out))))
            path = article.get_absolute_url()
            actions.withdraw(article, by=None, reason="خطأ")
            _tell("withdrawn", path)
        else:
            word = f"عاجل{int(time.time() * 1000)}"
            draft = Article(title=f"خبر {word}", lede="مقدمة", live=False)
            with transaction.atomic():
                section.add_child(instance=draft)
                draft.save_revision()
            article = actions.publish(draft, by=None)
            out.append(article.pk)
            _tell("published", article.get_absolute_url())
        time.sleep(max(0.0, 1 / per_second - (time.monotonic() - began)))


def _tell(kind: str, path: str) -> None:
    sys.stdout.write(f"{kind} {path}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]))
