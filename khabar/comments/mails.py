"""Mail to readers: in the language of the edition, in plain text and in HTML."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from khabar.comments.models import Account, Comment
from khabar.comments.readers import leaving_token
from khabar.language.direction import direction_of, language_direction
from khabar.language.text import plain
from khabar.newsroom.models import Edition

#: So much of a reply stands in the mail.
_SHOWN: Final = 500


def send(
    kind: str,
    edition: Edition,
    to: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send one mail to one reader, in the edition's name."""
    with override(edition.language):
        every = {
            "edition": edition,
            "language": edition.language,
            "direction": language_direction(edition.language),
            **context,
        }
        subject = render_to_string(f"comments/mail/{kind}_subject.txt", every)
        mail = EmailMultiAlternatives(
            # On one line, whatever the edition or the page is called.
            plain(subject),
            render_to_string(f"comments/mail/{kind}.txt", every),
            from_email=_sender(edition),
            to=[to],
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        )
        mail.attach_alternative(render_to_string(f"comments/mail/{kind}.html", every), "text/html")
        mail.send()


def _sender(edition: Edition) -> str:
    """The house's address under the edition's name."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(Address(plain(edition.name), addr_spec=address))


def send_reply(reply: Comment, account: Account) -> None:
    """Tell a reader of a comment that answers his. One click ends such mails (RFC 8058)."""
    edition = Edition.objects.get(locale_id=reply.page.locale_id)
    base = str(edition.site.root_url)
    leave = f"{base}/me/leave/{leaving_token(account.pk)}/"
    body = reply.body if len(reply.body) <= _SHOWN else f"{reply.body[:_SHOWN]}…"
    context = {
        "name": plain(reply.name),
        "title": plain(reply.page.title),
        "body": body,
        "body_direction": direction_of(body),
        "link": f"{base}{reply.path}",
        "leave": leave,
    }
    headers = {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send("reply", edition, account.address, context, headers)
