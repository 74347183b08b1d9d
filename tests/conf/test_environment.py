"""What the environment may say, and what is said of what it may not."""

import os
import stat
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from khabar.conf import databases, environment, media, reference
from khabar.conf.environment import EnvironmentProblem, read
from khabar.conf.secret_key import secret_key


def problems(**environ: str) -> list[str]:
    with pytest.raises(EnvironmentProblem) as caught:
        read(environ)
    return caught.value.problems


def test_an_empty_environment_is_a_newsroom_on_this_machine() -> None:
    found = read({})
    assert found.public_url == "http://127.0.0.1:8000"
    assert found.var == Path.cwd() / "var"
    assert found.trusted_proxies == ()
    assert found.hosts == ("127.0.0.1", "localhost", "[::1]")


def test_values_have_the_type_that_the_table_states() -> None:
    found = read(
        {
            "PORT": "8080",
            "HOST": "0.0.0.0",  # noqa: S104 -- parsed, not bound.
            "KHABAR_DEBUG": "yes",
            "KHABAR_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.7 2001:db8::/32",
            "KHABAR_ALLOWED_HOSTS": "news.example,.khabar.example",
            "KHABAR_TIME_ZONE": "Africa/Tunis",
        }
    )
    assert found.public_url == "http://127.0.0.1:8080"
    assert found.debug is True
    assert found.trusted_proxies == (
        ip_network("10.0.0.0/8"),
        ip_network("192.0.2.7/32"),
        ip_network("2001:db8::/32"),
    )
    assert found.hosts == ("news.example", ".khabar.example")


def test_an_empty_variable_is_an_unset_one() -> None:
    assert read({"PORT": "", "KHABAR_TIME_ZONE": " "}) == read({})


