"""Every comment that is there goes into the section above its page, in one statement."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length, Substr

#: How much of a page's path is its own step.
_STEP = 4


def settle(apps: Any, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those that are in a section already stay: broken off and begun again, it is the same."""
    section, page = apps.get_model("newsroom", "Section"), apps.get_model("wagtailcore", "Page")
    path = OuterRef("path")
    above = section.objects.filter(path=Substr(path, 1, Length(path) - _STEP)).values("pk")
    of_page = page.objects.filter(pk=OuterRef("page_id")).order_by().values_list(Subquery(above))
    comments = apps.get_model("comments", "Comment").objects.filter(section=None)
    comments.update(section=Subquery(of_page))


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_section")]

    operations = [migrations.RunPython(settle, elidable=True)]
