"""The seventeen top subjects of IPTC's Media Topics, in the desk's languages."""

from typing import Any

from django.db import migrations

SUBJECTS = (
    ("01000000", "فنون وثقافة وترفيه وإعلام", "arts, culture, entertainment and media"),
    ("02000000", "جريمة وقانون وعدالة", "crime, law and justice"),
    ("03000000", "كوارث وحوادث وطوارئ", "disaster, accident and emergency incident"),
    ("04000000", "اقتصاد وأعمال ومال", "economy, business and finance"),
    ("05000000", "تعليم", "education"),
    ("06000000", "بيئة", "environment"),
    ("07000000", "صحة", "health"),
    ("08000000", "أخبار الناس", "human interest"),
    ("09000000", "عمل وعمال", "labour"),
    ("10000000", "أسلوب حياة وأوقات فراغ", "lifestyle and leisure"),
    ("11000000", "سياسة وحكم", "politics and government"),
    ("12000000", "دين", "religion"),
    ("13000000", "علوم وتقنية", "science and technology"),
    ("14000000", "مجتمع", "society"),
    ("15000000", "رياضة", "sport"),
    ("16000000", "نزاعات وحروب وسلام", "conflict, war and peace"),
    ("17000000", "طقس", "weather"),
)


def add_subjects(apps: Any, _schema_editor: Any) -> None:
    """Add those that are missing."""
    subject = apps.get_model("newsroom", "Subject")
    for code, name_ar, name_en in SUBJECTS:
        subject.objects.get_or_create(
            code=f"medtop:{code}", defaults={"name_ar": name_ar, "name_en": name_en}
        )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("newsroom", "0001_initial")]
    operations = [migrations.RunPython(add_subjects, migrations.RunPython.noop)]
