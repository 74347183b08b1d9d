"""What is asked at the desk's door, and when factors are changed."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from khabar.desk.accounts import entry, factors, limits, passwords
from khabar.desk.forms import LoginForm


def wait(error: limits.TooManyTriesError) -> ValidationError:
    """How long somebody must wait, in words."""
    minutes = error.minutes
    text = ngettext(
        "Too many tries. Wait a minute, then try again.",
        "Too many tries. Wait %(n)s minutes, then try again.",
        minutes,
    )
    return ValidationError(text % {"n": minutes}, code="wait")


class SignInForm(LoginForm):
    """A name and a password, tried so often and no more."""

    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": _("The name and the password do not match. Check both and try again."),
    }

    def clean(self) -> dict[str, Any]:
        """Judge the password, unless there were too many tries: then nothing is judged."""
        name = self.cleaned_data.get("username")
        if name and self.cleaned_data.get("password"):
            try:
                limits.before_password(self.request, name)
            except limits.TooManyTriesError as error:
                raise wait(error) from None
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            entry.failed(self.request, name or "", step="password")
            raise
        return cleaned


class CodeForm(forms.Form):
    """A code of an app, or a recovery code."""

    code = forms.CharField(
        label=_("Sign-in code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "dir": "ltr",
                "autofocus": "",
                "spellcheck": "false",
            }
        ),
    )


class FactorForm(CodeForm):
    """A code that belongs to this person."""

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user, self.kind = request, user, ""

    def clean_code(self) -> str:
        """Judge the code, unless there were too many tries."""
        code: str = self.cleaned_data["code"]
        try:
            limits.before_code(self.user.get_username())
        except limits.TooManyTriesError as error:
            raise wait(error) from None
        try:
            self.kind = factors.check_code(self.user, code)
        except ValidationError:
            entry.failed(self.request, self.user.get_username(), step="code")
            raise
        return code


class PasskeyForm(forms.Form):
    """What the browser answers for a passkey."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def credential_answered(self) -> Any:
        """The answer; None, which is nobody's, when it cannot be read."""
        return self.cleaned_data["credential"] if self.is_valid() else None


class NewPasskeyForm(PasskeyForm):
    """A passkey that the browser made, and what to call it."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=factors.NAME_LENGTH,
        help_text=_("Where it is kept, such as “my phone” or “the desk's computer”."),
    )


class NameForm(forms.Form):
    """What to call a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=factors.NAME_LENGTH)


class ConfirmForm(forms.Form):
    """The password once more, before factors change."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": ""}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Judge it, unless there were too many tries."""
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        try:
            limits.before_password(self.request, name)
        except limits.TooManyTriesError as error:
            raise wait(error) from None
        if not self.request.user.check_password(password):
            raise ValidationError(_("The password is not right."))
        limits.forget(name)
        return password


class ResetForm(PasswordResetForm):
    """Asks for a link to set another password. The answer is the same whoever asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your e-mail address")
        self.fields["email"].widget.attrs |= {"dir": "ltr", "autocomplete": "email"}

    def save(self, **_options: Any) -> None:
        """Leave the mail to the worker, so that an account that exists takes no longer."""
        address = self.cleaned_data["email"]
        if limits.may_mail(address):
            passwords.mail_reset.enqueue(address)


class InvitationForm(UserCreationForm):
    """A new member of staff: their own password they set themselves, by a link that is mailed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "A link goes here, by which they choose a password of their own."
        )

    @property
    def password_enabled(self) -> bool:
        """Nobody types a password for somebody else."""
        return False

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 (Django's signature)
        """Make the account, which no password opens yet."""
        self.instance.set_unusable_password()
        user: User = super().save(commit=commit)
        return user


class AccountForm(UserEditForm):
    """An account, without its password: that is its owner's to change."""

    @property
    def password_enabled(self) -> bool:
        """As above."""
        return False
