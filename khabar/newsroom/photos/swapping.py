"""Finding photos in stored content, and putting one in the place of another.

Content is read by its definition: foreign keys to photos, and choosers in the blocks of a stream,
however deep. So a block or a field that is added later is found without a word here.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from khabar.newsroom.models.photo import Photo

Change = Callable[[Any], Any]
"""From the id of a photo to the id that stands there afterwards."""


def photo_fields(model: type[Model]) -> Iterator[str]:
    """The names of a model's own foreign keys to photos."""
    for field in model._meta.get_fields():  # noqa: SLF001 (Django's public API)
        if isinstance(field, ForeignKey) and field.related_model is Photo:
            yield field.name


def stream_fields(model: type[Model]) -> Iterator[StreamField]:
    """A model's streams of blocks."""
    for field in model._meta.get_fields():  # noqa: SLF001 (as above)
        if isinstance(field, StreamField):
            yield field


def photos_in(model: type[Model], content: dict[str, Any]) -> set[int]:
    """The ids of the photos in the serialised content of an object."""
    found: set[int] = set()

    def note(pk: Any) -> Any:
        if isinstance(pk, int):
            found.add(pk)
        return pk

    changed(model, content, note)
    return found


def swapped(model: type[Model], content: dict[str, Any], old: int, new: int) -> dict[str, Any]:
    """Serialised content with one photo in the place of another."""
    return changed(model, content, lambda pk: new if pk == old else pk)


def changed(model: type[Model], content: dict[str, Any], change: Change) -> dict[str, Any]:
    """Serialised content with each photo in it changed; the content given is left as it is."""
    result = dict(content)
    for name in photo_fields(model):
        if name in result:
            result[name] = change(result[name])
    for field in stream_fields(model):
        if isinstance(raw := result.get(field.name), str):
            blocks = _in_block(field.stream_block, json.loads(raw or "[]"), change)
            result[field.name] = json.dumps(blocks, ensure_ascii=False)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if isinstance(rows := result.get(name), list):
            result[name] = [changed(relation.related_model, row, change) for row in rows]
    return result


def swap_in_object(thing: Model, old: int, new: int) -> list[str]:
    """Swap a photo in an object in memory; the names of the fields that changed."""
    names = []
    for name in photo_fields(type(thing)):
        if getattr(thing, f"{name}_id") == old:
            setattr(thing, f"{name}_id", new)
            names.append(name)
    for field in stream_fields(type(thing)):
        value = getattr(thing, field.name)
        raw = list(value.raw_data)
        replaced = _in_block(field.stream_block, raw, lambda pk: new if pk == old else pk)
        if replaced != raw:
            setattr(thing, field.name, json.dumps(replaced, ensure_ascii=False))
            names.append(field.name)
    return names


def _in_block(block: Block, value: Any, change: Change) -> Any:
    match block, value:
        case ImageChooserBlock(), _:
            return change(value)
        case StreamBlock(), list():
            children = block.child_blocks
            return [
                {**item, "value": _in_block(children[item["type"]], item["value"], change)}
                if item.get("type") in children
                else item
                for item in value
            ]
        case StructBlock(), dict():
            return {
                name: _in_block(block.child_blocks[name], part, change)
                if name in block.child_blocks
                else part
                for name, part in value.items()
            }
        case ListBlock(), list():
            # Lists kept their items bare before Wagtail gave each one an id.
            return [
                {**item, "value": _in_block(block.child_block, item["value"], change)}
                if isinstance(item, dict) and item.get("type") == "item"
                else _in_block(block.child_block, item, change)
                for item in value
            ]
    return value
