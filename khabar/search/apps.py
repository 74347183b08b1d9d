"""The search app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Holds the index's own table: how names are spelt."""

    name = "khabar.search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have changes of that table told, and what is related followed."""
        from khabar.search import relating, signal_handlers  # noqa: PLC0415 (models come first)

        signal_handlers.register()
        relating.register()
