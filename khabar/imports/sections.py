"""The section that an import goes into."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from khabar.newsroom.models import Edition, Section


def find_or_make_section(edition: Edition, slug: str, title: str, *, dry_run: bool) -> Section:
    """The edition's section with this slug, made when there is none (in a dry run: not kept).

    Raises ValidationError where it cannot be one.
    """
    if not slug:
        raise ValidationError("A section needs a slug.")
    with transaction.atomic():
        # Two imports may be about to make it.
        home = Page.objects.select_for_update().get(pk=edition.site.root_page_id)
        found = Section.objects.child_of(home).filter(slug=slug).first()
        if found is not None:
            return found
        section = Section(title=title or slug.replace("-", " "), slug=slug, locale=edition.locale)
        # Without its place in the tree, which it has only once it is added.
        section.full_clean(exclude=["path", "depth", "content_type", "url_path"])
        home.add_child(instance=section)
        section.refresh_from_db()
        if dry_run:
            transaction.set_rollback(True)
    return section
