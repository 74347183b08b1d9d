"""A section's queue is one range of an index; the queue of many passes over others within one."""

from django.db import migrations, models

_PASSED_OVER = ["rules", "claimed_by", "claimed_at"]


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_section_of_each")]

    operations = [
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["section", "state", "created_at", "id", *_PASSED_OVER],
                name="comments_of_section",
            ),
        ),
        migrations.RemoveIndex("comment", "comments_by_state"),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["state", "created_at", "id", "section", *_PASSED_OVER],
                name="comments_by_state",
            ),
        ),
    ]
