"""What an autosave leaves out of an article's form: what is not finished yet, and nothing else."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS
from wagtail.admin.forms import WagtailAdminPageForm

if TYPE_CHECKING:
    from django.forms import BaseFormSet

#: In the data of a form that its editor's script sends while somebody is writing.
AUTOSAVE = "khabar-autosave"


class SavesUnfinished(WagtailAdminPageForm):
    """A page form whose autosave is refused by no half-typed field.

    Wagtail refuses an autosave whole when a date is half typed, a link has no end yet or a row has
    just been added, and all else that was written meanwhile stays unsaved. Here such a field keeps
    what was saved of it before, a new row waits, and ``left_out`` names them with what is wrong.
    Whoever saves by a button is told by the field, as ever.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_out: list[tuple[str, str]] = []
        # What carries a verb is a person's, whatever else it says of itself: the rules bind it.
        self.saves_itself = AUTOSAVE in self.data and not any(
            name.startswith("action-") for name in self.data
        )
        names = {field.name: field.attname for field in self.instance._meta.concrete_fields}  # noqa: SLF001 (Django's documented name)
        self._saved = {
            names[name]: getattr(self.instance, names[name])
            for name in self.fields
            if self.saves_itself and name in names
        }

    def is_valid(self) -> bool:
        """Whether it can be saved: an autosave can, without what is unfinished."""
        if super().is_valid():
            return True
        if not self.saves_itself or not self._can_leave_out():
            return False
        for name in list(self.errors):
            self._leave_out(name)
        for formset in self.formsets.values():
            self._leave_out_rows(formset)
        valid: bool = super().is_valid()
        return valid

    def _can_leave_out(self) -> bool:
        """Not what is wrong between fields, nor the headline under which a new page is saved."""
        new_without_headline = self.instance.pk is None and "title" in self.errors
        between_rows = any(formset.non_form_errors() for formset in self.formsets.values())
        return not (NON_FIELD_ERRORS in self.errors or new_without_headline or between_rows)

    def _leave_out(self, name: str) -> None:
        field = self.fields[name]
        self.left_out.append((str(field.label), str(self.errors[name][0])))
        del self.errors[name]
        self.cleaned_data.pop(name, None)
        attname = next((one for one in (name, f"{name}_id") if one in self._saved), None)
        if attname is not None:
            setattr(self.instance, attname, self._saved[attname])

    def _leave_out_rows(self, formset: "BaseFormSet[Any]") -> None:
        for form in formset.forms:
            if form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            for name in list(form.errors):
                label = form.fields[name].label if name in form.fields else ""
                self.left_out.append((str(label or ""), str(form.errors[name][0])))
            if form.instance.pk is None:
                form.cleaned_data["DELETE"] = True
            else:
                form.errors.clear()
