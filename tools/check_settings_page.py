"""docs/reference/settings.md says what the table of settings says."""

import sys
from pathlib import Path

from khabar.conf.reference import markdown

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/settings.md"


def main() -> int:
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == markdown():
        return 0
    print(f"{PAGE.name} is not current: make docs", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
