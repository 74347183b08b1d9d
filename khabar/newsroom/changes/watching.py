"""Recording what saving and deleting changes, for models that are declared in a table.

Of each a function says what a row shows: a value for each key. The keys whose values differ before
and after are recorded, in one transaction with the row.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from wagtail.models import Page

from khabar.newsroom.keys import is_itself
from khabar.outbox.recording import record

State = Mapping[str, object]
Shown = Callable[[Any], State]

_NOTHING: Final[State] = {}
_MISSING: Final = object()
_BEFORE: Final = "_khabar_shown_before"

_watched: dict[type[models.Model], tuple[str, Shown]] = {}


def watch(model: type[models.Model], kind: str, shown: Shown) -> None:
    """Record what saving and deleting rows of this model changes for readers, as this kind."""
    _watched[model] = (kind, shown)
    name = f"khabar.newsroom.changes.{model._meta.label_lower}"  # noqa: SLF001 (Django's public API)
    if not issubclass(model, Page):
        save_in_one_transaction(model)
    pre_save.connect(_about_to_save, sender=model, dispatch_uid=name)
    post_save.connect(_saved, sender=model, dispatch_uid=name)
    pre_delete.connect(_about_to_delete, sender=model, dispatch_uid=name)


def watch_plain_pages() -> None:
    """Do so also where a page is saved as a plain ``Page``: a move, a lock, a shell."""
    name = "khabar.newsroom.changes.page"
    pre_save.connect(_page_about_to_be_saved, sender=Page, dispatch_uid=name)
    post_save.connect(_page_saved, sender=Page, dispatch_uid=name)


def save_in_one_transaction(model: type[models.Model]) -> None:
    """Let a row of this model and what its signals record be one transaction, whoever saves it.

    Django sends its signals outside the transaction of a row that has no parents. A process that
    ends between the two would leave a change that nobody is told of.
    """
    plain = model.save_base

    @wraps(plain)
    def save_base(self: models.Model, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(using=kwargs.get("using") or DEFAULT_DB_ALIAS):
            plain(self, *args, **kwargs)

    model.save_base = save_base  # type: ignore[method-assign]  # on purpose, see above


def _stored(model: type[models.Model], pk: object) -> State:
    """What the row shows as it is stored; nobody else changes it until the commit."""
    kind_and_shown = _watched.get(model)
    if kind_and_shown is None or pk is None:
        return _NOTHING
    rows = model._base_manager.select_for_update()  # noqa: SLF001 (Django's documented name)
    row = rows.filter(pk=pk).first()
    return kind_and_shown[1](row) if row is not None else _NOTHING


def _about_to_save(
    sender: type[models.Model], instance: models.Model, *, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw:
        before = _NOTHING if instance._state.adding else _stored(sender, instance.pk)  # noqa: SLF001 (Django's documented state)
        setattr(instance, _BEFORE, before)


def _saved(
    sender: type[models.Model], instance: models.Model, *, raw: bool = False, **kwargs: Any
) -> None:
    if raw:
        return
    before: State = instance.__dict__.pop(_BEFORE, _NOTHING)
    kind, shown = _watched[sender]
    # Of a partial save only some of what the object holds was stored.
    partial = kwargs.get("update_fields") is not None
    after = _stored(sender, instance.pk) if partial else shown(instance)
    _tell(kind, before, after)


def _about_to_delete(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    _tell("delete", _stored(sender, instance.pk), _NOTHING)


def _page_about_to_be_saved(instance: Page, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and type(instance) is Page and instance.specific_class in _watched:
        setattr(instance, _BEFORE, _stored(instance.specific_class, instance.pk))


def _page_saved(instance: Page, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and type(instance) is Page and instance.specific_class in _watched:
        before: State = instance.__dict__.pop(_BEFORE, _NOTHING)
        _tell("update", before, _stored(instance.specific_class, instance.pk))


def _tell(kind: str, before: State, after: State) -> None:
    told = {
        key
        for key in before.keys() | after.keys()
        if before.get(key, _MISSING) != after.get(key, _MISSING)
    }
    closed = {key for key in before.keys() - after.keys() if is_itself(key)}
    record("unpublish" if closed and kind != "delete" else kind, told, closed=closed)
