"""What comes before serving: done when something changed, and only then."""

import os
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from django.contrib.auth import get_user_model
from django.db.migrations.recorder import MigrationRecorder

from khabar.cli import build, prepare
from khabar.cli.translations import compile_translations

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Latest news"
msgstr "آخر الأخبار"

#, fuzzy
msgid "Source"
msgstr "ليس بعد"
"""


def test_translations_are_compiled_when_they_changed(tmp_path: Path) -> None:
    source = tmp_path / "ar/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    made = compile_translations([tmp_path])
    assert made == [source.with_suffix(".mo")]
    with made[0].open("rb") as file:
        catalogue = read_mo(file)
    assert catalogue["Latest news"].string == "آخر الأخبار"
    assert "Source" not in catalogue
    assert compile_translations([tmp_path]) == []
    later = made[0].stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_translations([tmp_path]) == made


@pytest.mark.django_db
def test_a_migrated_database_misses_nothing() -> None:
    assert prepare.missing_migrations() == set()


@pytest.mark.django_db
def test_a_migration_that_the_database_has_not_seen_is_missed() -> None:
    MigrationRecorder.Migration.objects.filter(app="newsroom", name="0001_initial").delete()
    assert prepare.missing_migrations() == {("newsroom", "0001_initial")}


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(
        prepare, "call_command", lambda name, **more: names.append(f"{name} {more}")
    )
    return names


@pytest.mark.django_db
def test_an_empty_house_gets_the_demo_and_an_account_once(called: list[str]) -> None:
    said: list[str] = []
    prepare.first_contents(said.append)
    prepare.first_contents(said.append)
    assert called == ["demo {'if_empty': True}"]
    assert sum("password" in text for text in said) == 1
    assert get_user_model()._default_manager.count() == 1


@pytest.mark.django_db
def test_a_house_where_somebody_works_gets_nothing(called: list[str]) -> None:
    get_user_model()._default_manager.create_user(username="hala", password="x")
    prepare.first_contents(called.append)
    assert called == []


def test_static_files_are_collected_when_they_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    folder = tmp_path / "static"
    source = tmp_path / "site.css"
    source.write_text("body{}")

    def collectstatic(name: str, **_: object) -> None:
        calls.append(name)
        folder.mkdir(exist_ok=True)
        (folder / "site.css").write_text("body{}" * 200)
        (folder / "photo.png").write_bytes(b"\0" * 2000)

    monkeypatch.setattr(build, "call_command", collectstatic)
    monkeypatch.setattr(build, "_sources", lambda: [("site.css", source)])
    assert build.collect(tmp_path) is True
    assert build.collect(tmp_path) is False
    assert (folder / "site.css.gz").exists()
    assert not (folder / "photo.png.gz").exists()
    source.write_text("body{color:red}")
    assert build.collect(tmp_path) is True
    assert calls == ["collectstatic", "collectstatic"]
