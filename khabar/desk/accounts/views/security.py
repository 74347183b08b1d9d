"""One's own security: passkeys, an app's codes, recovery codes, open sessions."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.desk.accounts import factors, forms, policy, qr, sessions

View = Callable[..., HttpResponseBase]

#: In the session: an app's secret until its first code is right; codes until they are seen.
SECRET, CODES = "desk-app-secret", "desk-new-codes"


def confirmed(view: View) -> View:
    """Ask for the password before, unless it was given lately."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if sessions.is_confirmed(request.session):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else _home()
        return redirect(f"{reverse('khabar_accounts:confirm')}?{urlencode({'next': back})}")

    return asking


def _home() -> str:
    return reverse("khabar_accounts:security")


class SecurityMixin(WagtailAdminTemplateMixin):
    """The account, security, and where one is."""

    header_icon = "lock"
    page_title: Any = gettext_lazy("Sign-in security")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the account down."""
        items: list[dict[str, Any]] = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
        ]
        if type(self) is not SecurityView:
            items.append({"url": _home(), "label": SecurityView.page_title})
        return [*items, {"url": "", "label": self.get_page_title()}]


class SecurityView(SecurityMixin, TemplateView):
    """What a person has, and where they are signed in."""

    template_name = "desk/accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Factors and sessions."""
        user: Any = self.request.user
        mine = factors.of(user)
        return super().get_context_data(
            **kwargs,
            factors=mine,
            sessions=sessions.listed(user, self.request),
            required=not mine.any and policy.asked_for() and policy.is_bound(user),
        )


class ConfirmView(SecurityMixin, FormView):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """The password once more."""

    template_name = "desk/accounts/form.html"
    page_title = gettext_lazy("Confirm that it is you")
    form_class = forms.ConfirmForm
    extra_context = {
        "help": gettext_lazy("Your password is asked for again before your sign-in changes."),
        "button": gettext_lazy("Confirm"),
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose password."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on to where one was going."""
        del form
        sessions.confirm(self.request.session)
        wanted = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, {self.request.get_host()})
        return redirect(wanted if safe else _home())


# Passkeys


