from django.apps import AppConfig


class EdgeConfig(AppConfig):
    name = "khabar.edge"
    label = "edge"
    verbose_name = "The edge"

    def ready(self) -> None:
        """Have what is told to a cache in front told by the workers."""
        from khabar.edge.purging import followers  # noqa: PLC0415 (models must be loaded first)

        followers.register()
