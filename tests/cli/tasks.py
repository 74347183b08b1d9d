"""Tasks for the worker's tests: the worker finds a task by its module."""

from django_tasks import task

ran: list[str] = []


@task()
def note(text: str) -> None:
    ran.append(text)


@task()
def fail() -> None:
    raise ValueError("as asked")
