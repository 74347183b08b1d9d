"""Khabar's settings. What may differ between machines is in environment.py, and only there."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ as django_environ

from khabar.conf import cdn, databases, media
from khabar.conf.environment import read
from khabar.conf.secret_key import secret_key

django_stubs_ext.monkeypatch()

KHABAR = read()

BASE_DIR = Path(__file__).resolve().parents[1]
VAR_DIR = KHABAR.var

DEBUG = KHABAR.debug
SECRET_KEY = secret_key(KHABAR.secret_key, VAR_DIR)
ALLOWED_HOSTS = list(KHABAR.hosts)
CSRF_TRUSTED_ORIGINS = [KHABAR.public_url]

INSTALLED_APPS = [
    "khabar.cli",
    "khabar.desk",
    "khabar.front",
    "khabar.demo",
    "khabar.edge",
    "khabar.search",
    "khabar.imports",
    "khabar.live",
    "khabar.comments",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "khabar.desk.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    # After Wagtail: what Wagtail connects for all models, the newsroom undoes for some.
    "khabar.newsroom",
    "khabar.outbox",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "khabar.conf.middleware.SecurityHeaders",
    "khabar.conf.middleware.CompressedPages",
    "khabar.front.middleware.ReadersOwn",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "khabar.desk.accounts.middleware.StaffDoor",
    "khabar.desk.clock.OneClock",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "khabar.front.middleware.EditionMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Django-allauth asks for it; we use its second factors, and none of its screens.
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "khabar.conf.urls"
WSGI_APPLICATION = "khabar.cli.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": databases.database(KHABAR.database_url, VAR_DIR)}
# Of the threads that serve no request: how long one keeps its connection, in seconds.
THREADS_CONN_MAX_AGE = databases.HELD_SECONDS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": KHABAR.redis_url,
    }
    if KHABAR.redis_url
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR_DIR / "cache"),
    },
}

TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}

# The worker looks whether an article's links answer, and says who asks.
LINK_CHECKS = KHABAR.link_checks
LINK_CHECK_USER_AGENT = f"Khabar (+{KHABAR.public_url})"

STORAGES = media.storages(KHABAR)
MEDIA_ROOT = str(VAR_DIR / "media")
MEDIA_URL = KHABAR.media_url
STATIC_ROOT = str(VAR_DIR / "static")
STATIC_URL = "/static/"
FILE_UPLOAD_PERMISSIONS = 0o644

# Not Wagtail's app of this name, which tells a cache of a page before what shows it is fresh: our
# follower of the log asks its backends (khabar.edge.purging).
WAGTAILFRONTENDCACHE = cdn.backends(KHABAR)

vars().update(django_environ.Env.email_url_config(KHABAR.email_url))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = KHABAR.sender

# Languages: of the desk (ours are complete in these two) and of editions.
LANGUAGE_CODE = KHABAR.language
LANGUAGES = [
    ("ar", "العربية"),
    ("en", "English"),
    ("fr", "Français"),
    ("fa", "فارسی"),
    ("ur", "اردو"),
    ("he", "עברית"),
]
# Ours, then our words for what Wagtail and Django say otherwise in Arabic; the first wins.
LOCALE_PATHS = [str(BASE_DIR / "locale"), str(BASE_DIR / "locale" / "overrides")]
FORMAT_MODULE_PATH = "khabar.conf.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = KHABAR.time_zone

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A link to set a password opens for so long, an invitation's too.
PASSWORD_RESET_TIMEOUT = 3 * 86_400
# Second factors (khabar.desk.accounts). A code is good for its half minute and the one beside it.
MFA_ADAPTER = "khabar.desk.accounts.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# Cookies belong to the desk: a reader's request carries none, and so is the same for everyone.
SECURE = KHABAR.public_url.startswith("https:")
SESSION_COOKIE_NAME = "khabar-desk"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = "/desk/"
CSRF_FAILURE_VIEW = "khabar.front.views.me.refused"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains too: other people may run those.
    "security.W008",  # Redirecting to https: the proxy with the certificate does it (docs, nginx).
    "security.W019",  # Wagtail shows a preview in a frame of the desk itself.
    "security.W021",  # The browsers' preload list: a domain's owner decides, and for years.
]

# Uploads: large photographs go to disk while they arrive; long forms are articles with many blocks.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "filters": {"gone": {"()": "khabar.conf.logs.NotAboutWhatIsGone"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["gone"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Anybody may send any Host; the answer is 400, and nobody need read of it.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "khabar": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django_tasks": {"level": "WARNING"},
    },
}

WAGTAIL_SITE_NAME = KHABAR.site_name
WAGTAILADMIN_BASE_URL = KHABAR.public_url
WAGTAIL_I18N_ENABLED = True
# Its search finds what ours does.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "khabar.desk.finding"}}
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES[:2]
# The desk goes by its editions' clocks (khabar.desk.clock): one zone on offer is no choice at all.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAILADMIN_USER_LOGIN_FORM = "khabar.desk.accounts.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "khabar.desk.accounts.forms.ResetForm"  # noqa: S105 -- a form.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 128_000_000
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.Photo"
WAGTAILIMAGES_IMAGE_FORM_BASE = "khabar.newsroom.photos.forms.PhotoForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "khabar.newsroom.documents.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "m4a",
    "mp3",
    "mp4",
    "ods",
    "odt",
    "pdf",
    "pptx",
    "txt",
    "webm",
    "xlsx",
    "zip",
]
