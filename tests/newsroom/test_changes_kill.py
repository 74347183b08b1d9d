"""A process that ends between what it changes and what Wagtail tells of it loses nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_published

from khabar.newsroom import keys
from khabar.newsroom.models import Article, Section
from khabar.outbox.models import Change
from tests import factories, processes

PREPARE = """
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import Article, Section
edition = create_edition(EditionSeed("ar", "خبر", "http://localhost"))
home = edition.site.root_page
section = home.add_child(instance=Section(title="سياسة", slug="politics", locale=edition.locale))
article = Article(title="اتفاق", live=False)
section.add_child(instance=article)
article.save_revision()
"""
PUBLISH = """
import os
from wagtail.signals import page_published
from khabar.newsroom.models import Article
page_published.connect(lambda **_kwargs: os._exit(9), weak=False, dispatch_uid="first")
page_published.receivers.insert(0, page_published.receivers.pop())
Article.objects.get().get_latest_revision().publish()
"""
RENAME = (
    PUBLISH.rpartition("Article.objects")[0]
    + """
from khabar.newsroom.models import Section
section = Section.objects.get()
section.title = "اقتصاد"
section.save_revision().publish()
"""
)
# The row is written, and the process ends before what hears of it is called.
REDIRECT = """
import os
from django.db.models.signals import post_save
from wagtail.contrib.redirects.models import Redirect
post_save.connect(lambda **_kwargs: os._exit(9), weak=False, sender=Redirect)
post_save.receivers.insert(0, post_save.receivers.pop())
Redirect.objects.create(old_path="/old", redirect_link="/latest/")
"""
STATE = """
import json
from wagtail.contrib.redirects.models import Redirect
from khabar.newsroom.models import Article
from khabar.outbox.models import Change
article = Article.objects.get()
print(json.dumps({
    "section": article.get_parent().title,
    "live": article.live, "pk": article.pk, "number": article.number,
    "redirects": Redirect.objects.count(),
    "told": sorted({key for row in Change.objects.all() for key in row.keys}),
}))
"""


@pytest.fixture
def no_one_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(page_published, "send", fail)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("no_one_hears")
def test_an_articles_publication_and_what_it_tells_are_one(politics: Section) -> None:
    revision = factories.make_draft(politics).get_latest_revision()
    assert revision is not None
    before = Change.objects.count()
    with pytest.raises(KeyboardInterrupt):
        revision.publish()
    assert not Article.objects.get().live
    assert Change.objects.count() == before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("no_one_hears")
def test_another_pages_publication_is_told_before_wagtail_tells(politics: Section) -> None:
    politics.title = "اقتصاد"
    revision = politics.save_revision()
    before = Change.objects.count()
    with pytest.raises(KeyboardInterrupt):
        revision.publish()
    assert Section.objects.get().title == "اقتصاد"
    assert Change.objects.count() == before + 1
    row = Change.objects.order_by("pk").last()
    assert row is not None
    assert keys.section(politics.pk) in row.keys


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_redirect_and_what_it_tells_are_one(
    politics: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    del politics
    before = Change.objects.count()

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("khabar.newsroom.changes.watching.record", fail)
        with pytest.raises(KeyboardInterrupt):
            Redirect.objects.create(old_path="/old", redirect_link="/latest/")
    assert (Redirect.objects.count(), Change.objects.count()) == (0, before)
    Redirect.objects.create(old_path="/old", redirect_link="/latest/")
    assert (Redirect.objects.count(), Change.objects.count()) == (1, before + 1)


def shell(environ: dict[str, str], code: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "khabar.cli", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """The environment of commands with a data folder and a database of their own."""
    with processes.own_house(tmp_path, django_db_blocker, "changes") as environ:
        yield made(environ)


def made(environ: dict[str, str]) -> dict[str, str]:
    assert shell(environ, PREPARE).returncode == 0
    return environ


@pytest.mark.slow
def test_a_shell_that_is_killed_after_a_save_has_told_what_it_saved(house: dict[str, str]) -> None:
    assert shell(house, PUBLISH).returncode == 9
    said = json.loads(shell(house, STATE).stdout)
    # An article's publication is one transaction with all that follows from it.
    assert not said["live"]
    assert f"article:{said['pk']}" not in said["told"]
    assert shell(house, RENAME).returncode == 9
    said = json.loads(shell(house, STATE).stdout)
    # A section's is over by then.
    assert said["section"] == "اقتصاد"
    assert any(key.startswith("section:") for key in said["told"])
    before = said["told"]
    assert shell(house, REDIRECT).returncode == 9
    said = json.loads(shell(house, STATE).stdout)
    # Neither the row nor its change.
    assert (said["redirects"], said["told"]) == (0, before)
