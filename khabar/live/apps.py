"""The live app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    """Lets coverages stand under sections, and connects the app's signals."""

    name = "khabar.live"
    label = "live"
    verbose_name = _("Live coverage")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what changes mean to readers, and what time changes."""
        from khabar.live import signal_handlers  # noqa: PLC0415 (models must be loaded first)

        signal_handlers.register()
