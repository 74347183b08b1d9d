from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Exists, OuterRef

from khabar.desk.accounts import factors, policy, queries


class Command(BaseCommand):
    help = "List the accounts of staff: name, last seen, whether a second factor is set up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--inactive",
            action="store_true",
            help="only those that nobody has used for KHABAR_INACTIVE_DAYS days",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        people = queries.with_seen(queries.staff())
        if options["inactive"]:
            people = queries.inactive_staff()
        own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=factors.OWN)
        bound = set(policy.bound(queries.staff()).values_list("pk", flat=True))
        for person in people.annotate(has_factor=Exists(own)).order_by("username"):
            seen = f"{person.seen_at:%Y-%m-%d}" if person.last_login else "never"
            factor = "second factor" if person.has_factor else "password alone"
            note = ", must have one" if person.pk in bound and not person.has_factor else ""
            self.stdout.write(f"{person.username}\t{seen}\t{factor}{note}")
