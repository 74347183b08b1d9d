"""The newsroom app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """Connects the newsroom's signals, in one place."""

    name = "khabar.newsroom"
    label = "newsroom"
    verbose_name = _("Newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the signal handlers."""
        from khabar.newsroom import signal_handlers  # noqa: PLC0415 (models must be loaded first)

        signal_handlers.register()
