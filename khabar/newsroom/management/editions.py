"""The edition that a command is for."""

from django.core.management.base import CommandError

from khabar.newsroom.models import Edition


def asked_edition(language: str, *, returncode: int = 1) -> Edition:
    """The edition of this language; of none, the default site's, or else the first.

    Raises CommandError, which ends the command with ``returncode``.
    """
    editions = Edition.objects.select_related("locale", "site")
    if language:
        edition = editions.filter(locale__language_code=language).first()
    else:
        edition = editions.filter(site__is_default_site=True).first() or editions.first()
    if edition is None:
        there = ", ".join(editions.values_list("locale__language_code", flat=True)) or "none"
        raise CommandError(
            f"There is no edition {language or 'yet'} (editions: {there}).", returncode=returncode
        )
    return edition
