"""What came into the log after a cursor: each change once, none ever left out, none waited for.

On SQLite writers follow one another, so ids are in the order of commits. On PostgreSQL a row is
seen when its transaction commits, which may be long after rows with greater ids were seen. So the
cursor keeps which transactions were under way when it was made (PostgreSQL's snapshot): what is new
is exactly what that snapshot did not see (docs/decisions/0016-the-outbox.md).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Self

from django.db import connection

from khabar.outbox.models import Change

LIMIT: Final = 500


@dataclass(frozen=True)
class Cursor:
    """All before this was given out. On SQLite the last three are empty.

    ``snapshot`` is what PostgreSQL had committed when all was last read, ``upto`` the same of a
    reading under way that is larger than one batch, and ``after`` how far that came: transaction
    and id.
    """

    id: int
    nonce: int
    database: str = ""
    snapshot: str = ""
    upto: str = ""
    after: tuple[int, int] = (0, 0)
    #: Rows up to here came from another database with a backup: their transactions say nothing.
    foreign: int = 0

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """The cursor that was kept as this text; None for any other, so that all is made anew."""
        try:
            said = json.loads(text)
            return cls(**{**said, "after": (int(said["after"][0]), int(said["after"][1]))})
        except (ValueError, TypeError, KeyError, IndexError):
            return None


@dataclass(frozen=True)
class Entry:
    """One change: its number, kind, time, keys, and those of them that fail closed."""

    id: int
    kind: str
    at: datetime
    keys: tuple[str, ...]
    closed: tuple[str, ...]


@dataclass(frozen=True)
class Batch:
    """What came, oldest first, and the cursor after it.

    ``lost`` means that what came since the cursor cannot be known: everything is to be made anew,
    after which the new cursor holds. ``more`` means that the next batch is there already.
    """

    changes: tuple[Entry, ...]
    cursor: Cursor
    lost: bool = False
    more: bool = False


def read(cursor: Cursor | None, limit: int = LIMIT) -> Batch:
    """What came after the cursor, at most so many changes. Reads alone, in one statement.

    Lost is who has no cursor, whose last row is no more (trimmed, or not in a restored backup) or
    another one, or whose cursor is of another database or of a later state of it.
    """
    if connection.vendor == "postgresql":
        return _read_postgresql(cursor, limit)
    return _read_sqlite(cursor, limit)


def _entry(row: Sequence[Any]) -> Entry:
    pk, kind, at, keys, closed = row
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Entry(pk, kind, at, tuple(_loaded(keys)), tuple(_loaded(closed)))


def _loaded(value: Any) -> list[str]:
    loaded: list[str] = json.loads(value) if isinstance(value, str) else value
    return loaded


# SQLite


def _read_sqlite(cursor: Cursor | None, limit: int) -> Batch:
    if cursor is None or cursor.snapshot:
        return _end_sqlite()
    with connection.cursor() as sql:
        sql.execute(
            "SELECT id, nonce, kind, at, keys, closed FROM outbox_change"
            " WHERE id >= %s ORDER BY id LIMIT %s",
            [cursor.id, limit + 2],
        )
        rows = sql.fetchall()
    if cursor.id:
        if not rows or tuple(rows[0][:2]) != (cursor.id, cursor.nonce):
            return _end_sqlite()
        rows = rows[1:]
    given = rows[:limit]
    if given:
        cursor = Cursor(given[-1][0], given[-1][1])
    changes = tuple(_entry((pk, *rest)) for pk, _nonce, *rest in given)
    return Batch(changes, cursor, more=len(rows) > limit)


def _end_sqlite() -> Batch:
    last = Change.objects.order_by("-pk").values_list("pk", "nonce").first()
    return Batch((), Cursor(*(last or (0, 0))), lost=True)


# PostgreSQL

#: Which database this is: a copy, another cluster and what was restored to an earlier time differ.
_DATABASE: Final = (
    "(SELECT s.system_identifier || ':' || d.oid || ':' || c.timeline_id"
    " FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d"
    " WHERE d.datname = current_database())"
)
# PostgreSQL leaves the reader's own transaction out of those under way: a snapshot made after one
# of its savepoints was rolled back would call it done. Here it is under way until it is done.
_HEAD: Final = f"""
WITH taken AS MATERIALIZED (
  SELECT pg_current_snapshot() AS taken, pg_current_xact_id_if_assigned() AS own
), head AS MATERIALIZED (
  SELECT CASE WHEN own < pg_snapshot_xmax(taken) THEN (
           SELECT (pg_snapshot_xmin(taken)::text || ':' || pg_snapshot_xmax(taken)::text || ':'
                   || string_agg(one::text, ',' ORDER BY one))::pg_snapshot
           FROM (SELECT pg_snapshot_xip(taken) AS one UNION SELECT own) AS running
         ) ELSE taken END AS now,
         own::text::bigint AS own,
         {_DATABASE} AS database,
         (SELECT max(id) FROM outbox_change) AS last
  FROM taken
)
"""  # noqa: S608 (a constant)
# What is committed and yet in the future of this database's count came with a backup of another.
_END: Final = f"""{_HEAD}
SELECT now::text, database, coalesce(last, 0),
       (SELECT nonce FROM outbox_change WHERE id = last),
       coalesce((SELECT max(id) FROM outbox_change
                 WHERE transaction > 0
                   AND transaction >= pg_snapshot_xmin(now)::text::bigint
                   AND NOT pg_visible_in_snapshot(transaction::text::xid8, now)
                   AND transaction IS DISTINCT FROM own), 0)
