"""Comments, and what is kept of those who write them: a token's hash, and nothing more."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce, Length, Substr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from khabar.comments.rules.verdict import Reason
from khabar.newsroom.models import NumberedPage, Section

NAME_LENGTH = 60
BODY_LENGTH = 3000
ORIGIN_LENGTH = 300
HASH_LENGTH = 64
#: As it was called when only articles took comments: processes of then and now work side by side.
PAGE_COLUMN = "article_id"
#: Sections with no more comments of a state than this hold little.
LITTLE: Final = 2_000
_PASSED_OVER: Final = ("rules", "claimed_by", "claimed_at")


class State(models.TextChoices):
    """Where a comment is."""

    AWAITING = "awaiting", pgettext_lazy("comment", "Awaiting")
    APPROVED = "approved", pgettext_lazy("comment", "Approved")
    REJECTED = "rejected", pgettext_lazy("comment", "Rejected")
    DELETED = "deleted", pgettext_lazy("comment", "Deleted by the reader")


def _with_sections(pages: models.QuerySet[Page]) -> models.QuerySet[Page]:
    """Pages with ``above``, the section that each stands under."""
    path = models.OuterRef("path")
    above = Section.objects.filter(path=Substr(path, 1, Length(path) - Page.steplen))
    return pages.order_by().annotate(above=models.Subquery(above.values("pk")[:1]))


def sections_above(pages: Collection[int]) -> dict[int, int | None]:
    """The section of each of these pages, which stays so until the end of the transaction."""
    found = _with_sections(Page.objects.filter(pk__in=pages)).order_by("pk")
    # Who moves one of them waits, and finds what is written under it meanwhile.
    locked = found.select_for_update(of=("self",), no_key=True)
    return dict(locked.values_list("pk", "above"))


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, each in the section of what it stands under."""

    def within(self, sections: Collection[int]) -> Self:
        """Those of these sections, found by something else: the others are passed over."""
        # No index leads to a sum: one that begins with the section would be taken for a good one
        # though all that it finds has still to be put in order.
        beside = models.F("section_id") + 0
        return self.alias(beside=beside).filter(beside__in=sections)

    def in_turn(self, sections: Collection[int], *, newest: bool = False) -> Self:
        """Those of these sections, the oldest first or the newest, of whom the first are wanted.

        One section has an index in that order. Several that hold little are read whole and sorted;
        of others the first are soon met in the order of all.
        """
        theirs, sign = self.filter(section__in=sections), "-" if newest else ""
        if len(sections) == 1:
            return theirs.order_by(f"{sign}created_at", f"{sign}pk")
        if theirs.order_by()[: LITTLE + 1].count() <= LITTLE:
            return theirs.put_in_order(newest=newest)
        return self.within(sections).order_by(f"{sign}created_at", f"{sign}pk")

    def put_in_order(self, *, newest: bool = False) -> Self:
        """All found first, then put in order, the oldest first or the newest."""
        # No index is in the order of this, so that the one is taken by which they are found.
        at = Coalesce("created_at", "created_at")
        return self.order_by(at.desc() if newest else at.asc(), "-pk" if newest else "pk")

    def bulk_create(self, objs: "Iterable[Comment]", *args: Any, **kwargs: Any) -> "list[Comment]":
        """Add these, each to its section."""
        rows = list(objs)
        with transaction.atomic(savepoint=False):
            above = sections_above({row.page_id for row in rows})
            for row in rows:
                row.section_id = above.get(row.page_id)
            return super().bulk_create(rows, *args, **kwargs)

    def settle(self) -> int:
        """Put those that are in no section into theirs; how many."""
        above = _with_sections(Page.objects.filter(pk=models.OuterRef("page_id"))).values("above")
        return self.filter(section=None).update(section=models.Subquery(above))


