"""Comments stand under any page with a number: what an article's was is a page's.

An article's key is its page's, so no row changes, and the column keeps its name: processes of the
version before go on writing while this runs. What changes is to which table the column refers.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLES = ("comments_comment", "comments_attempt", "comments_policy")
_WAS = ("newsroom_article", "page_ptr_id")
_IS = ("wagtailcore_page", "id")


def point_at_pages(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Have the column refer to pages, without reading or copying the rows under a lock."""
    for table in _TABLES:
        if schema_editor.connection.vendor == "postgresql":
            _postgresql(schema_editor, table)
        else:
            _sqlite(schema_editor, table)


def _postgresql(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Each step by itself: the rows are looked at while others write."""
    name = f"{table}_article_id_is_a_page"
    with editor.connection.cursor() as cursor:
        there = editor.connection.introspection.get_constraints(cursor, table)
        if name not in there:
            cursor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ("article_id")'
                f' REFERENCES "{_IS[0]}" ("{_IS[1]}") DEFERRABLE INITIALLY DEFERRED NOT VALID'
            )
        for old, found in there.items():
            if found["foreign_key"] == _WAS:
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{old}"')
        cursor.execute(f'ALTER TABLE "{table}" VALIDATE CONSTRAINT "{name}"')


def _sqlite(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """As SQLite's manual has it for changes that touch no row (lang_altertable.html, section 7)."""
    connection = editor.connection
    was, now = (f'REFERENCES "{name}" ("{column}")' for name, column in (_WAS, _IS))
    with connection.cursor() as cursor, transaction.atomic(using=connection.alias):
        cursor.execute("PRAGMA schema_version")
        version = cursor.fetchone()[0]
        cursor.execute("PRAGMA writable_schema = ON")
        try:
            cursor.execute(
                "UPDATE sqlite_master SET sql = replace(sql, %s, %s)"
                " WHERE type = 'table' AND name = %s",
                [was, now, table],
            )
            # Every connection reads the schema anew.
            cursor.execute(f"PRAGMA schema_version = {version + 1}")
        finally:
            cursor.execute("PRAGMA writable_schema = OFF")
        cursor.execute(f'PRAGMA foreign_key_list("{table}")')
        if _WAS[0] in {row[2] for row in cursor.fetchall()}:
            msg = f"{table}.article_id could not be made to refer to pages."
            raise RuntimeError(msg)


def _renamed(model: str, **more: Any) -> list[migrations.operations.base.Operation]:
    """The field under its new name, over the same column."""
    field = models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="wagtailcore.page",
        db_column="article_id",
        **more,
    )
    return [
        migrations.RenameField(model, "article", "page"),
        migrations.AlterField(model, "page", field),
    ]


def _indexes(of: str) -> list[tuple[str, models.Index]]:
    thread = [of, "parent", "state"]
    claims = ["rules", "claimed_by", "claimed_at"]
    return [
        ("comment", models.Index(fields=[*thread, "created_at", "id"], name="comments_of_page")),
        ("comment", models.Index(fields=[*thread, "-likes", "id"], name="comments_by_likes")),
        (
            "comment",
            models.Index(fields=["state", "created_at", "id", of, *claims], name="comments_by_state"),
        ),
        ("attempt", models.Index(fields=[of, "at"], name="attempts_by_article")),
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("comments", "0003_proofs_and_origins"),
        ("wagtailcore", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(point_at_pages)],
            state_operations=[
                *(migrations.RemoveIndex(model, one.name) for model, one in _indexes("article")),
                migrations.RemoveConstraint("policy", "an_edition_has_one_comments_policy"),
                migrations.RemoveConstraint("policy", "an_article_has_one_comments_policy"),
                migrations.RemoveConstraint("policy", "a_policy_is_of_one_thing"),
                *_renamed("comment"),
                *_renamed("attempt", db_index=False, null=True),
                *_renamed("policy", blank=True, editable=False, null=True),
                *(migrations.AddIndex(model, one) for model, one in _indexes("page")),
                migrations.AddConstraint(
                    "policy",
                    models.UniqueConstraint(
                        condition=models.Q(section=None, page=None),
                        fields=("edition",),
                        name="an_edition_has_one_comments_policy",
                    ),
                ),
                migrations.AddConstraint(
                    "policy",
                    models.UniqueConstraint(
                        condition=models.Q(page__isnull=False),
                        fields=("page",),
                        name="an_article_has_one_comments_policy",
                    ),
                ),
                migrations.AddConstraint(
                    "policy",
                    models.CheckConstraint(
                        condition=models.Q(section=None) | models.Q(page=None),
                        name="a_policy_is_of_one_thing",
                    ),
                ),
            ],
        ),
    ]
