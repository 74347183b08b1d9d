"""SQL of a query that was asked before with other values, without compiling it again.

Django compiles each query anew: of rendering a cold article that was two fifths, spent on naming
hundreds of columns that never change. What a query selects, joins and orders by is compiled once
for each form of query; its conditions are compiled each time, by Django, and their SQL is part of
what a form is known by. A query with anything else in it (aggregates, subqueries in what it
selects, locks, unions) goes Django's way.

Mixed into the operations of this house's database engines, which Django asks for a compiler.
"""

from collections.abc import Hashable
from functools import cache
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models.expressions import Col, Value
from django.db.models.sql.query import Query

#: So many forms are remembered by a process; where there are more, it begins anew.
MOST: Final = 1000
#: Of the form itself; a list of a thousand ids is not asked for twice.
LONGEST: Final = 2000


class _Form(NamedTuple):
    """What Django found out when it compiled a query of this form."""

    #: None where nothing can be found, whatever is in the database.
    sql: str | None
    #: Values that stand before those of the conditions, the same in each query of the form.
    before: tuple[Any, ...]
    select: list[Any]
    klass_info: Any
    annotation_col_map: Any
    meta_ordering: Any
    #: Named by their place in memory, so they are held on to.
    held: tuple[Any, ...]


_forms: dict[Hashable, _Form] = {}


class RememberingCompiler:
    """Mixed into Django's ``SQLCompiler`` of a database."""

    def as_sql(
        self: Any,
        with_limits: bool = True,  # noqa: FBT001, FBT002 (as Django calls it)
        with_col_aliases: bool = False,  # noqa: FBT001, FBT002 (as above)
    ) -> tuple[str, tuple[Any, ...]]:
        """As Django's."""
        query, plain = self.query, super().as_sql  # type: ignore[misc]  # mixed into a compiler
        known = _form_of(query) if with_limits and not with_col_aliases else None
        compiled: tuple[str, tuple[Any, ...]]
        if known is None:
            compiled = plain(with_limits, with_col_aliases)
            return compiled
        where: str | None
        try:
            where, values = self.compile(query.where) if query.where else ("", ())
        except EmptyResultSet:
            # Known without asking; but whoever reads the rows wants to know what they would be.
            where, values = None, ()
        except FullResultSet:
            where, values = "", ()
        key = (self.connection.vendor, self.elide_empty, where, known[0])
        form = _forms.get(key)
        if form is None:
            try:
                compiled = plain()
            except EmptyResultSet:
                self._keep(key, known[1], None, (), ())
                raise
            self._keep(key, known[1], *compiled, tuple(values))
            return compiled
        self._recall(form)
        if form.sql is None:
            raise EmptyResultSet
        return form.sql, (*form.before, *values)

    def _recall(self: Any, form: _Form) -> None:
        # What ``pre_sql_setup`` leaves behind for whoever reads the rows.
        vars(self).update(
            select=form.select,
            col_count=len(form.select),
            klass_info=form.klass_info,
            annotation_col_map=form.annotation_col_map,
            where=self.query.where,
            having=None,
            qualify=None,
            has_extra_select=False,
            _meta_ordering=form.meta_ordering,
        )

    def _keep(
        self: Any,
        key: tuple[Any, ...],
        held: tuple[Any, ...],
        sql: str | None,
        given: tuple[Any, ...],
        values: tuple[Any, ...],
    ) -> None:
        """Keep what Django made of the query, unless there is more in it than its form tells."""
        before = len(given) - len(values)
        if (
            before < 0
            or tuple(given[before:]) != values
            # Values that are no condition's, such as of a join of its own kind.
            or (before and not self.query.annotations)
            or self.has_extra_select
            or len(key[2] or "") > LONGEST
        ):
            return
        if len(_forms) >= MOST:
            _forms.clear()
        _forms[key] = _Form(
            sql,
            tuple(given[:before]),
            self.select,
            self.klass_info,
            self.annotation_col_map,
            self._meta_ordering,
            held,
        )


@cache
def _remembering(compiler: type) -> type:
    """A database's compiler of SELECT that remembers: one class, however often it is asked for."""
    return type(compiler.__name__, (RememberingCompiler, compiler), {})


class RememberingOperations:
    """Mixed into Django's ``DatabaseOperations`` of a database."""

    def compiler(self, compiler_name: str) -> type:
        """As Django's; that of SELECT remembers."""
        found: type = super().compiler(compiler_name)  # type: ignore[misc]  # mixed into operations
        return _remembering(found) if compiler_name == "SQLCompiler" else found


def _form_of(query: Any) -> tuple[Hashable, tuple[Any, ...]] | None:
    """All that a query's SQL depends on but its conditions; None where that is more than we know.

    And the objects in it that are told apart by where they lie.
    """
    if (
        type(query) is not Query
        or query.combinator
        or query.group_by is not None
        or query.extra
        or query.extra_tables
        or query.extra_order_by
        or query.distinct
        or query.select_for_update
        or query.explain_info
        or query.subquery
        or query._filtered_relations  # type: ignore[attr-defined]  # noqa: SLF001 (its SQL is made of them)
        or query.where.contains_aggregate
        or query.where.contains_over_clause
    ):
        return None
    held: list[Any] = [query.model]
    annotations = _annotations(query)
    joins = _joins(query, held)
    columns = _columns(query, held)
    if annotations is None or joins is None or columns is None:
        return None
    if not all(isinstance(name, str) for name in query.order_by):
        return None
    deferred, defer = query.deferred_loading
    shown = query.annotation_select_mask
    key = (
        id(query.model),
        query.default_cols,
        columns,
        # Which column stands where in ``values()``.
        None if query.selected is None else tuple(query.selected.items()),
        annotations,
        None if shown is None else frozenset(shown),
        query.values_select,
        _related(query.select_related),
        query.max_depth,
        frozenset(deferred),
        defer,
        query.order_by,
        query.default_ordering,
        query.standard_ordering,
        query.low_mark,
        query.high_mark,
        joins,
    )
    return key, tuple(held)


def _annotations(query: Any) -> Hashable | None:
    """Plain values alone, as ``exists()`` has one."""
    found = []
    for name, value in query.annotations.items():
        if type(value) is not Value or not isinstance(value.value, int | str):
            return None
        found.append((name, type(value.output_field), type(value.value), value.value))
    return tuple(found)


def _columns(query: Any, held: list[Any]) -> Hashable | None:
    found = []
    for column in query.select:
        if type(column) is not Col:
            return None
        held += column.target, column.output_field
        found.append((column.alias, id(column.target), id(column.output_field)))
    return tuple(found)


def _joins(query: Any, held: list[Any]) -> Hashable | None:
    found = []
    for alias, join in query.alias_map.items():
        field = getattr(join, "join_field", None)
        if getattr(join, "filtered_relation", None) is not None:
            return None
        held.append(field)
        found.append(
            (
                alias,
                query.alias_refcount[alias],
                type(join),
                join.table_name,
                join.parent_alias,
                join.join_type,
                id(field),
                getattr(join, "nullable", None),
            )
        )
    return tuple(found)


def _related(related: Any) -> Hashable:
    if isinstance(related, dict):
        return tuple((name, _related(below)) for name, below in related.items())
    return bool(related)
