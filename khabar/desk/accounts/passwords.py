"""Links by mail: to set a first password, or another one for a forgotten one."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import get_language_bidi, override
from django_tasks import task
from wagtail.users.models import UserProfile

INVITATION, RESET = "invitation", "reset"


@task()
def mail_link(kind: str, user_id: int, invited_by: str = "") -> None:
    """Send one person the link, in their language."""
    user = User.objects.get(pk=user_id)
    with override(_language(user)):
        context = _context(user, invited_by)
        subject = render_to_string(f"desk/accounts/mail/{kind}_subject.txt", context).strip()
        mail = EmailMultiAlternatives(
            subject, render_to_string(f"desk/accounts/mail/{kind}.txt", context), to=[user.email]
        )
        mail.attach_alternative(
            render_to_string(f"desk/accounts/mail/{kind}.html", context), "text/html"
        )
        mail.send()


@task()
def mail_reset(address: str) -> None:
    """Send the link to every account of this mail address that may use it. There may be none:
    whoever asks waits for nothing, and so learns nothing.
    """
    for user in User.objects.filter(email__iexact=address, is_active=True):
        if user.has_usable_password() or user.last_login is None:
            mail_link.call(RESET, user.pk)


def _language(user: User) -> str:
    profile = UserProfile.objects.filter(user=user).first()
    return str(profile.get_preferred_language()) if profile else settings.LANGUAGE_CODE


def _context(user: User, invited_by: str) -> dict[str, Any]:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    path = reverse("wagtailadmin_password_reset_confirm", args=(uid, token))
    return {
        "user": user,
        "invited_by": invited_by,
        "house": settings.WAGTAIL_SITE_NAME,
        "link": settings.WAGTAILADMIN_BASE_URL + path,
        "desk": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home"),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
