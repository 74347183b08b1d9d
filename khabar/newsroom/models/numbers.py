"""Where public numbers come from."""

from django.db import models


class PublicNumber(models.Model):
    """The last public numbers given out.

    A row's id is a number. Both SQLite (AUTOINCREMENT) and PostgreSQL (identity) never give an id
    twice, nor make one transaction wait for another; the newest row stays, so that an export
    carries on where it stood.
    """

    class Meta:
        verbose_name = "public number"

    def __str__(self) -> str:
        """The number."""
        return str(self.pk)

    @classmethod
    def take(cls) -> int:
        """One new number."""
        return cls.take_many(1)[0]

    @classmethod
    def take_many(cls, count: int) -> list[int]:
        """So many new numbers, ascending."""
        rows = PublicNumber.objects.bulk_create([PublicNumber() for _ in range(count)])
        taken = sorted(row.pk for row in rows)
        cls.objects.filter(pk__in=taken[:-1]).delete()
        cls.objects.filter(pk__lt=taken[0] - 1000).delete()
        return taken
