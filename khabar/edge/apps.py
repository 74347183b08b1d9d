from django.apps import AppConfig


class EdgeConfig(AppConfig):
    name = "khabar.edge"
    label = "edge"
    verbose_name = "The edge"
