"""Does what a newsroom does, at a fixed rate, and tells each act with the time of its commit.

New articles with new photographs, new headlines, another order of the front page, withdrawals: the
verbs of the desk, with Khabar's own settings, so that what is left to the worker is left to it.
"""

import json
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from io import BytesIO

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402 (Django must be set up first)
from django.db import transaction  # noqa: E402 (as above)
from PIL import Image, ImageDraw  # noqa: E402 (as above)

from khabar.cli.tuning import tune  # noqa: E402 (as above)
from khabar.newsroom import actions, front_actions, settling  # noqa: E402 (as above)
from khabar.newsroom.models import (  # noqa: E402 (as above)
    Article,
    ArticleStory,
    Edition,
    Photo,
    Section,
    Story,
)

#: Of ten acts.
MIX = (
    "new",
    "new",
    "new",
    "new",
    "retitle",
    "retitle",
    "retitle",
    "reorder",
    "reorder",
    "withdraw",
)
#: Articles of this run that are never withdrawn: the newest, on all lists.
KEPT = 12
#: One word names what an act shows; the later, the greater.
WORD = "عاجل"

Told = tuple[str, dict[str, str]]


class Desk:
    """What was published, and what can be done next."""

    def __init__(self) -> None:
        self.edition = Edition.objects.get()
        self.section = Section.objects.order_by("pk")[0]
        self.story = Story.objects.order_by("pk")[0]
        self.chance = random.Random(4)  # noqa: S311 (no secret)
        self.out: deque[Article] = deque()
        self.count = 0

    def act(self, kind: str) -> Told:
        """Do one; what it was, and what each place must say then (a status, or a word)."""
        if kind != "new" and len(self.out) <= KEPT:
            kind = "new"
        self.count += 1
        done: Callable[[str], dict[str, str]] = getattr(self, f"_{kind}")
        return kind, done(f"{WORD}{int(time.time() * 1000)}{self.count % 10}")

    def _new(self, word: str) -> dict[str, str]:
        draft = Article(
            title=f"خبر {word}", lede="مقدمة من سطر", live=False, hero_photo=_photo(word)
        )
        draft.body = [("paragraph", "<p>فقرة من الخبر تصف ما جرى في المدينة.</p>")] * 6
        draft.article_stories.set([ArticleStory(story=self.story)])
        with settling.once():
            self.section.add_child(instance=draft)
            draft.save_revision()
        article = actions.publish(draft, by=None)
        self.out.append(article)
        return self._everywhere(article, word)

    def _retitle(self, word: str) -> dict[str, str]:
        article = self.out[-1 - self.chance.randrange(3)]
        article.refresh_from_db()
        article.title = f"خبر {word}"
        article.save_revision()
        actions.update(article, by=None)
        return self._everywhere(article, word)

    def _reorder(self, word: str) -> dict[str, str]:
        """Another lead, whose headline there is its own."""
        del word
        article = self.out[-1 - self.chance.randrange(6)]
        front_actions.place(article, "lead", by=None, edition=self.edition)
        return {"front": str(article.number)}

    def _withdraw(self, word: str) -> dict[str, str]:
        del word
        article = self.out.popleft()
        actions.withdraw(article, by=None, reason="خطأ")
        return {article.get_absolute_url(): "410"}

    def _everywhere(self, article: Article, word: str) -> dict[str, str]:
        return dict.fromkeys((article.get_absolute_url(), "home", "section", "story"), word)


def _photo(word: str) -> Photo:
    image = Image.new("RGB", (1200, 800), (40, 90, 160))
    draw = ImageDraw.Draw(image)
    # No two alike, so that none is taken for another.
    for row, digit in enumerate(word[-9:]):
        draw.rectangle(
            (0, row * 80, 100 + int(digit) * 100, row * 80 + 60), fill=(200, row * 25, 40)
        )
    file = BytesIO()
    image.save(file, "JPEG", quality=80)
    return Photo.objects.create(
        title=word, alt_text="صورة", photographer="سامي", file=ContentFile(file.getvalue(), "p.jpg")
    )


def main(seconds: int, per_second: float) -> None:
    """A line of JSON for each act; at the end what each kind cost this process."""
    # As the processes are in which people publish.
    tune()
    desk = Desk()
    costs: dict[str, list[float]] = {}
    done: Counter[str] = Counter()
    # Whoever waits for this has begun to load the house by the first act.
    _tell(kind="ready")
    time.sleep(1)
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        cpu = time.process_time()
        committed: list[float] = []
        with transaction.atomic():
            # Before what else waits for the commit.
            transaction.on_commit(lambda held=committed: held.append(time.time()))
            kind, places = desk.act(desk.chance.choice(MIX))
        _tell(kind=kind, at=committed[0], places=places)
        costs.setdefault(kind, []).append((time.process_time() - cpu) * 1000)
        done[kind] += 1
        time.sleep(max(0.0, began + done.total() / per_second - time.monotonic()))
    each = {kind: round(sum(times) / len(times)) for kind, times in costs.items()}
    _tell(kind="done", rate=round(done.total() / seconds, 1), done=dict(done), cpu=each)


def _tell(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
