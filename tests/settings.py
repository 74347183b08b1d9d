"""Khabar's own settings, in a throwaway data folder; the database alone may be chosen."""

import os
import tempfile

#: Where the pictures of the editor's guide go, when somebody asks for them.
GUIDE_PICTURES = os.environ.get("KHABAR_GUIDE_PICTURES", "")
#: Where browser tests leave pictures of the desk's screens, when somebody asks for them.
SCREEN_PICTURES = os.environ.get("KHABAR_SCREEN_PICTURES", "")
#: Set by whoever means to lower the floors of search, or to measure them of another corpus.
SEARCH_FLOORS = os.environ.get("KHABAR_SEARCH_FLOORS", "") == "write"
for name in list(os.environ):
    if name in {"HOST", "PORT"} or (name.startswith("KHABAR_") and name != "KHABAR_DATABASE_URL"):
        del os.environ[name]
# In memory where that is offered: nothing here outlives the run, so nothing waits for the disk.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- asked for by that name.
os.environ["KHABAR_VAR"] = tempfile.mkdtemp(prefix="khabar-tests-", dir=MEMORY)

from khabar.conf.settings import *  # noqa: E402, F403 -- the folder must be set before it is read.

# Tasks run where they are asked for, and fail the test that asked.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LINK_CHECKS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {  # noqa: F405 -- from the settings above.
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
ALLOWED_HOSTS = ["*"]

# What a thread of a test keeps open would be in the way when the database is dropped.
DATABASES["default"]["CONN_MAX_AGE"] = THREADS_CONN_MAX_AGE = 0  # noqa: F405 -- as above.
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405 -- as above.
    # A file, because a live server's threads cannot share one connection to a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405 -- as above.
