"""Invented items in the three shapes of ninjs, and the doors to the command."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command


def ninjs1(number: int = 1, **changes: Any) -> dict[str, Any]:
    """An item of ninjs 1.x: lowercase names, one text each."""
    return {
        "uri": f"urn:example:{number}",
        "type": "text",
        "version": "1",
        "pubstatus": "usable",
        "language": "ar",
        "firstcreated": "2020-03-01T09:00:00+03:00",
        "versioncreated": "2020-03-01T09:30:00+03:00",
        "headline": f"افتتاح جسر الوادي رقم {number}",
        "description_text": "انتهى العمل قبل موعده بشهرين.",
        "body_html": f"<p>افتتح المجلس البلدي جسر الوادي {number} صباح اليوم.</p>",
        "byline": "سلمى الحداد",
        "located": "وادي النخيل",
        "slugline": "bridge-opening",
        "urgency": 3,
        "ednote": "الصور لاحقًا",
        "subject": [
            {"scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "04000000"},
            {"code": "local:roads", "name": "طرق"},
        ],
        "infosource": [{"name": "وكالة الوادي", "rel": "source"}],
        "$standard": {"name": "ninjs", "version": "1.6"},
    } | changes


def ninjs2(number: int = 1, **changes: Any) -> dict[str, Any]:
    """The same item in ninjs 2.x: lowercase names, lists with roles."""
    return {
        "uri": f"urn:example:{number}",
        "type": "text",
        "version": "1",
        "pubstatus": "usable",
        "language": "ar",
        "firstcreated": "2020-03-01T09:00:00+03:00",
        "versioncreated": "2020-03-01T09:30:00+03:00",
        "headlines": [{"role": "main", "value": f"افتتاح جسر الوادي رقم {number}"}],
        "descriptions": [{"role": "summary", "value": "انتهى العمل قبل موعده بشهرين."}],
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "value": "نص"},
            {
                "role": "main",
                "contenttype": "text/html",
                "value": f"<p>افتتح المجلس البلدي جسر الوادي {number} صباح اليوم.</p>",
            },
        ],
        "by": "سلمى الحداد",
        "located": "وادي النخيل",
        "slugline": "bridge-opening",
        "urgency": 3,
        "ednote": "الصور لاحقًا",
        "subjects": [
            {"uri": "http://cv.iptc.org/newscodes/mediatopic/04000000"},
            {"literal": "local:roads", "name": "طرق"},
        ],
        "infosources": [{"name": "وكالة الوادي"}],
        "standard": {"name": "ninjs", "version": "2.1"},
    } | changes


def ninjs3(number: int = 1, **changes: Any) -> dict[str, Any]:
    """The same item in ninjs 3.x: camelCase."""
    two = ninjs2(number)
    renamed = {
        "pubstatus": "pubStatus",
        "firstcreated": "firstCreated",
        "versioncreated": "versionCreated",
        "ednote": "edNote",
        "infosources": "infoSources",
    }
    three = {renamed.get(name, name): value for name, value in two.items()}
    three["bodies"] = [
        {
            "role": body["role"],
            "contentType": body["contenttype"],
            "value": body["value"],
        }
        for body in two["bodies"]
    ]
    return three | {"standard": {"name": "ninjs", "version": "3.1"}} | changes


def write(folder: Path, *items: dict[str, Any], name: str = "items.jsonl") -> Path:
    """A file of JSON Lines."""
    path = folder / name
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


@dataclass
class Run:
    """What an import said, and its exit code."""

    code: int
    out: str
    err: str


def run(*files: Path | str, section: str = "archive", **options: Any) -> Run:
    """Run the command as from a shell, in this process."""
    out, message, code = io.StringIO(), "", 0
    try:
        call_command("import", "ninjs", *map(str, files), section=section, stdout=out, **options)
    except CommandError as error:
        message, code = str(error), error.returncode
    return Run(code, out.getvalue(), message)
