"""Khabar's own settings, in a throwaway data folder."""

import os
import tempfile

os.environ["KHABAR_VAR"] = tempfile.mkdtemp(prefix="khabar-tests-")

from khabar.conf.settings import *  # noqa: F403 -- the folder must be set before it is read.

# Tasks run where they are asked for, and fail the test that asked.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {  # noqa: F405 -- from the settings above.
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
ALLOWED_HOSTS = ["*"]
