"""The log of what changed, and where its site-wide followers stand."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

#: The bits of a nonce: what fits a signed 64-bit column.
NONCE_BITS = 63


def new_nonce() -> int:
    """A number that no other row of any copy of the log has; never 0."""
    return secrets.randbelow(2**NONCE_BITS - 1) + 1


class TopTransaction(models.Func):
    """The number of the transaction that commits the row; 0 on SQLite, which needs none."""

    template = "0"
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """PostgreSQL's own number, of the outermost transaction."""
        return self.as_sql(compiler, connection, template="pg_current_xact_id()::text::bigint")


class Change(models.Model):
    """Something that readers see changed: the names of what, kept as long as followers need it.

    Written in the transaction of the change itself by ``recording.record``, and never altered. The
    nonce tells a row from another one with the same id in a restored backup.
    """

    nonce = models.BigIntegerField(default=new_nonce)
    kind = models.CharField(max_length=20)
    keys: models.JSONField[list[str], list[str]] = models.JSONField()
    closed: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    transaction = models.BigIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "change"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar = [
            # Empty on SQLite, where every transaction is 0.
            models.Index(
                fields=["transaction", "id"],
                condition=models.Q(transaction__gt=0),
                name="outbox_by_transaction",
            ),
        ]

    def __str__(self) -> str:
        """Number and kind."""
        return f"{self.pk} {self.kind}"


class Follower(models.Model):
    """Where a site-wide follower stands: all before its cursor was applied."""

    name = models.CharField(max_length=40, unique=True)
    cursor = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "follower"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """Its name."""
        return self.name
