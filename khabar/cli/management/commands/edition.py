"""`khabar edition`: make an edition, and list those there are."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from khabar.newsroom import queries
from khabar.newsroom.editions import EditionSeed, create_edition, site_address
from khabar.newsroom.models import Edition
from khabar.newsroom.models.edition import validate_time_zone


class Command(BaseCommand):
    help = "Make an edition (a site in one language), or list the editions."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="{add,list}")
        verbs.add_parser("list", help="list the editions")
        add = verbs.add_parser("add", help="make an edition in a language that has none")
        add.add_argument("language", metavar="LANG", help="its language, such as ar or en")
        add.add_argument(
            "--name", default=settings.KHABAR.site_name, help="the name of the publication"
        )
        add.add_argument(
            "--site-url",
            default=settings.KHABAR.public_url,
            help="the address where readers find it, such as https://en.example.org",
        )
        add.add_argument(
            "--time-zone", default=settings.KHABAR.time_zone, help="such as Asia/Riyadh"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["verb"] == "add":
            self._add(options)
        for edition in queries.editions():
            site = edition.site
            self.stdout.write(f"{edition.language}  {edition.name}  {site.root_url}")

    def _add(self, options: dict[str, Any]) -> None:
        language, url = options["language"], options["site_url"]
        known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        if language not in known:
            languages = ", ".join(known)
            raise CommandError(f"“{language}” is not a language of Khabar. Choose of: {languages}.")
        if Edition.objects.filter(locale__language_code=language).exists():
            raise CommandError(f"There is an edition in “{language}” already.")
        try:
            validate_time_zone(options["time_zone"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        host, port = site_address(url)
        if Edition.objects.exists() and Site.objects.filter(hostname=host, port=port).exists():
            raise CommandError(
                f"{url} is another edition's address. Give this one its own with --site-url."
            )
        create_edition(EditionSeed(language, options["name"], url, options["time_zone"]))