class Comment(models.Model):
    """What a reader wrote under an article or a coverage, or in answer to another comment there.

    ``held`` are the rules that looked twice at it, as ``rules.verdict.Reason`` writes them.
    ``version`` counts what was done to it: a moderator decides on what he saw. ``device`` is the
    hash of the token that the reader's browser keeps under ``/me/``.
    """

    #: What it stands under, as any page; ``place`` is the same as what it is.
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", db_column=PAGE_COLUMN
    )
    #: That of its page, kept here so that a section's queue is one range of an index. None has what
    #: a process of the version before wrote, until the clock comes by. It goes with its page alone.
    section = models.ForeignKey(
        Section,
        null=True,
        editable=False,
        on_delete=models.RESTRICT,
        related_name="+",
        db_index=False,
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
        db_index=False,
        verbose_name=_("in reply to"),
    )
    #: The reply that this one answers, where that is not the parent itself.
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    body = models.TextField(_("comment"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.AWAITING
    )
    created_at = models.DateTimeField(_("time"))
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    device = models.CharField(max_length=HASH_LENGTH)
    likes = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    held: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    #: The names of those rules, between commas: by which a queue is narrowed.
    rules = models.CharField(max_length=250, default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    #: When the writer of what it answers was told of it by mail.
    told_at = models.DateTimeField(null=True)
    #: By what it was known where it was imported from.
    origin = models.CharField(max_length=ORIGIN_LENGTH, default="", blank=True)

    objects = CommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        permissions: ClassVar = [("moderate_comment", _("Can moderate comments"))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin"], condition=~models.Q(origin=""), name="a_comment_is_imported_once"
            )
        ]
        indexes: ClassVar = [
            # A page of a thread, oldest or newest; the most liked of it.
            models.Index(
                fields=["page", "parent", "state", "created_at", "id"], name="comments_of_page"
            ),
            models.Index(
                fields=["page", "parent", "state", "-likes", "id"], name="comments_by_likes"
            ),
            # The answers to some comments. Without those that answer none, or SQLite takes it for a
            # bad index as long as most do not.
            models.Index(
                fields=["parent", "state"],
                condition=models.Q(parent__isnull=False),
                name="comments_answers",
            ),
            # The queue of many sections: what waits, the oldest first. It holds all by which one is
            # narrowed, so that what is passed over, by section, rule or claim, is passed over
            # within the index.
            models.Index(
                fields=["state", "created_at", "id", "section", *_PASSED_OVER],
                name="comments_by_state",
            ),
            # The same of one section, or of few that hold little.
            models.Index(
                fields=["section", "state", "created_at", "id", *_PASSED_OVER],
                name="comments_of_section",
            ),
            # What is with a moderator: few of them, and they are asked for with every queue.
            models.Index(
                fields=["claimed_at"],
                condition=models.Q(claimed_at__isnull=False),
                name="comments_claimed",
            ),
            # What one reader wrote.
            models.Index(fields=["device", "state", "created_at"], name="comments_of_device"),
            # What was reported and still stands.
            models.Index(
                fields=["state", "-reports"],
                condition=models.Q(reports__gt=0),
                name="comments_reported",
            ),
            # How many mails somebody got today.
            models.Index(
                fields=["told_at"],
                condition=models.Q(told_at__isnull=False),
                name="comments_told",
            ),
        ]

    def __str__(self) -> str:
        """Who wrote, and the beginning."""
        return f"{self.name}: {self.body[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it; a new one into the section of what it stands under."""
        with transaction.atomic(savepoint=False):
            if self._state.adding:
                self.section_id = sections_above([self.page_id]).get(self.page_id)
            super().save(*args, **kwargs)

    def hold(self, reasons: Iterable[Reason]) -> None:
        """Keep what the rules found."""
        self.held = [reason.as_json() for reason in reasons]
        names = dict.fromkeys(one["rule"] for one in self.held)
        self.rules = "".join(f",{name}" for name in names) + "," if names else ""

    @property
    def answered(self) -> "Comment | None":
        """What it answers: a comment, or a reply beneath the one that it stands under."""
        return self.answers or self.parent

    @property
    def place(self) -> NumberedPage:
        """The article or coverage that it stands under; ``queries.placed`` gives it to many."""
        found: NumberedPage = self.page.specific
        return found

    @property
    def path(self) -> str:
        """Its permanent address."""
        return f"{self.place.short_path}/comments/{self.pk}/"


class Decision(models.Model):
    """What was done to a comment, by whom: appended, never changed."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    was = models.CharField(max_length=10, choices=State.choices)
    became = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    #: What was done at once is undone at once.
    batch = models.CharField(max_length=32, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "decision on a comment"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["by", "at"], name="decisions_by_person")]

    def __str__(self) -> str:
        """From where to where."""
        return f"{self.comment_id}: {self.was} → {self.became}"


class Report(models.Model):
    """A reader's word that a comment should not stand."""

    class Reason(models.TextChoices):
        INSULT = "insult", _("Insult or threat")
        HATE = "hate", _("Hatred of a group")
        SPAM = "spam", _("Advertising")
        PRIVATE = "private", _("Private data of somebody")
        FALSE = "false", _("False information")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reported")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    words = models.CharField(max_length=500, blank=True)
    device = models.CharField(max_length=HASH_LENGTH)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "report of a comment"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "device"], name="a_device_reports_once")
        ]
        indexes: ClassVar = [models.Index(fields=["device"], name="reports_of_device")]

    def __str__(self) -> str:
        """The reason."""
        return f"{self.comment_id}: {self.reason}"


