"""The column that referred to articles comes to refer to pages, under rows that are there."""

from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from khabar.comments.models import Attempt, Comment, Policy
from khabar.live.models import LiveCoverage
from khabar.newsroom.models import Article, Section
from tests.live.conftest import make_coverage

migration: Any = import_module("khabar.comments.migrations.0004_pages")
TABLES = ("comments_comment", "comments_attempt", "comments_policy")


def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables as the version before had them."""
    if connection.vendor == "sqlite":
        with monkeypatch.context() as swapped, connection.schema_editor(atomic=False) as editor:
            swapped.setattr(migration, "_WAS", migration._IS)
            swapped.setattr(migration, "_IS", ("newsroom_article", "page_ptr_id"))
            migration.point_at_pages(None, editor)
        return
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_article_id_is_a_page")
            cursor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_was FOREIGN KEY (article_id)"
                " REFERENCES newsroom_article (page_ptr_id) DEFERRABLE INITIALLY DEFERRED"
            )


def _write(page: Article | LiveCoverage) -> Comment:
    now = timezone.now()
    with transaction.atomic():
        Attempt.objects.create(address="a", page=page, at=now)
        return Comment.objects.create(
            page=page, name="قارئ", body="رأي", device="d" * 64, created_at=now
        )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_stay_and_coverages_are_let_in(
    article: Article, policy: Policy, politics: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage = make_coverage(politics)
    _as_it_was(monkeypatch)
    kept = _write(article)
    with pytest.raises(IntegrityError):
        _write(coverage)
    with connection.schema_editor(atomic=False) as editor:
        migration.point_at_pages(None, editor)
        # Broken off and begun again, it is the same.
        migration.point_at_pages(None, editor)
    _write(coverage)
    Policy.objects.create(edition=policy.edition, page=coverage)
    assert kept in Comment.objects.all()
    for table in TABLES:
        with connection.cursor() as cursor:
            found = connection.introspection.get_relations(cursor, table)
        assert found["article_id"][:2] == ("id", "wagtailcore_page")
    # No page, no comment: the reference still holds.
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=kept.pk).update(page=10**6)
    connection.check_constraints()
