"""Telling those who may be the second person that something waits for them."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_admin_base_url

from khabar.newsroom.actions.two_people import may_confirm
from khabar.newsroom.models import TwoPersonRequest


def tell_who_may_confirm(request: TwoPersonRequest) -> int:
    """Mail each of them in their own language; the mail names the number alone. How many."""
    codename = "confirm_twopersonrequest"
    candidates = User.objects.filter(
        Q(is_superuser=True)
        | Q(groups__permissions__codename=codename)
        | Q(user_permissions__codename=codename),
        is_active=True,
    )
    told = 0
    for person in candidates.distinct().exclude(email=""):
        if may_confirm(request, person):
            profile = getattr(person, "wagtail_userprofile", None)
            with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
                mail = (_subject(request), _text(request), [person.email])
                told += int(send_mail(*mail, fail_silently=True) or 0)
    return told


def _subject(request: TwoPersonRequest) -> str:
    return _("A request awaits a second person: %(what)s") % {"what": request.get_kind_display()}


def _text(request: TwoPersonRequest) -> str:
    address = (get_admin_base_url() or "") + reverse("khabar_requests:request", args=[request.pk])
    return _(
        "%(proposer)s proposed: %(what)s. It needs your word, or that of another who may confirm"
        " it, before it expires.\n\n%(address)s"
    ) % {"proposer": request.proposer, "what": request.get_kind_display(), "address": address}
