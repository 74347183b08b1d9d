"""What the log leaves out."""

import logging

from django.core.exceptions import ObjectDoesNotExist


class NotAboutWhatIsGone(logging.Filter):
    """Drops failures of Wagtail's own index tasks for rows that were deleted since.

    Wagtail queues one for each saved object; one that is deleted before its turn needs no index.
    Other tasks, and other errors of these, are logged.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        return not (
            record.name == "django_tasks"
            and kind is not None
            and issubclass(kind, ObjectDoesNotExist)
            and "path=wagtail." in record.getMessage()
        )
