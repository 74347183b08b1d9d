from django.apps import AppConfig


class EdgeConfig(AppConfig):
    name = "khabar.edge"
    label = "edge"
    verbose_name = "The edge"

    def ready(self) -> None:
        """Hear why a page failed, and have a cache in front told by the workers."""
        from khabar.edge import signal_handlers  # noqa: PLC0415 (models must be loaded first)
        from khabar.edge.purging import followers  # noqa: PLC0415 (models must be loaded first)

        signal_handlers.register()
        followers.register()