class Like(models.Model):
    """That a reader likes a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="liked")
    device = models.CharField(max_length=HASH_LENGTH)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "like of a comment"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "device"], name="a_device_likes_once")
        ]
        indexes: ClassVar = [models.Index(fields=["device"], name="likes_of_device")]

    def __str__(self) -> str:
        """The comment."""
        return str(self.comment_id)


class BanQuerySet(models.QuerySet["Ban"]):
    """Bans, some of which have ended."""

    def holding(self, now: datetime) -> Self:
        """Those that hold at this time."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=now))


class Ban(models.Model):
    """A device that may not write, for a time or for good."""

    device = models.CharField(max_length=HASH_LENGTH, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = BanQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "ban"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """Since when."""
        return f"{self.device[:8]} {self.at:%Y-%m-%d}"


class Note(models.Model):
    """What moderators tell each other of a reader."""

    device = models.CharField(max_length=HASH_LENGTH, db_index=True)
    words = models.CharField(_("note"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "note on a reader"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """The words."""
        return self.words


class Attempt(models.Model):
    """That somebody wrote, reported or liked: for the limits of one day, and forgotten after it.

    ``address`` is a hash of the reader's address under a key that lives for that day.
    """

    address = models.CharField(max_length=HASH_LENGTH)
    page = models.ForeignKey(
        Page,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_column=PAGE_COLUMN,
    )
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "attempt to comment"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar = [
            models.Index(fields=["address", "at"], name="attempts_by_address"),
            models.Index(fields=["page", "at"], name="attempts_by_article"),
            models.Index(fields=["at"], name="attempts_by_time"),
        ]

    def __str__(self) -> str:
        """When."""
        return f"{self.at:%H:%M:%S}"


class Proof(models.Model):
    """A challenge that was solved and used, kept until it is too old to be sent again."""

    challenge = models.CharField(max_length=HASH_LENGTH, unique=True)
    until = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "proof of work"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        """Its beginning."""
        return self.challenge[:8]


class Print(models.Model):
    """One of the few numbers by which a comment's text is found again, under other articles."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "print of a comment"
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar = [models.Index(fields=["value", "slot"], name="prints_by_value")]

    def __str__(self) -> str:
        """Slot and value."""
        return f"{self.slot}: {self.value}"
