"""Khabar's own settings, asked in-process: static files need no manifest."""

from khabar.conf.settings import *  # noqa: F403 (these are its settings)

STORAGES["staticfiles"] = {  # noqa: F405 (from the settings above)
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
ALLOWED_HOSTS = ["*"]
