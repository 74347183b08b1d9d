"""Names for what Wagtail shows on the desk without one, or in English alone."""

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.workflows import TaskChooserSearchForm, WorkflowPageForm
from wagtail.contrib.simple_translation.models import SimpleTranslation
from wagtail.models import Locale, Site
from wagtail.sites.views import IndexView as SitesView
from wagtail.users.forms import PagePermissionsForm

#: Wagtail's page permissions, which the database names in English.
PAGE_PERMISSIONS = {
    "add_page": _("Add pages, and edit one's own"),
    "bulk_delete_page": _("Delete pages with what stands under them"),
    "change_page": _("Edit every page"),
    "lock_page": _("Lock pages, and unlock one's own locks"),
    "publish_page": _("Publish every page"),
    "unlock_page": _("Unlock every page"),
}
LINK_FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)
LINK_LABELS = {
    "link_text": _("Text of the link"),
    "email_address": _("E-mail address"),
    "subject": _("Subject of the message"),
    "body": _("Text of the message"),
    "phone_number": _("Telephone number"),
}


def name() -> None:
    """Give the names; called once, by the app's ready()."""
    # Not among the options that a model was written with, so no migration follows from it.
    options = Locale._meta  # noqa: SLF001 (Django's documented name)
    options.verbose_name, options.verbose_name_plural = _("language"), _("languages")
    translation = SimpleTranslation._meta  # noqa: SLF001 (as above)
    translation.verbose_name = translation.verbose_name_plural = _("translation")
    _name_fields()
    for column in SitesView.columns:
        if column.name in {"port", "site_name", "root_page"}:
            field = Site._meta.get_field(column.name)  # noqa: SLF001 (as above)
            column.label = field.verbose_name


def _name_fields() -> None:
    WorkflowPageForm.base_fields["page"].label = _("Page")
    PagePermissionsForm.base_fields["page"].label = _("Page")
    PagePermissionsForm.base_fields["permissions"].label_from_instance = _permission_name
    for form in LINK_FORMS:
        for field_name, field in form.base_fields.items():
            field.label = LINK_LABELS.get(field_name, field.label)
    _name_late_field(choosers.LocaleFilterMixin, "locale", _("language"))
    _name_late_field(TaskChooserSearchForm, "task_type", _("Task type"))


def _name_late_field(form: type[forms.Form], field_name: str, label: Any) -> None:
    """Name a field that the form makes for itself, and only sometimes, when it is opened."""
    initialise = form.__init__

    def initialise_and_name(self: forms.Form, *args: Any, **kwargs: Any) -> None:
        initialise(self, *args, **kwargs)
        if field_name in self.fields:
            self.fields[field_name].label = label

    form.__init__ = initialise_and_name  # type: ignore[method-assign, assignment]  # Wagtail offers no hook.


def _permission_name(permission: Permission) -> str:
    return str(PAGE_PERMISSIONS.get(permission.codename) or gettext(permission.name))