@pytest.mark.parametrize(
    ("name", "raw", "remedy"),
    [
        ("PORT", "eighty", "whole number from 1 to 65535"),
        ("PORT", "0", "whole number from 1 to 65535"),
        ("PORT", "٨٠٨٠", "whole number from 1 to 65535"),
        ("KHABAR_SITE_URL", "news.example", "https://news.example"),
        ("KHABAR_SITE_URL", "https://news.example/ar/", "without a path"),
        ("KHABAR_SITE_URL", "https://news.example:99999", "https://news.example"),
        ("KHABAR_DATABASE_URL", "mysql://localhost/khabar", "postgres://user"),
        ("KHABAR_REDIS_URL", "http://localhost", "redis://"),
        ("KHABAR_TRUSTED_PROXIES", "10.0.0.0/8,proxy", "such as 10.0.0.0/8"),
        ("KHABAR_TRUSTED_PROXIES", "10.0.0.1/8", "host bits set"),
        ("KHABAR_DEBUG", "maybe", "yes or no"),
        ("KHABAR_TIME_ZONE", "Arabia/Atlantis", "Asia/Amman"),
        ("KHABAR_TIME_ZONE", "../../etc/passwd", "Asia/Amman"),
        ("KHABAR_LANGUAGE", "tlh", "ar, en"),
        ("KHABAR_MEDIA_URL", "media", "/media/"),
        ("KHABAR_MEDIA_URL", "//evil.example/", "/media/"),
        ("KHABAR_MEDIA_STORAGE", "ftp://files", "s3://"),
        ("KHABAR_EMAIL_URL", "pigeon://loft", "smtp+tls://"),
        ("KHABAR_WEB_THREADS", "-1", "whole number"),
        ("KHABAR_SURROGATE", "squid", "varnish, cdn"),
        ("KHABAR_VARNISH", "127.0.0.1:6081", "http://127.0.0.1:6081"),
        ("KHABAR_VARNISH", "http://127.0.0.1:99999", "http://127.0.0.1:6081"),
        ("KHABAR_CDN", "akamai://x", "cloudflare://token@zone"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_remedy(name: str, raw: str, remedy: str) -> None:
    (problem,) = problems(**{name: raw})
    assert problem.startswith(f"{name}: ")
    assert remedy in problem


def test_all_problems_are_said_at_once() -> None:
    assert [text.split(":")[0] for text in problems(PORT="x", KHABAR_DEBUG="x")] == [
        "PORT",
        "KHABAR_DEBUG",
    ]


def test_a_misspelt_name_is_a_problem_and_names_of_others_are_not() -> None:
    (problem,) = problems(KHABAR_SITEURL="https://news.example", SITE_URL="x")
    assert problem.startswith("KHABAR_SITEURL: no such setting")


def test_secrets_are_not_repeated() -> None:
    (problem,) = problems(KHABAR_DATABASE_URL="mysql://user:hunter2@localhost/khabar")
    assert "hunter2" not in problem


def test_the_command_says_it_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "khabar.cli", "check"],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "khabar.conf.settings",
            "KHABAR_VAR": str(tmp_path),
            "PORT": "eighty",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "PORT: “eighty” cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_table_has_a_row_for_each_variable() -> None:
    table = reference.markdown()
    for item in environment.variables():
        assert f"| `{item.name}`" in table
        assert item.help in table


def test_the_secret_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    var = tmp_path / "var"
    made = secret_key("", var)
    assert len(made) >= 50
    assert secret_key("", var) == made
    assert stat.S_IMODE((var / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in var.iterdir()] == ["secret-key"]


def test_a_given_secret_key_is_taken_and_nothing_is_written(tmp_path: Path) -> None:
    assert secret_key("given", tmp_path / "var") == "given"
    assert not (tmp_path / "var").exists()


def test_sqlite_lies_in_the_data_folder_and_keeps_what_it_commits(tmp_path: Path) -> None:
    found = databases.database("", tmp_path)
    assert found["NAME"] == str(tmp_path / "khabar.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_postgres_by_its_address(tmp_path: Path) -> None:
    found = databases.database("postgres://desk:p%40ss@db.example:5433/khabar", tmp_path)
    assert found["ENGINE"] == "khabar.conf.postgresql"
    assert (found["HOST"], found["PORT"]) == ("db.example", 5433)
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("khabar", "desk", "p@ss")
    assert found["CONN_MAX_AGE"] == 0
    assert found["OPTIONS"]["server_side_binding"]
    assert found["OPTIONS"]["prepare_threshold"] == 3


def test_what_an_address_of_postgres_asks_for_is_kept(tmp_path: Path) -> None:
    found = databases.database("postgres://db.example/khabar?sslmode=require", tmp_path)
    assert found["OPTIONS"] == databases.POSTGRES_OPTIONS | {"sslmode": "require"}


def test_originals_have_no_address() -> None:
    found = media.storages(read({}))
    assert found["private"]["BACKEND"] == "khabar.conf.private.PrivateFiles"
    assert found["private"]["OPTIONS"]["location"].endswith("var/private")


def test_buckets_must_be_two() -> None:
    with pytest.raises(EnvironmentProblem, match="two buckets"):
        media.storages(read({"KHABAR_MEDIA_STORAGE": "s3://k:s@store.example/one?private=one"}))


def test_a_missing_s3_client_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "find_spec", lambda _name: None)
    with pytest.raises(EnvironmentProblem, match=r"khabar\[s3\]"):
        media.storages(read({"KHABAR_MEDIA_STORAGE": "s3://k:s@store.example/one?private=two"}))


def test_buckets_public_and_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "find_spec", lambda name: name)
    found = media.storages(
        read(
            {
                "KHABAR_MEDIA_STORAGE": "s3://key:se%2Fcret@store.example:9000/pub?private=priv",
                "KHABAR_MEDIA_URL": "https://media.example/",
            }
        )
    )
    public, private = found["default"]["OPTIONS"], found["private"]["OPTIONS"]
    assert (public["bucket_name"], private["bucket_name"]) == ("pub", "priv")
    assert public["endpoint_url"] == "https://store.example:9000"
    assert public["secret_key"] == "se/cret"
    assert public["custom_domain"] == "media.example"
    assert "custom_domain" not in private
    assert "immutable" in public["object_parameters"]["CacheControl"]
