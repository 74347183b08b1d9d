"""Readers who sign in, by the forms and the mail that they see."""

import re
from smtplib import SMTPServerDisconnected
from typing import Any

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from khabar.comments.models import Account
from khabar.comments.readers import account_of
from tests.comments.writers import Writer

_CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)
NAME = "سعاد الحكيم"


class NoServer(BaseEmailBackend):
    """Mail cannot leave."""

    def send_messages(self, email_messages: Any) -> int:
        """Fail as SMTP does."""
        raise SMTPServerDisconnected(f"{len(email_messages)} not sent")


def code_sent(to: str) -> str:
    """The code in the last mail to this address."""
    body = str([each for each in mail.outbox if each.to == [to]][-1].body)
    found = _CODE.search(body)
    assert found
    return found[0]


def html_of(sent: Any) -> str:
    """What a mail program shows that shows HTML."""
    return str(sent.alternatives[0][0])


def ask(reader: Writer, address: str) -> Any:
    """Have a code sent."""
    return reader.post("/me/sign-in/", address=address)


def sign_in(reader: Writer, address: str, name: str = NAME) -> Account:
    """Sign in by a code, and choose a name."""
    assert ask(reader, address).status_code == 302
    answer = reader.post("/me/code/", code=code_sent(address))
    assert answer.status_code == 302
    if name:
        assert reader.post("/me/name/", name=name).status_code == 302
    return Account.objects.get(device=account_of(address))
