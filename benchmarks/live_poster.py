"""Publishes posts at a fixed rate, and tells each with the time of its commit."""

import sys
import time
import uuid

import django

django.setup()

from khabar.live import actions  # noqa: E402 (Django must be set up first)
from khabar.live.models import LiveCoverage  # noqa: E402 (as above)


def main(number: int, seconds: int, per_second: int) -> None:
    """One line for each post: its id, and when it was committed."""
    coverage = LiveCoverage.objects.get(number=number)
    began = time.monotonic()
    for count in range(seconds * per_second):
        time.sleep(max(0.0, began + count / per_second - time.monotonic()))
        post = actions.send(
            coverage,
            by=None,
            token=uuid.uuid4(),
            then="publish",
            headline=f"وصل الماء إلى الحي {count}",
            body="قال الدفاع المدني إن الماء ارتفع مترًا في ساعة، وإن الجسر أُغلق.",
        )
        sys.stdout.write(f"{post.pk} {time.time()}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
