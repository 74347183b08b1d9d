"""The columns of the list. Its cells are many and small, so most are written without a template."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn

from khabar.desk.articles.lines import Line
from khabar.newsroom.models import Article


class LineColumn(BaseColumn):
    """A column that shows something of the article's ``line``."""

    def __init__(self, name: str, show: Callable[[Article, Line], Any], **kwargs: Any) -> None:
        super().__init__(name, classname=f"desk-line-{name}", **kwargs)
        self.show = show

    def render_cell_html(self, instance: Article, parent_context: Any) -> SafeString:
        """The cell."""
        del parent_context
        shown = self.show(instance, instance.line)
        return format_html('<td class="{}">{}</td>', self.classname, shown)


class HeadlineColumn(BaseColumn):
    """The headline with its marks, leading to the editor for who may edit."""

    cell_template_name = "desk/articles/headline.html"

    def get_cell_context_data(self, instance: Article, parent_context: Any) -> dict[str, Any]:
        """The line, and what the person may do with the article."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        context["line"] = instance.line
        context["may_edit"] = instance.permissions_for_user(user).can_edit()
        return context


def shown_time(moment: datetime) -> SafeString:
    """Today's by the hour, this year's without the year, older ones by the day."""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        said = time_format(local, "TIME_FORMAT")
    elif local.year == today.year:
        day = date_format(local, "MONTH_DAY_FORMAT")
        said = _("%(day)s, %(time)s") % {"day": day, "time": time_format(local, "TIME_FORMAT")}
    else:
        said = date_format(local, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), said)


def _section(article: Article, line: Line) -> str:
    del line
    return str(article.section.title)


def _byline(article: Article, line: Line) -> SafeString:
    del article
    return format_html_join(
        pgettext("between two of a list", ", "), "<bdi>{}</bdi>", ((name,) for name in line.byline)
    )


def _genre(article: Article, line: Line) -> str:
    del article
    return str(line.entry.get_genre_display())


def _status(article: Article, line: Line) -> SafeString:
    del article
    return format_html_join(
        "",
        '<div class="desk-status desk-status--{}">{} {}</div>',
        (
            (status.tone, status.word, shown_time(status.at) if status.at else "")
            for status in line.statuses
        ),
    )


def _time(article: Article, line: Line) -> str:
    del article
    return shown_time(line.at) if line.at else ""


def _holder(article: Article, line: Line) -> str:
    del article
    return format_html("<bdi>{}</bdi>", line.holder) if line.holder else ""


COLUMNS = [
    BulkActionsColumn("bulk_actions", width="1%"),
    HeadlineColumn("headline", label=gettext_lazy("Headline"), classname="title", width="40%"),
    LineColumn("section", _section, label=gettext_lazy("Section"), width="9%"),
    LineColumn("byline", _byline, label=gettext_lazy("Byline"), width="12%"),
    LineColumn("genre", _genre, label=gettext_lazy("Genre"), width="7%"),
    LineColumn("status", _status, label=gettext_lazy("Status"), width="13%"),
    LineColumn("time", _time, label=pgettext_lazy("column", "Time"), sort_key="at", width="9%"),
    LineColumn("holder", _holder, label=gettext_lazy("Who has it"), width="9%"),
]
