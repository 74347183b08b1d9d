"""How the desk differs from Wagtail's admin. Each part of the desk has hooks of its own."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from khabar.desk import views, viewsets
from khabar.desk.accounts import hooks as accounts
from khabar.desk.articles import hooks as articles
from khabar.desk.checks import hooks as checks
from khabar.desk.fronts import hooks as fronts
from khabar.desk.live import hooks as live
from khabar.desk.outbox import hooks as outbox
from khabar.desk.photos import hooks as photos
from khabar.desk.planning import hooks as planning
from khabar.desk.reads import hooks as reads
from khabar.desk.verbs import hooks as verbs
from khabar.desk.writing import hooks as writing
from khabar.newsroom import rules
from khabar.newsroom.models import Article, HomePage, Section, StoriesIndexPage

viewsets.register()
_PARTS = (articles, planning, writing, checks, verbs, fronts, live, photos, accounts, outbox, reads)
for _part in _PARTS:
    _part.register()

#: Pages that everything else stands under.
PILLARS = (HomePage, StoriesIndexPage)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """The way to originals, behind Wagtail's sign-in like all of the desk's."""
    photos = [path("<int:pk>/original/", views.original, name="original")]
    return [path("photos/", include((photos, "khabar_desk_photos")))]


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """The desk's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    """Direction of rich text, letter counters, and what is typed before Wagtail looks."""
    return format_html_join(
        "",
        '<script src="{}"></script>',
        ((static(f"desk/{name}.js"),) for name in ("editor", "counters", "early")),
    )


# What Wagtail would allow and a newsroom does not


def _refuse(request: HttpRequest, page: Page, why: str) -> HttpResponse:
    messages.error(request, why)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)


def _only_for_chiefs(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A section's editors publish in it, but the section itself belongs to the edition."""
    if page.specific_class is not Section:
        return None
    if page.get_parent().permissions_for_user(request.user).can_edit():
        return None
    return _refuse(request, page, _("The sections themselves are changed by the chief editors."))


for _hook in ("before_edit_page", "before_copy_page"):
    hooks.register(_hook, _only_for_chiefs)


@hooks.register("before_edit_page")
def autosave_only_saves(request: HttpRequest, page: Page) -> HttpResponse | None:  # noqa: ARG001 (Wagtail's signature)
    """Refuse an autosave that carries a verb.

    On approving, Wagtail's script leaves the verb in the form, so that an autosave on its way at
    the same time would carry it out a second time, over the first.
    """
    carries = any(name.startswith("action-") for name in request.POST)
    if carries and "application/json" in request.headers.get("Accept", ""):
        refusal = {
            "success": False,
            "error_code": "blocked_by_hook",
            "error_message": _("The article is being sent already."),
        }
        return JsonResponse(refusal, status=HTTPStatus.BAD_REQUEST)
    return None


@hooks.register("before_move_page")
def before_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse in words what Wagtail refuses without: a parent that cannot have this child."""
    if refused := _only_for_chiefs(request, page):
        return refused
    parent = page.get_parent()
    stays = parent is not None and destination.pk == parent.pk
    if not stays and (parent is None or not page.specific.can_move_to(destination)):
        return _refuse(
            request,
            page,
            _("“%(page)s” cannot stand under “%(parent)s”.")
            % {"page": page.get_admin_display_title(), "parent": destination.title},
        )
    return None


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def before_removal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep the pages that everything stands under."""
    if page.specific_class in PILLARS:
        return _refuse(request, page, _("The site stands on this page: it cannot be taken away."))
    return _only_for_chiefs(request, page)


def _has_articles(page: Page) -> bool:
    # Live coverages stand under it too.
    return page.specific_class is Section and page.numchild > 0


@hooks.register("before_delete_page")
def before_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a section as long as articles stand in it."""
    if not _has_articles(page):
        return None
    return _refuse(
        request, page, _("The section has articles. Move them to another section first.")
    )


@hooks.register("before_copy_page")
def before_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse a second address for one article: other sections list it without one."""
    if page.specific_class is Article and request.method == "POST" and "alias" in request.POST:
        return _refuse(
            request,
            page,
            _("An article has one address. To show it in more sections, set its other sections."),
        )
    return None


@hooks.register("before_bulk_action")
def before_bulk_action(
    request: HttpRequest,
    action_type: str,
    objects: Iterable[Any],
    action: Any,
) -> HttpResponse | None:
    """Bulk publishing, unpublishing, moving and deleting are bound by the same rules."""
    pages = [item.specific for item in objects if isinstance(item, Page)]
    if not pages or request.method != "POST":
        return None
    stopped = False
    if action_type == "publish":
        for page in _with_drafts_below(pages, action):
            stopped |= _say_obstacles(request, page)
    elif action_type in {"unpublish", "delete", "move"}:
        for page in pages:
            kept = action_type == "delete" and _has_articles(page)
            if kept or page.specific_class in PILLARS or _only_for_chiefs(request, page):
                messages.error(
                    request, _("“%(page)s” stays as it is.") % {"page": page.draft_title}
                )
                stopped = True
    return redirect(action.next_url) if stopped else None


def _with_drafts_below(pages: list[Page], action: Any) -> Iterator[Page]:
    below = action.cleaned_form.cleaned_data.get("include_descendants")
    for page in pages:
        yield page
        if below and not isinstance(page, Article):
            yield from Article.objects.descendant_of(page).not_live().iterator()


def _say_obstacles(request: HttpRequest, page: Page) -> bool:
    found = False
    if isinstance(page, Article):
        draft = page.get_latest_revision_as_object()
        for finding in rules.obstacles(draft):
            messages.error(request, f"{draft.title}: {finding.message}")
            found = True
    return found


@hooks.register("construct_page_listing_buttons")
def no_sorting(
    buttons: list[Any],
    page: Page,  # noqa: ARG001 (Wagtail passes it by name)
    user: User,  # noqa: ARG001 (as above)
    context: dict[str, Any] | None = None,  # noqa: ARG001 (as above)
) -> None:
    """Nothing is ordered by dragging in the tree (see signal_handlers)."""
    buttons[:] = [button for button in buttons if "ordering=ord" not in str(button.url or "")]


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def advise(request: HttpRequest, page: Page) -> None:
    """After saving, say what a sub-editor would; autosaving says nothing."""
    asked_for_page = "application/json" not in request.headers.get("Accept", "")
    if isinstance(page, Article) and asked_for_page:
        for finding in rules.findings(page):
            if finding.level == "warning":
                messages.warning(request, finding.message)
