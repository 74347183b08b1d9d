"""Rules of our own, each with the right form in its message."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Rule:
    """What `pattern` finds in files that `glob` names is wrong; `message` says what is right."""

    name: str
    glob: str
    pattern: re.Pattern[str]
    message: str


RULES = (
    Rule(
        "K001",
        "khabar/*/static/**/*.css",
        re.compile(
            r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)\b|(?:left|right)\s*:|"
            r"border-(?:top|bottom)-(?:left|right)-radius|"
            r"(?:text-align|float|clear)\s*:\s*(?:left|right)\b)"
        ),
        "a side of the page: write inline-start or inline-end, which serves both directions",
    ),
    Rule(
        "K002",
        "khabar/front/templates/**/*.html",
        re.compile(
            r"<style\b|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\b(?:src|type=\"application/))"
        ),
        "inline style or script: the page's content policy refuses it; use a file under static/",
    ),
    Rule(
        "K003",
        "khabar/**/*.py",
        re.compile(r"\b(?:_|gettext|gettext_lazy|ngettext|pgettext)\(\s*\"[^\"]*(?<!%)%[sd]"),
        "a positional placeholder: write %(name)s, so that a translation may change the order",
    ),
    Rule(
        "K004",
        "khabar/front/templates/**/*.html",
        re.compile(r"""(?:src|href)\s*=\s*["']https?://(?!schema\.org)"""),
        "an address of someone else: a reader's page asks nobody but this site",
    ),
)


def problems(rule: Rule, text: str) -> Iterator[int]:
    """Lines of `text` that break the rule."""
    for number, line in enumerate(text.splitlines(), start=1):
        if rule.pattern.search(line):
            yield number


def main() -> int:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {rule.name} {rule.message}"
        for rule in RULES
        for path in sorted(ROOT.glob(rule.glob))
        for line in problems(rule, path.read_text(encoding="utf-8"))
    ]
    if found:
        print(*found, sep="\n", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
