"""The demo app: a command and its content; no models."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "khabar.demo"
    label = "demo"
