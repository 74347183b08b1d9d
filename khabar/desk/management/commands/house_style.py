"""`khabar house-style`: rules proposed from the archive; lists taken in from a file."""

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from khabar.language.text import matching_key
from khabar.newsroom import proposals, queries
from khabar.newsroom.models import Edition, PreferredSpelling, WordToAvoid
from khabar.newsroom.models.style import KEY_LENGTH, lines_of

#: What makes a list of one kind or the other, by its first column.
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "preferred": (PreferredSpelling, ("preferred", "variants", "note")),
    "words": (WordToAvoid, ("words", "replacement", "reason")),
}
TRUE = frozenset({"1", "yes", "true", "نعم", "x"})


class Command(BaseCommand):
    help = "Propose rules of house style from the archive, or take a list in from a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="{propose,import}")
        propose = verbs.add_parser(
            "propose", help="propose spellings from what was published; the desk accepts or rejects"
        )
        propose.add_argument(
            "--min", type=int, default=20, help="how often a name must occur in all (20)"
        )
        propose.add_argument(
            "--min-other", type=int, default=3, help="how often a second spelling must occur (3)"
        )
        propose.add_argument("--max", type=int, default=500, help="how many at most (500)")
        taken = verbs.add_parser(
            "import", help="take in a list, with the columns that the desk exports"
        )
        taken.add_argument("file", help="a CSV file in UTF-8; forms of one rule stand on lines")
        for verb in (propose, taken):
            verb.add_argument(
                "--edition", metavar="LANG", help="its language; the first one when left out"
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        edition = self._edition(options["edition"])
        if options["verb"] == "propose":
            self._propose(edition, options)
        else:
            with translation.override("en"):
                self._import(edition, options["file"])

    def _edition(self, language: str | None) -> Edition:
        editions = [one for one in queries.editions() if language in {None, one.language}]
        if not editions:
            raise CommandError(
                f"There is no edition in “{language}”."
                if language
                else "There is no edition yet: make one with khabar edition add."
            )
        return editions[0]

    def _propose(self, edition: Edition, options: dict[str, Any]) -> None:
        if options["min"] < 1 or options["min_other"] < 1 or options["max"] < 1:
            raise CommandError("--min, --min-other and --max are whole numbers from 1.")
        made = proposals.propose(
            edition,
            least=options["min"],
            least_other=options["min_other"],
            most=options["max"],
        )
        for rule in made:
            evidence = "  ".join(f"{form} {count}" for form, count in rule.evidence.items())
            self.stdout.write(evidence)
        self.stdout.write(f"{len(made)} proposed. Accept or reject them on the desk, House style.")

    @transaction.atomic
    def _import(self, edition: Edition, name: str) -> None:
        try:
            with Path(name).open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{name} cannot be read: {error}.") from None
        columns = list(rows[0]) if rows else []
        # The desk's own export calls columns by their names in the language of who exports.
        kind = next((one for one in KINDS if one in columns), None)
        if kind is None:
            raise CommandError(
                f"{name} has neither a column “preferred” nor “words”: write one as its head."
            )
        model, fields = KINDS[kind]
        for line, row in enumerate(rows, start=2):
            values = {field: (row.get(field) or "").strip() for field in fields}
            flags: dict[str, Any] = {
                flag: (row.get(flag) or "").strip().casefold() in TRUE
                for flag in ("blocks", "alone")
            }
            rule = _held(model, edition, values) or model(edition=edition)
            for field, value in (values | flags).items():
                setattr(rule, field, value)
            try:
                rule.full_clean()
            except ValidationError as error:
                said = " ".join(error.messages)
                raise CommandError(f"{name}, line {line}: {said} Nothing was taken in.") from None
            rule.save()
        self.stdout.write(f"{len(rows)} taken in.")


def _held(model: Any, edition: Edition, values: dict[str, str]) -> Any:
    """The rule that a line is about, if there is one: a list taken in twice makes no second."""
    rules = model.objects.filter(edition=edition)
    if model is PreferredSpelling:
        return rules.filter(key=matching_key(values["preferred"])[:KEY_LENGTH]).first()
    return rules.filter(words="\n".join(lines_of(values["words"]))).first()
