"""The desk: Wagtail's admin as an Arabic newsroom works in it."""
