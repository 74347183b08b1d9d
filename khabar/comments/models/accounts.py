"""Readers who sign in by a code from their mail: no password, no address unless they want it."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from khabar.comments.models.comments import HASH_LENGTH, NAME_LENGTH
from khabar.language.disguises import likenesses

MAIL_LENGTH = 254
LIKENESS_LENGTH = 240
#: Words that a name begins with and does not end with, as they are compared.
_BEGINNINGS = frozenset(
    likenesses("عبد أبو أبي أبا أم ابن بن بنت آل abd abu abo umm um bin ibn al el")
)
#: No name of one word is so long; two that are written as one are.
_LONG = 10
#: A code opens for so long; pages and mails say it in words.
GOOD_FOR = timedelta(minutes=10)


def likeness_of(name: str) -> str:
    """By what a name is compared with those that readers keep: spaces make no difference."""
    return "".join(likenesses(name))[:LIKENESS_LENGTH]


def is_one_name(name: str) -> bool:
    """Whether a name is one that belongs to many: «محمد», «عبد الرحمن», «أبو علي»."""
    return sum(len(word) > 1 and word not in _BEGINNINGS for word in likenesses(name)) < 2  # noqa: PLR2004 (one, or more)


def is_kept(name: str) -> bool:
    """Whether a reader keeps this name. One word is free: who kept «مح مد» has not kept «محمد»."""
    likeness = likeness_of(name)
    if len(likenesses(name)) == 1 and len(likeness) < _LONG:
        return False
    return Account.objects.filter(likeness=likeness).exists()


class Account(models.Model):
    """A reader with a name of his own. It is no user of Django's: no way leads from it to the desk.

    ``device`` is the keyed hash of his mail address. It stands on all that he does, in place of his
    browsers' hashes, so trust, bans and history follow him. The address itself is kept while he
    wants to be told of replies, and only then.
    """

    device = models.CharField(max_length=HASH_LENGTH, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    #: What names that look the same have in common: nobody else writes under it.
    likeness = models.CharField(max_length=LIKENESS_LENGTH, null=True, unique=True)
    address = models.EmailField(max_length=MAIL_LENGTH, blank=True)
    since = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reader's account")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        permissions: ClassVar = [
            ("erase_account", _("Can have readers erased")),
            ("view_address_account", _("Can see readers' mail addresses")),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name or self.device[:8]


class Browser(models.Model):
    """A browser in which a reader is signed in, by the hash of the token that it keeps."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="browsers")
    device = models.CharField(max_length=HASH_LENGTH, unique=True)
    at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "reader's browser"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """The beginning of the hash."""
        return self.device[:8]


class SignIn(models.Model):
    """That a code was asked for: it opens once, in the browser that asked. Forgotten after a day.

    ``to`` is emptied when the code is sent; of the code a hash is kept.
    """

    device = models.CharField(max_length=HASH_LENGTH, db_index=True)
    account = models.CharField(max_length=HASH_LENGTH)
    sender = models.CharField(max_length=HASH_LENGTH)
    to = models.EmailField(max_length=MAIL_LENGTH, blank=True)
    code = models.CharField(max_length=HASH_LENGTH, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used = models.BooleanField(default=False)
    at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "reader's signing in"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar = [
            models.Index(fields=["account", "at"], name="sign_ins_by_account"),
            models.Index(fields=["sender", "at"], name="sign_ins_by_sender"),
        ]

    def __str__(self) -> str:
        """When."""
        return f"{self.at:%H:%M:%S}"
