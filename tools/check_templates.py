"""Every template of ours compiles: tags are known, blocks are closed, what it extends exists."""

import os
import sys
from pathlib import Path

import django
from django.template import TemplateDoesNotExist, TemplateSyntaxError, loader

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khabar.conf.settings")
    django.setup()
    found = []
    for path in sorted((ROOT / "khabar").glob("*/templates/**/*")):
        if not path.is_file():
            continue
        relative = path.relative_to(ROOT)
        try:
            loader.get_template(str(Path(*relative.parts[3:])))
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            found.append(f"{relative}: {error}")
    if found:
        print(*found, sep="\n", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
