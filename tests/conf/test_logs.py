"""The log tells of what went wrong, and not of what is merely gone."""

import logging

import pytest
from django.contrib.auth.models import User

from khabar.conf.logs import NotAboutWhatIsGone


@pytest.mark.parametrize(
    ("name", "path", "error", "told"),
    [
        ("django_tasks", "wagtail.tasks.update_reference_index_task", User.DoesNotExist(), False),
        ("django_tasks", "wagtail.tasks.update_reference_index_task", ValueError(), True),
        ("django_tasks", "khabar.newsroom.tasks.make_renditions", User.DoesNotExist(), True),
        ("django.request", "wagtail.tasks.update_reference_index_task", User.DoesNotExist(), True),
        ("django_tasks", "wagtail.tasks.update_reference_index_task", None, True),
    ],
)
def test_what_is_told(name: str, path: str, error: Exception | None, told: bool) -> None:  # noqa: FBT001 -- an expectation.
    record = logging.LogRecord(
        name,
        logging.ERROR,
        __file__,
        1,
        "Task id=%s path=%s state=%s",
        ("1", path, "FAILED"),
        (type(error), error, None) if error else None,
    )
    assert NotAboutWhatIsGone().filter(record) is told
