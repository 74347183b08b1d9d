"""The desk app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Connects the desk's signals, in one place, and gives names."""

    name = "khabar.desk"
    label = "desk"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the signal handlers, and name what Wagtail leaves unnamed."""
        from khabar.desk import naming, signal_handlers  # noqa: PLC0415 (models must be loaded first)

        signal_handlers.register()
        naming.name()
