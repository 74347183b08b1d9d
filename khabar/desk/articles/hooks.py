"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""


def register() -> None:
    """Register them; called once."""
