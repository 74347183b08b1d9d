"""Every setting that comes from the environment: one table, typed, checked before anything starts.

`make docs` prints the table as docs/reference/settings.md.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

EDITION_LANGUAGES = ("ar", "en", "fr", "fa", "ur", "he")
MAX_PORT = 65535
#: More web processes than this are started only when asked for: each takes memory.
MOST_BY_ITSELF = 4


class EnvironmentProblem(ImproperlyConfigured):
    """One or more variables hold what Khabar cannot use; the text names each and its remedy."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _text(raw: str) -> str:
    return raw


def _path(raw: str) -> Path:
    return Path(raw).expanduser().absolute()


def _boolean(raw: str) -> bool:
    word = raw.casefold()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ValueError("write yes or no")


def _number(minimum: int, maximum: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", raw) or not minimum <= int(raw) <= maximum:
            raise ValueError(f"write a whole number from {minimum} to {maximum}")
        return int(raw)

    return parse


def _web_address(raw: str) -> str:
    try:
        parts = urlsplit(raw)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or parts.path not in {"", "/"}:
        raise ValueError("write the site's address without a path, such as https://news.example")
    return raw.rstrip("/")


def _media_address(raw: str) -> str:
    if re.fullmatch(r"/(?!/)[\w./-]*/|/", raw) and raw != "/":
        return raw
    try:
        parts = urlsplit(raw)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid:
        raise ValueError(
            "write a path such as /media/ or an address such as https://media.example/"
        )
    return raw.rstrip("/") + "/"


def _one_of_schemes(*schemes: str, example: str, empty: bool = True) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if (not raw and empty) or raw.partition(":")[0] in schemes:
            return raw
        raise ValueError(f"write an address such as {example}")

    return parse


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw.casefold() not in words:
            raise ValueError(f"write one of {', '.join(words)}")
        return raw.casefold()

    return parse


def _networks(raw: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in _words(raw))
    except ValueError as error:
        raise ValueError(
            f"{error}; write addresses or networks, such as 10.0.0.0/8,192.0.2.7"
        ) from error


def _varnishes(raw: str) -> tuple[tuple[str, int], ...]:
    found = []
    for part in _words(raw):
        try:
            parts = urlsplit(part)
            place = (parts.hostname, parts.port or 80)
        except ValueError:
            place = (None, 0)
        if parts.scheme != "http" or not place[0] or parts.path not in {"", "/"}:
            raise ValueError("write addresses such as http://127.0.0.1:6081,http://10.0.0.2:6081")
        found.append((place[0], place[1]))
    return tuple(dict.fromkeys(found))


def _words(raw: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[,\s]+", raw) if word)


def _language(raw: str) -> str:
    if raw not in EDITION_LANGUAGES:
        raise ValueError(f"write one of {', '.join(EDITION_LANGUAGES)}")
    return raw


def _time_zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("write a name of the IANA time zone list, such as Asia/Amman") from error
    return raw


@dataclass(frozen=True)
class Variable:
    """One row of the table. `also` is a second name, read when `name` is unset."""

    name: str
    kind: str
    default: str
    parse: Callable[[str], Any]
    help: str
    shown_default: str = ""
    also: str = ""
    secret: bool = False

    def raw(self, environ: Mapping[str, str]) -> str:
        given = (environ.get(name, "").strip() for name in (self.name, self.also) if name)
        return next(filter(None, given), self.default)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        # Not a Linux.
        return os.cpu_count() or 1


def _variable(
    name: str,
    kind: str,
    default: str,
    parse: Callable[[str], Any],
    text: str,
    **more: Any,
) -> Any:
    return field(metadata={"variable": Variable(name, kind, default, parse, text, **more)})


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the environment says, each value already of the type that its field states."""

    site_url: str = _variable(
        "KHABAR_SITE_URL",
        "address",
        "",
        lambda raw: _web_address(raw) if raw else "",
        "Where readers reach the first edition. Links in mail and previews begin with it; with "
        "https, cookies become secure.",
        shown_default="http://HOST:PORT",
    )
    var: Path = _variable(
        "KHABAR_VAR",
        "folder",
        "var",
        _path,
        "The data folder: database, photographs, secret key, collected static files. A relative "
        "path counts from the folder where the command runs.",
    )
    host: str = _variable(
        "HOST",
        "text",
        "127.0.0.1",
        _text,
        "The address that `khabar up` listens on; 0.0.0.0 for every interface.",
        also="KHABAR_HOST",
    )
    port: int = _variable(
        "PORT",
        "number",
        "8000",
        _number(1, MAX_PORT),
        "The port that `khabar up` listens on.",
        also="KHABAR_PORT",
    )
    web_processes: int = _variable(
        "KHABAR_WEB_PROCESSES",
        "number",
        str(min(_processors(), MOST_BY_ITSELF)),
        _number(1, 64),
        "Processes that answer requests, of some 200 MB each.",
        shown_default=f"as many as there are processors, {MOST_BY_ITSELF} at most",
    )
    web_threads: int = _variable(
        "KHABAR_WEB_THREADS",
        "number",
        "8",
        _number(1, 128),
        "Django threads in each of those processes.",
    )
    database_url: str = _variable(
        "KHABAR_DATABASE_URL",
        "address",
        "",
        _one_of_schemes(
            "sqlite",
            "postgres",
            "postgresql",
            example="postgres://user:password@host:5432/khabar or sqlite:////srv/khabar.sqlite3",
        ),
        "The database. SQLite needs no server; PostgreSQL is for more than one machine.",
        shown_default="khabar.sqlite3 in the data folder",
        secret=True,
    )
    redis_url: str = _variable(
        "KHABAR_REDIS_URL",
        "address",
        "",
        _one_of_schemes("redis", "rediss", "unix", example="redis://127.0.0.1:6379/0"),
        "A Redis for the cache, shared between machines.",
        shown_default="files in the data folder",
        secret=True,
    )
    secret_key: str = _variable(
        "KHABAR_SECRET_KEY",
        "text",
        "",
        _text,
        "Signs sessions and links. Set it where several machines serve one site.",
        shown_default="made once, kept in the data folder as secret-key",
        secret=True,
    )
    media_url: str = _variable(
        "KHABAR_MEDIA_URL",
        "path or address",
        "/media/",
        _media_address,
        "Where readers fetch renditions and documents.",
    )
    media_storage: str = _variable(
        "KHABAR_MEDIA_STORAGE",
        "address",
        "",
        _one_of_schemes(
            "s3", example="s3://key:secret@store.example/public-bucket?private=private-bucket"
        ),
        "An S3-compatible store for media: a public bucket, and a private one for originals "
        "(`?private=`), optionally `&region=`. Needs `pip install 'khabar[s3]'`.",
        shown_default="files in the data folder",
        secret=True,
    )
    edge_megabytes: int = _variable(
        "KHABAR_EDGE_MB",
        "number",
        "1024",
        _number(16, 1_000_000),
        "How much of the disk rendered pages may take, in MiB, in the data folder's edge.",
    )
    edge_memory_megabytes: int = _variable(
        "KHABAR_EDGE_MEMORY_MB",
        "number",
        "64",
        _number(4, 100_000),
        "How much memory each web process keeps of pages ready to send, in MiB.",
    )
    streams: int = _variable(
        "KHABAR_STREAMS",
        "number",
        "5000",
        _number(0, 100_000),
        "How many readers may follow live pages (`/live/events`) in each web process; those beyond "
        "are told to come back, and read without it. Each is an open file.",
    )
    streams_per_address: int = _variable(
        "KHABAR_STREAMS_PER_ADDRESS",
        "number",
        "200",
        _number(1, 100_000),
        "How many of them may come from one address (of IPv6: one network of 64 bits). Offices and "
        "mobile networks put many readers behind one; `KHABAR_TRUSTED_PROXIES` tells them apart.",
    )
    posts: int = _variable(
        "KHABAR_POSTS",
        "number",
        "20",
        _number(1, 10_000),
        "How many comments, likes and reports (posts under `/me/`) are taken in a second, each web "
        "process having its share; twice as many at once. Those beyond are refused before they "
        "cost anything.",
    )
    posts_per_address: int = _variable(
        "KHABAR_POSTS_PER_ADDRESS",
        "number",
        "30",
        _number(1, 10_000),
        "How many of them may come from one address in a minute, to each web process (of IPv6: one "
        "network of 64 bits).",
    )
    reads_from: str = _variable(
        "KHABAR_READS_FROM",
        "edge or log",
        "edge",
        _one_of("edge", "log"),
        "Who counts what is read most: each web process, or, where a cache in front answers "
        "readers, `khabar reads` from that cache's log. Never both, which would count twice.",
    )
    surrogate: str = _variable(
        "KHABAR_SURROGATE",
        "varnish or cdn",
        "",
        lambda raw: _one_of("varnish", "cdn")(raw) if raw else "",
        "The cache in front of Khabar. It is told how long it may keep a page, and told again what "
        "changed: `varnish` by key, at once; `cdn` by address, within a minute.",
        shown_default="none",
    )
    varnish: tuple[tuple[str, int], ...] = _variable(
        "KHABAR_VARNISH",
        "addresses",
        "http://127.0.0.1:6081",
        _varnishes,
        "With `KHABAR_SURROGATE=varnish`: where each Varnish takes purges, comma-separated.",
    )
    cdn: str = _variable(
        "KHABAR_CDN",
        "address",
        "",
        _one_of_schemes(
            "cloudflare",
            "cloudfront",
            "azure-cdn",
            "azure-front-door",
            example="cloudflare://token@zone or cloudfront://distribution",
        ),
        "With `KHABAR_SURROGATE=cdn`: whose it is. `cloudflare://token@zone`, "
        "`cloudfront://key:secret@distribution`, "
        "`azure-cdn://subscription/group/profile/endpoint`, "
        "`azure-front-door://subscription/group/name`.",
        shown_default="none",
        secret=True,
    )
    trusted_proxies: tuple[Network, ...] = _variable(
        "KHABAR_TRUSTED_PROXIES",
        "networks",
        "",
        _networks,
        "Addresses of the proxies in front, comma-separated. X-Forwarded-For, -Proto and -Host "
        "are believed from these alone.",
        shown_default="none",
    )
    allowed_hosts: tuple[str, ...] = _variable(
        "KHABAR_ALLOWED_HOSTS",
        "names",
        "",
        _words,
        "Host names that are answered, comma-separated; a leading dot takes subdomains in.",
        shown_default="the host of KHABAR_SITE_URL, HOST, localhost, 127.0.0.1 and [::1]",
    )
    debug: bool = _variable(
        "KHABAR_DEBUG",
        "yes or no",
        "no",
        _boolean,
        "Error pages that show code. Never where readers come.",
    )
    require_second_factor: str = _variable(
        "KHABAR_REQUIRE_SECOND_FACTOR",
        "auto, always or never",
        "auto",
        _one_of("auto", "always", "never"),
        "Whether chief editors, administrators and superusers must have a passkey or an "
        "authenticator app before they reach the desk. `auto` asks for it where KHABAR_SITE_URL is "
        "https.",
    )
    inactive_days: int = _variable(
        "KHABAR_INACTIVE_DAYS",
        "number",
        "90",
        _number(1, 3650),
        "Staff accounts that nobody used for so many days are listed as inactive.",
    )
    outbox_days: int = _variable(
        "KHABAR_OUTBOX_DAYS",
        "number",
        "7",
        _number(1, 365),
        "The log of changes is kept for so many days. What follows it and was away for longer "
        "makes everything anew.",
    )
    email_url: str = _variable(
        "KHABAR_EMAIL_URL",
        "address",
        "consolemail://",
        _one_of_schemes(
            "smtp",
            "smtp+tls",
            "smtp+ssl",
            "smtps",
            "consolemail",
            "filemail",
            "memorymail",
            "dummymail",
            example="smtp+tls://user:password@mail.example:587",
            empty=False,
        ),
        "How mail leaves; consolemail:// prints it.",
        secret=True,
    )
    email_from: str = _variable(
        "KHABAR_EMAIL_FROM",
        "text",
        "",
        _text,
        "The sender of the house's mail; to readers it goes under the name of the edition.",
        shown_default="khabar@ the host of KHABAR_SITE_URL",
    )
    link_checks: bool = _variable(
        "KHABAR_LINK_CHECKS",
        "yes or no",
        "yes",
        _boolean,
        "Whether the worker asks other sites if the links of an article answer.",
    )
    language: str = _variable(
        "KHABAR_LANGUAGE",
        "one of " + " ".join(EDITION_LANGUAGES),
        "ar",
        _language,
        "Seeds the first edition: its language. Later the desk decides.",
    )
    time_zone: str = _variable(
        "KHABAR_TIME_ZONE",
        "time zone",
        "Asia/Riyadh",
        _time_zone,
        "Seeds the first edition: its time zone. Later the edition decides, in the desk too.",
    )
    site_name: str = _variable(
        "KHABAR_SITE_NAME",
        "text",
        "خبر",
        _text,
        "Seeds the first edition: its name. Also the desk's title.",
    )

    @property
    def public_url(self) -> str:
        """The site's address, which is the listening one as long as none is given."""
        if self.site_url:
            return self.site_url
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 -- compared, not bound.
        return f"http://{host}:{self.port}"

    @property
    def sender(self) -> str:
        return self.email_from or f"khabar@{urlsplit(self.public_url).hostname}"

    @property
    def hosts(self) -> tuple[str, ...]:
        if self.allowed_hosts:
            return self.allowed_hosts
        site_host = urlsplit(self.public_url).hostname or "localhost"
        return tuple(dict.fromkeys((site_host, "localhost", "127.0.0.1", "[::1]")))


def variables() -> list[Variable]:
    """The table, in the order of the documentation."""
    return [item.metadata["variable"] for item in fields(Environment)]


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """The environment's settings; raises EnvironmentProblem naming every wrong variable at once."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for item in fields(Environment):
        variable: Variable = item.metadata["variable"]
        raw = variable.raw(environ)
        try:
            values[item.name] = variable.parse(raw)
        except ValueError as error:
            shown = "its value" if variable.secret else f"“{raw}”"
            problems.append(f"{variable.name}: {shown} cannot be used: {error}.")
    problems += _unknown(environ)
    if problems:
        raise EnvironmentProblem(problems)
    return Environment(**values)


def _unknown(environ: Mapping[str, str]) -> list[str]:
    """A misspelt variable is silence where someone meant something, so it is a problem."""
    known = {name for item in variables() for name in (item.name, item.also)}
    return [
        f"{name}: no such setting; see docs/reference/settings.md for those that exist, "
        "or remove it from the environment."
        for name in sorted(environ)
        if name.startswith("KHABAR_") and name not in known
    ]
