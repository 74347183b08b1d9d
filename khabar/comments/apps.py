"""The comments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Connects the room's signals, and gives the clock what is its own."""

    name = "khabar.comments"
    label = "comments"
    verbose_name = _("Comments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register signal handlers and the clock's part."""
        from khabar.comments import clock, signal_handlers  # noqa: PLC0415 (models must be loaded first)
        from khabar.newsroom import clock as newsroom_clock  # noqa: PLC0415 (as above)

        signal_handlers.register()
        newsroom_clock.register(clock.tick)
