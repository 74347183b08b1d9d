"""The field of a photo's original: where it lies, and how it is measured."""

from typing import Any, cast

from django.core.files.storage import Storage, storages
from PIL import Image
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from khabar.newsroom.photos import pixels
from khabar.newsroom.photos.opening import DAMAGED


def private_storage() -> Storage:
    """Where originals lie: nothing serves it (a callable: migrations must name no path)."""
    return storages["private"]


class OrientedFieldFile(WagtailImageFieldFile):
    """A photo's file, measured as it is seen."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height after the camera's orientation is applied.

        Wagtail measures the pixels as stored, and so places the focal point of a phone's upright
        photo in a picture that lies on its side.
        """
        close = self.closed
        self.open()
        try:
            return pixels.oriented_size(cast("Any", self))
        except (*DAMAGED, Image.DecompressionBombError):
            # Measured as soon as it is assigned, before clean() can refuse it in words.
            return 0, 0
        finally:
            if close:
                self.close()
            else:
                self.seek(0)


class OrientedImageField(WagtailImageField):
    """Wagtail's image field, measuring what a reader will see."""

    attr_class = OrientedFieldFile
