"""The desk's door: nobody is signed in here yet."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.account import LoginView, PasswordResetView

from khabar.desk.accounts import entry, factors, forms, limits, sessions


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("wagtailadmin_home")


class SignInView(LoginView):
    """Name and password; then the second factor, where there is one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or go on to the second step."""
        user: User = form.get_user()
        remember = bool(form.cleaned_data.get("remember"))
        if entry.gave_password(self.request, user, remember=remember):
            self.request.session["desk-next"] = self.get_success_url()
            return redirect("khabar_sign_in:factor")
        return redirect(self.get_success_url())


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class FactorView(FormView):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """The second step, a code or a passkey: between the steps, or when signed in without one."""

    template_name = "desk/accounts/factor.html"
    form_class = forms.FactorForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back whoever has not given a password, or gave it too long ago."""
        found = self._who(request)
        if found is None:
            return redirect("wagtailadmin_login")
        self.user, self.remember, self.to = found
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def _who(request: HttpRequest) -> tuple[User, bool, str] | None:
        if request.user.is_authenticated:
            return request.user, False, _next(request)
        waiting = entry.pending(request.session)
        if waiting is None:
            return None
        to = request.session.get("desk-next") or reverse("wagtailadmin_home")
        return waiting.user, waiting.remember, to

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose code it must be."""
        return {**super().get_form_kwargs(), "request": self.request, "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What this person has to show."""
        mine = factors.of(self.user)
        return super().get_context_data(
            **kwargs, factors=mine, passkey_form=forms.PasskeyForm(), next=self.to
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A passkey's answer, or a code."""
        if "credential" in request.POST:
            return self._passkey(request)
        return super().post(request, *args, **kwargs)

    def _passkey(self, request: HttpRequest) -> HttpResponse:
        answer = forms.PasskeyForm(request.POST)
        try:
            factors.check_passkey(request, answer.credential_answered(), self.user)
        except ValidationError as error:
            entry.failed(request, self.user.get_username(), step="passkey")
            messages.error(request, error.message)
            return redirect("khabar_sign_in:factor")
        return self._enter(factors.PASSKEY)

    def form_valid(self, form: Any) -> HttpResponse:
        """The code was right."""
        return self._enter(form.kind)

    def _enter(self, kind: str) -> HttpResponse:
        if self.request.user.is_authenticated:
            sessions.showed_factor(self.request.session, kind)
            self.request.session.cycle_key()
        else:
            entry.sign_in(self.request, self.user, factor=kind, remember=self.remember)
        if kind == factors.RECOVERY:
            left = factors.of(self.user).codes_left or 0
            if left < factors.FEW_CODES:
                messages.warning(self.request, _("Few recovery codes are left. Make new ones."))
                return redirect("khabar_accounts:security")
        return redirect(self.to)


@never_cache
@csrf_protect
@require_POST
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What the browser needs to answer: for somebody between the steps, or for anybody."""
    waiting = entry.pending(request.session)
    user = waiting.user if waiting else None
    if request.user.is_authenticated:
        user = request.user
    return JsonResponse(factors.sign_in_options(request, user))


@never_cache
@csrf_protect
@require_POST
def passkey_entry(request: HttpRequest) -> HttpResponse:
    """A passkey alone: it is something one has, and it asks for a face, a finger or a number."""
    answer = forms.PasskeyForm(request.POST)
    try:
        limits.before_passkey(request)
        user = factors.check_passkey(request, answer.credential_answered())
    except limits.TooManyTriesError as error:
        messages.error(request, forms.wait(error).message)
        return redirect("wagtailadmin_login")
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("wagtailadmin_login")
    entry.sign_in(request, user, factor=factors.PASSKEY)
    return redirect(_next(request))


class ForgottenView(PasswordResetView):
    """Asks for a link to set another password, so often and no more."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Say the same whoever asks."""
        try:
            limits.before_reset(self.request)
        except limits.TooManyTriesError as error:
            form.add_error("email", forms.wait(error))
            return self.form_invalid(form)
        return super().form_valid(form)