FROM head
"""  # noqa: S608 (constants)
# Rows of the reader's own transaction are in no snapshot; within it, ids are in order.
_NEW: Final = f"""{_HEAD}
SELECT head.now::text, head.database,
       pg_snapshot_xmax(head.now)::text::bigint
         >= pg_snapshot_xmax(%(snapshot)s::pg_snapshot)::text::bigint,
       (SELECT nonce FROM outbox_change WHERE id = %(id)s),
       pg_visible_in_snapshot(
         row.transaction::text::xid8, coalesce(%(upto)s::pg_snapshot, head.now)),
       row.transaction, row.nonce, row.id, row.kind, row.at, row.keys, row.closed
FROM head LEFT JOIN LATERAL (
  SELECT * FROM outbox_change c
  WHERE c.transaction > 0
    AND c.transaction >= pg_snapshot_xmin(%(snapshot)s::pg_snapshot)::text::bigint
    AND NOT pg_visible_in_snapshot(c.transaction::text::xid8, %(snapshot)s::pg_snapshot)
    AND (%(upto)s::pg_snapshot IS NULL
         OR pg_visible_in_snapshot(c.transaction::text::xid8, %(upto)s::pg_snapshot))
    AND (c.transaction, c.id) > (%(transaction)s, %(after)s)
    AND c.id > %(foreign)s
    AND (c.transaction IS DISTINCT FROM head.own OR c.id > %(id)s)
  ORDER BY c.transaction, c.id
  LIMIT %(limit)s
) row ON TRUE
ORDER BY row.transaction, row.id
"""  # noqa: S608 (constants)


def _read_postgresql(cursor: Cursor | None, limit: int) -> Batch:
    if cursor is None or not cursor.snapshot:
        return _end_postgresql()
    with connection.cursor() as sql:
        sql.execute(
            _NEW,
            {
                "snapshot": cursor.snapshot,
                "upto": cursor.upto or None,
                "id": cursor.id,
                "transaction": cursor.after[0],
                "after": cursor.after[1],
                "foreign": cursor.foreign,
                "limit": limit + 1,
            },
        )
        rows = sql.fetchall()
    now, database, not_earlier, nonce = rows[0][:4]
    same_row = not cursor.id or nonce == cursor.nonce
    if database != cursor.database or not not_earlier or not same_row:
        return _end_postgresql()
    return _batch_postgresql(cursor, now, [row[4:] for row in rows if row[7] is not None], limit)


def _batch_postgresql(cursor: Cursor, now: str, rows: list[tuple[Any, ...]], limit: int) -> Batch:
    """The rows as a batch: settled, transaction, nonce, id, kind, time, keys, closed."""
    more = len(rows) > limit
    if more:
        # A reading that takes several batches is bounded by the snapshot of its first, or what is
        # committed meanwhile with a lesser transaction would be left out.
        rows = rows[:limit]
        settled = [row for row in rows if row[0]]
        if not settled:
            # All of the reader's own transaction: within it the id is enough.
            cursor = replace(cursor, id=rows[-1][3], nonce=rows[-1][2])
            return Batch(tuple(_entry(row[3:]) for row in rows), cursor, more=True)
        rows = settled
    last = max(rows, key=lambda row: int(row[3]), default=None)
    if last is not None and last[3] > cursor.id:
        cursor = replace(cursor, id=last[3], nonce=last[2])
    if more:
        after = (rows[-1][1], rows[-1][3]) if rows else cursor.after
        cursor = replace(cursor, upto=cursor.upto or now, after=after)
    else:
        more = bool(cursor.upto)
        cursor = replace(cursor, snapshot=cursor.upto or now, upto="", after=(0, 0))
    return Batch(tuple(_entry(row[3:]) for row in rows), cursor, more=more)


def _end_postgresql() -> Batch:
    with connection.cursor() as sql:
        sql.execute(_END)
        now, database, last, nonce, foreign = sql.fetchone()
    end = Cursor(last, nonce or 0, database=database, snapshot=now, foreign=foreign)
    return Batch((), end, lost=True)
