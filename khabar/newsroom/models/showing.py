"""Rows that tell what is shown: reading one says its key to whoever renders."""

from collections.abc import Callable
from typing import Any, TypeVar

from khabar.outbox.collecting import uses

ModelT = TypeVar("ModelT", bound=type[Any])


def tells(key: Callable[[int], str], by: str = "id") -> Callable[[ModelT], ModelT]:
    """A model that readers see, named by ``key`` of the column ``by``.

    A page made from a row depends on it, so reading one is enough to be told of its changes. What
    a query reads without making objects of it, the query itself must tell.
    """

    def decorate(model: ModelT) -> ModelT:
        read = model.from_db.__func__

        def from_db(cls: type[Any], *args: Any, **kwargs: Any) -> Any:
            found = read(cls, *args, **kwargs)
            uses(key(found.__dict__.get(by) or found.pk))
            return found

        setattr(model, "from_db", classmethod(from_db))  # noqa: B010 (a class that is any)
        return model

    return decorate
