"""The front app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontConfig(AppConfig):
    """Registers the view of each page class with the newsroom's serving port."""

    name = "khabar.front"
    label = "front"
    verbose_name = _("The site")

    def ready(self) -> None:
        """Serve the newsroom's pages."""
        from khabar.front import fragments  # noqa: PLC0415 (as below)
        from khabar.front.views import live, pages, previews  # noqa: PLC0415 (models must be loaded first)

        pages.register()
        live.register()
        previews.register()
        fragments.register()
