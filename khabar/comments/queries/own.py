"""What one reader left here, for himself: to look at, and to take away."""

from dataclasses import dataclass
from typing import Any, Final

from khabar.comments.models import Account, Browser, Comment, Report, State
from khabar.comments.queries.placing import placed
from khabar.comments.queries.thread import Own, own_comment
from khabar.newsroom.models import NumberedPage
from khabar.newsroom.queries import PastTheEndError

PER_PAGE: Final = 20


@dataclass(frozen=True)
class OwnPage:
    """A page of what one wrote, the newest first; ``count`` is that of all."""

    comments: list[tuple[Own, NumberedPage]]
    count: int
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is something newer."""
        return self.number > 1


def account_in(browser: str) -> Account | None:
    """Who is signed in in this browser."""
    found = Browser.objects.select_related("account").filter(device=browser).first()
    return found.account if found else None


def written(device: str, number: int = 1) -> OwnPage:
    """What this reader wrote and has not deleted. Raises PastTheEndError."""
    mine = _mine(device)
    start = (number - 1) * PER_PAGE
    rows = placed(mine.order_by("-created_at", "-pk")[start : start + PER_PAGE + 1])
    if not rows and number > 1:
        raise PastTheEndError(number)
    return OwnPage(
        [(own_comment(row, row.place), row.place) for row in rows[:PER_PAGE]],
        mine.count(),
        number,
        has_next=len(rows) > PER_PAGE,
    )


def _mine(device: str) -> Any:
    return Comment.objects.filter(device=device).exclude(state=State.DELETED)


def everything(device: str, base: str) -> dict[str, Any]:
    """All that is kept of this reader, as JSON has it; ``base`` begins the addresses."""
    account = Account.objects.filter(device=device).first()
    reports = list(Report.objects.filter(device=device).order_by("pk"))
    comments = {row.pk: row for row in placed(Comment.objects.filter(reported__device=device))}
    return {
        "account": account
        and {
            "name": account.name,
            "since": account.since.isoformat(),
            "told_of_replies_at": account.address or None,
        },
        "comments": [
            _told(row, base) for row in placed(_mine(device).order_by("created_at", "pk"))
        ],
        "likes": [
            f"{base}{row.path}"
            for row in placed(Comment.objects.filter(liked__device=device).order_by("liked__pk"))
        ],
        "reports": [
            {
                "comment": f"{base}{comments[row.comment_id].path}",
                "reason": row.reason,
                "words": row.words,
                "at": row.at.isoformat(),
            }
            for row in reports
        ],
    }


def _told(row: Comment, base: str) -> dict[str, Any]:
    answered = row.answers_id or row.parent_id
    return {
        "url": f"{base}{row.path}",
        "article": {"title": row.place.title, "url": f"{base}{row.place.short_path}"},
        "in_reply_to": answered and f"{base}{row.place.short_path}/comments/{answered}/",
        "name": row.name,
        "text": row.body,
        "state": row.state,
        "written": row.created_at.isoformat(),
        "changed": row.edited_at and row.edited_at.isoformat(),
        "likes": row.likes,
    }
