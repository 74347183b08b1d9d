"""Where files live: public media, private originals, collected static files."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from khabar.conf.environment import Environment, EnvironmentProblem


def storages(environment: Environment) -> dict[str, Any]:
    """Django's STORAGES: `default` is what readers may fetch, `private` never leaves the house."""
    static = {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        "OPTIONS": {"location": str(environment.var / "static"), "base_url": "/static/"},
    }
    if environment.media_storage:
        return {"staticfiles": static} | _buckets(environment)
    return {
        "staticfiles": static,
        "default": _folder(environment.var / "media", environment.media_url),
        # No address: asking for the URL of an original is a mistake, and raises.
        "private": _folder(environment.var / "private", None),
    }


def _folder(location: Path, base_url: str | None) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage"
        if base_url
        else "khabar.conf.private.PrivateFiles",
        "OPTIONS": {"location": str(location)} | ({"base_url": base_url} if base_url else {}),
    }


def _buckets(environment: Environment) -> dict[str, Any]:
    parts = urlsplit(environment.media_storage)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    public, private = parts.path.strip("/"), query.get("private", "")
    if not (parts.hostname and public and private) or public == private:
        raise EnvironmentProblem(
            [
                (
                    "KHABAR_MEDIA_STORAGE: its value cannot be used: write two buckets, such as "
                    "s3://key:secret@store.example/public-bucket?private=private-bucket."
                )
            ]
        )
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise EnvironmentProblem(
            ["KHABAR_MEDIA_STORAGE: the S3 client is missing; run pip install 'khabar[s3]'."]
        )
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    common = {
        "endpoint_url": f"https://{host}",
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": query.get("region"),
        "file_overwrite": False,
    }
    backend = "storages.backends.s3.S3Storage"
    media = urlsplit(environment.media_url)
    domain = {"custom_domain": media.netloc + media.path.rstrip("/")} if media.netloc else {}
    immutable = {"CacheControl": "public, max-age=31536000, immutable"}
    return {
        "default": {
            "BACKEND": backend,
            "OPTIONS": common
            | domain
            | {"bucket_name": public, "querystring_auth": False, "object_parameters": immutable},
        },
        "private": {
            "BACKEND": backend,
            "OPTIONS": common | {"bucket_name": private, "default_acl": "private"},
        },
    }
