from django.apps import AppConfig
from django.conf import settings


class EdgeConfig(AppConfig):
    name = "khabar.edge"
    label = "edge"
    verbose_name = "The edge"

    def ready(self) -> None:
        """Hear why a page failed, and have a cache in front told by the workers."""
        from khabar.edge import signal_handlers  # noqa: PLC0415 (models must be loaded first)

        signal_handlers.register()
        if settings.KHABAR.surrogate:
            # Loaded where it is needed: it takes each command a tenth of a second to start.
            from khabar.edge.purging import followers  # noqa: PLC0415 (models must be loaded first)

            followers.register()
