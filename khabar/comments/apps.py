"""The comments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Connects the room's signals, and hands its own to the clock and to acts of two people."""

    name = "khabar.comments"
    label = "comments"
    verbose_name = _("Comments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register signal handlers, the clock's part, who may have a reader erased."""
        from khabar.comments import clock, signal_handlers  # noqa: PLC0415 (models must be loaded first)
        from khabar.comments.actions import erasing  # noqa: PLC0415 (as above)
        from khabar.newsroom import clock as newsroom_clock  # noqa: PLC0415 (as above)
        from khabar.newsroom.actions import two_people  # noqa: PLC0415 (as above)

        signal_handlers.register()
        newsroom_clock.register(clock.tick)
        two_people.register(erasing.KIND, erasing.may_erase)
