from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="NameSpelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As the newsroom writes it: ستولتنبرغ.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "spellings",
                    models.TextField(
                        help_text="One a line, in Arabic or in Latin letters: شتولتنبرغ, Stoltenberg.",
                        verbose_name="other spellings",
                    ),
                ),
            ],
            options={
                "verbose_name": "spelling of a name",
                "verbose_name_plural": "spellings of names",
                "ordering": ["name"],
            },
        ),
    ]
