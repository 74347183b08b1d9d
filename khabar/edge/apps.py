from django.apps import AppConfig


class EdgeConfig(AppConfig):
    name = "khabar.edge"
    label = "edge"
    verbose_name = "The edge"

    def ready(self) -> None:
        from khabar.edge import signal_handlers  # noqa: PLC0415 (models must be loaded first)

        signal_handlers.register()
