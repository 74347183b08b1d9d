"""A comment stands in the section of its page, in a column of its own.

Three steps, each a transaction of its own: a column that is empty adds nothing to any row, so that
nobody waits for it. Processes of the version before leave it empty; the clock fills it for them.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0005_readers"),
        ("newsroom", "0013_erase_reader"),
    ]

    operations = [
        migrations.AddField(
            "comment",
            "section",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="newsroom.section",
            ),
        ),
    ]
