"""The edge's signals, all connected here."""

from django.core.signals import got_request_exception

from khabar.edge.rendering import notice_error


def register() -> None:
    """Connect the handlers; called once, by the app's ready()."""
    got_request_exception.connect(notice_error, dispatch_uid="khabar.edge.notice_error")
