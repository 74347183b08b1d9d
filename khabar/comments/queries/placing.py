"""Comments with what they stand under."""

from django.db.models import QuerySet

from khabar.comments.models import Comment
from khabar.newsroom.models import NumberedPage
from khabar.newsroom.models.pages import fetch_sections


def placed(found: "QuerySet[Comment]") -> list[Comment]:
    """These comments in their order, each with its ``place`` and the section of that.

    One query; one more where there are pages that keep their section in no column.
    """
    kinds = {kind: str(kind._meta.model_name) for kind in NumberedPage.kinds()}  # noqa: SLF001 (Django's public API)
    rows = list(found.select_related("page__locale", *(_join(kind) for kind in kinds)))
    for row in rows:
        row.page = next(
            (held for name in kinds.values() if (held := getattr(row.page, name, None))), row.page
        )
    fetch_sections(row.place for row in rows)
    return rows


def _join(kind: type[NumberedPage]) -> str:
    section = "" if isinstance(kind.section, property) else "__section"
    return f"page__{kind._meta.model_name}{section}"  # noqa: SLF001 (Django's public API)
