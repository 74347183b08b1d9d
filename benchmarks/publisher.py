"""Publishes articles at a fixed rate, and tells each with the time of its commit."""

import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402 (Django must be set up first)

from khabar.newsroom import actions  # noqa: E402 (as above)
from khabar.newsroom.models import Article, ArticleStory, Section, Story  # noqa: E402 (as above)


def main(seconds: int, per_second: int) -> None:
    """One line for each article: a word of its headline, and when it was committed."""
    section, story = Section.objects.order_by("pk").first(), Story.objects.order_by("pk").first()
    began = time.monotonic()
    cpu = time.process_time()
    count = 0
    while time.monotonic() - began < seconds:
        word = f"عاجل{int(time.time() * 1000)}"
        draft = Article(title=f"خبر {word}", lede="مقدمة", live=False)
        draft.article_stories.set([ArticleStory(story=story)])
        with transaction.atomic():
            section.add_child(instance=draft)
            draft.save_revision()
        actions.publish(draft, by=None)
        sys.stdout.write(f"{word} {time.time()}\n")
        sys.stdout.flush()
        count += 1
        time.sleep(max(0.0, began + count / per_second - time.monotonic()))
    each = (time.process_time() - cpu) / max(count, 1) * 1000
    sys.stdout.write(
        f"done {count} published, {count / seconds:.1f} a second, {each:.0f} ms CPU each\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
