"""Entries of the desk's menus."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class ItemFor(MenuItem):
    """An entry for those persons alone of whom ``may`` says so."""

    def __init__(self, *args: Any, may: Callable[[Any], object], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether it is for this person."""
        return bool(self.may(request.user))