@method_decorator([never_cache, confirmed], name="dispatch")
class AddPasskeyView(SecurityMixin, FormView):  # type: ignore[type-arg]  # As above.
    """The browser makes a passkey; it gets a name."""

    template_name = "desk/accounts/add_passkey.html"
    page_title = gettext_lazy("Add a passkey")
    form_class = forms.NewPasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, or say that it cannot be used."""
        try:
            factors.add_passkey(
                self.request,
                self.request.user,  # type: ignore[arg-type]  # Nobody anonymous comes here.
                form.cleaned_data["name"],
                form.cleaned_data["credential"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The passkey was added."))
        return _added(self.request, factors.PASSKEY)


@confirmed
@require_POST
def new_passkey_options(request: HttpRequest) -> HttpResponseBase:
    """What the browser needs to make one."""
    return JsonResponse(factors.passkey_options(request, request.user))  # type: ignore[arg-type]  # As above.


@method_decorator(never_cache, name="dispatch")
class RenamePasskeyView(SecurityMixin, FormView):  # type: ignore[type-arg]  # As above.
    """Another name for a passkey."""

    template_name = "desk/accounts/form.html"
    page_title = gettext_lazy("Rename a passkey")
    form_class = forms.NameForm
    extra_context = {"button": gettext_lazy("Save")}

    def get_initial(self) -> dict[str, Any]:
        """The name that it has."""
        return {"name": self._passkey().data["name"]}

    def _passkey(self) -> Authenticator:
        mine = Authenticator.objects.filter(user=self.request.user, type=factors.PASSKEY)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def form_valid(self, form: Any) -> HttpResponse:
        """Call it so."""
        pk = self._passkey().pk
        factors.rename_passkey(self.request.user, pk, form.cleaned_data["name"])  # type: ignore[arg-type]  # As above.
        return redirect(_home())


# An app's codes


@method_decorator([never_cache, confirmed, sensitive_post_parameters()], name="dispatch")
class AddAppView(SecurityMixin, FormView):  # type: ignore[type-arg]  # As above.
    """A QR code for an app, and the first code that it shows."""

    template_name = "desk/accounts/add_app.html"
    page_title = gettext_lazy("Set up an authenticator app")
    form_class = forms.CodeForm

    def _secret(self) -> str:
        session = self.request.session
        if SECRET not in session:
            session[SECRET] = factors.new_secret()
        return str(session[SECRET])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The code as a picture, and as letters for who cannot take one."""
        secret = self._secret()
        address = factors.app_address(self.request.user, secret)  # type: ignore[arg-type]  # As above.
        groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
        return super().get_context_data(
            **kwargs, picture=qr.svg(address), address=address, secret=" ".join(groups)
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the app, when its code is right."""
        try:
            factors.add_app(self.request.user, self._secret(), form.cleaned_data["code"])  # type: ignore[arg-type]  # As above.
        except ValidationError as error:
            form.add_error("code", error)
            return self.form_invalid(form)
        del self.request.session[SECRET]
        messages.success(self.request, _("The authenticator app is set up."))
        return _added(self.request, factors.APP)


def _added(request: HttpRequest, kind: str) -> HttpResponse:
    """A first factor brings recovery codes, which are shown next."""
    user: Any = request.user
    sessions.showed_factor(request.session, kind)
    if factors.of(user).codes_left is None:
        request.session[CODES] = factors.new_codes(user)
        return redirect("khabar_accounts:codes")
    return redirect(_home())


# Recovery codes


@confirmed
@require_POST
def make_codes(request: HttpRequest) -> HttpResponseBase:
    """Make new ones in the place of those there were."""
    user: Any = request.user
    if not factors.has_own(user):
        raise PermissionDenied
    request.session[CODES] = factors.new_codes(user)
    return redirect("khabar_accounts:codes")


@method_decorator(never_cache, name="dispatch")
class CodesView(SecurityMixin, TemplateView):
    """New recovery codes, this once: on the screen, or as a file."""

    template_name = "desk/accounts/codes.html"
    page_title = gettext_lazy("Recovery codes")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them; when there are none to show, go back."""
        if CODES not in request.session:
            return redirect(_home())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The codes."""
        return super().get_context_data(**kwargs, codes=self.request.session[CODES])

    def post(self, request: HttpRequest) -> HttpResponse:
        """They were kept: forget them here."""
        request.session.pop(CODES, None)
        return redirect(_home())


@never_cache
def codes_file(request: HttpRequest) -> HttpResponse:
    """The codes as a file, as long as they are shown."""
    codes = request.session.get(CODES)
    if not codes:
        raise Http404
    response = HttpResponse("\n".join(codes) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="khabar-recovery-codes.txt"'
    return response


# Taking away


@method_decorator([never_cache, confirmed], name="dispatch")
class RemoveView(SecurityMixin, TemplateView):
    """Take away a passkey or the app, after a question."""

    template_name = "desk/accounts/remove.html"
    page_title = gettext_lazy("Remove")

    def _factor(self) -> Authenticator:
        kind = factors.PASSKEY if "pk" in self.kwargs else factors.APP
        mine = Authenticator.objects.filter(user=self.request.user, type=kind)
        if "pk" in self.kwargs:
            return get_object_or_404(mine, pk=self.kwargs["pk"])
        return get_object_or_404(mine)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What goes, and what that means."""
        user: Any = self.request.user
        factor = self._factor()
        own = Authenticator.objects.filter(user=user, type__in=factors.OWN).count()
        bound = policy.asked_for() and policy.is_bound(user)
        return super().get_context_data(
            **kwargs, name=factor.data.get("name", ""), last=own == 1, bound=bound
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take it away."""
        user: Any = request.user
        factor = self._factor()
        factors.remove(user, factor.type, factor.pk)
        if not factors.has_own(user):
            request.session.pop(sessions.FACTOR, None)
        messages.success(request, _("Removed."))
        return redirect(_home())


# Sessions


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of one's own other sessions, or all of them."""
    user: Any = request.user
    chosen = sessions.others(user, request)
    if "session" in request.POST:
        number = request.POST["session"]
        chosen = (
            chosen.filter(pk=number) if number.isascii() and number.isdigit() else chosen.none()
        )
    if sessions.end(chosen, of=user, by=user):
        messages.success(request, _("Ended. Whoever used it must sign in again."))
    return redirect(_home())
