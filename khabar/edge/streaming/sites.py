"""Which edition a site is: asked by each stream that begins, and seldom changed."""

from khabar.newsroom.models import Edition


def locale_of(site: int) -> int:
    """The locale of a site's edition; 0 where there is none."""
    found = Edition.objects.filter(site_id=site).values_list("locale_id", flat=True).first()
    return int(found or 0)
