"""All crops of a photo on one screen, as they will be."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from khabar.desk.photos.where import PhotoView
from khabar.newsroom import photo_actions
from khabar.newsroom.models import Photo
from khabar.newsroom.photos import crops

NAMES = {
    "lead": gettext_lazy("Lead of the front page"),
    "article": gettext_lazy("Top of the article"),
    "card": gettext_lazy("Cards and lists"),
    "story": gettext_lazy("Story carousel"),
    "portrait": gettext_lazy("Portrait (round)"),
    "share": gettext_lazy("Share card"),
}


@dataclass(frozen=True)
class PlaceCrop:
    """One place: its crop now, the one by the focal point, its fields."""

    slot: Any
    name: str
    shape: str
    box: crops.Box
    default: crops.Box
    widest: int
    least: int
    own: Any
    x: Any
    y: Any
    width: Any

    @property
    def is_round(self) -> bool:
        """Whether readers see a circle."""
        return bool(self.slot.name == "portrait")


class CropsForm(forms.Form):
    """For each place whether it has a crop of its own, and where that lies."""

    def __init__(self, photo: Photo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slot in crops.SHAPED:
            box = crops.shown(photo, slot)
            self.fields[f"{slot.name}-own"] = forms.BooleanField(
                required=False,
                initial=crops.own(photo, slot.name) is not None,
                label=_("Own crop"),
            )
            for part, label, value, most in (
                ("x", _("From the left edge"), box.x, photo.width),
                ("y", _("From the top"), box.y, photo.height),
                ("width", _("Width"), box.width, photo.width),
            ):
                self.fields[f"{slot.name}-{part}"] = forms.IntegerField(
                    min_value=0, max_value=most, initial=value, label=label, required=False
                )

    def boxes(self) -> dict[str, tuple[int, int, int] | None]:
        """What the verb takes."""
        cleaned = self.cleaned_data
        found: dict[str, tuple[int, int, int] | None] = {}
        for slot in crops.SHAPED:
            x, y, width = (cleaned.get(f"{slot.name}-{part}") for part in ("x", "y", "width"))
            known = x is not None and y is not None and width is not None
            own = cleaned.get(f"{slot.name}-own")
            found[slot.name] = (x, y, width) if own and known else None  # type: ignore[assignment]  # Known is what they are.
        return found


class CropsView(PhotoView, FormView):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """The screen of crops."""

    template_name = "desk/photos/crops.html"
    page_title = gettext_lazy("Crops")
    form_class = CropsForm

    def get_form(self, form_class: Any = None) -> CropsForm:
        """The form of this photo."""
        del form_class
        return CropsForm(self.photo, **self.get_form_kwargs())

    def form_valid(self, form: Any) -> HttpResponse:
        """Set them; the worker makes the copies that readers get."""
        photo_actions.set_crops(self.photo, form.boxes(), by=self.request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
        messages.success(
            self.request, _("The crops are saved; readers get them within a minute or so.")
        )
        return redirect("khabar_photos:crops", self.photo.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The places."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        places = [
            PlaceCrop(
                slot=slot,
                name=str(NAMES.get(slot.name, slot.name)),
                shape="{}:{}".format(*(slot.aspect or ())),
                box=crops.shown(self.photo, slot),
                default=crops.default(self.photo, slot),
                widest=crops.widest(self.photo, slot),
                least=max(round(crops.widest(self.photo, slot) * crops.LEAST_SHARE), 1),
                **{part: form[f"{slot.name}-{part}"] for part in ("own", "x", "y", "width")},
            )
            for slot in crops.SHAPED
        ]
        return {**context, "places": places}
