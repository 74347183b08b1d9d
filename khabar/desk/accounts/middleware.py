"""At the desk's door: sessions that were ended end here, and second factors are asked for."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from khabar.desk.accounts import sessions

#: What a person reaches before their second factor: what shows the screens of factors themselves.
#: Named by the names of their addresses.
ALWAYS = ("wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog")


class StaffDoor:
    """Lets a signed-in person into the desk when their session is open and their factor shown.

    Costs one query for each request of the desk, and none for a reader's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(settings.SESSION_COOKIE_PATH) or request.user.is_anonymous:
            return self.get_response(request)
        found = sessions.state(request)
        if found is None:
            request.session.flush()
            request.user = AnonymousUser()
            return self.get_response(request)
        with sessions.current(found.session):
            elsewhere = self._elsewhere(request, found)
            return HttpResponseRedirect(elsewhere) if elsewhere else self.get_response(request)

    def _elsewhere(self, request: HttpRequest, found: sessions.State) -> str:
        path = request.path_info
        if not (found.has_factor or found.bound) or path in {reverse(name) for name in ALWAYS}:
            return ""
        if found.has_factor:
            # Signed in before there was one, or by another door than ours.
            door = reverse("khabar_sign_in:factor")
            back = urlencode({"next": request.get_full_path()})
            own = path.startswith(reverse("khabar_sign_in:doors"))
            return "" if own else f"{door}?{back}"
        security = reverse("khabar_accounts:security")
        return "" if path.startswith(security) else security
