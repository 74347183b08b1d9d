"""The desk's API of photos: Wagtail's, without the address that a private original has not."""

from typing import Any

from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

_NO_ADDRESS = "download_url"


def _without(names: list[str]) -> list[str]:
    return [name for name in names if name != _NO_ADDRESS]


class PhotosAPI(ImagesAdminAPIViewSet):
    """Photos as the desk's own scripts may ask for them."""

    meta_fields = _without(ImagesAdminAPIViewSet.meta_fields)
    listing_default_fields = _without(ImagesAdminAPIViewSet.listing_default_fields)
    nested_default_fields = _without(ImagesAdminAPIViewSet.nested_default_fields)


def answer(router: Any) -> None:
    """Answer in the place of Wagtail's endpoint."""
    router.register_endpoint("images", PhotosAPI)
