"""The stories' screens: their order in the carousel, and one story's items, state, merge, split."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from khabar.desk.fronts import board
from khabar.desk.fronts.asked import whole, wholes
from khabar.desk.fronts.views import user_of
from khabar.desk.screens import crumbs, is_script
from khabar.newsroom import placing, queries, story_actions
from khabar.newsroom.models import Article, Edition, StoriesIndexPage, Story
from khabar.newsroom.publication import STORY
from khabar.newsroom.queries.cards import cards_of
from khabar.newsroom.queries.lists import entries, first_of, pinned_ids, story_card, story_ids
from khabar.newsroom.reach import reach_of

PER_PAGE = 30


def _editions(request: HttpRequest) -> list[Edition]:
    """The editions whose stories this person arranges."""
    indexes = {index.locale_id: index for index in StoriesIndexPage.objects.all()}
    return [
        edition
        for edition in reach_of(user_of(request)).editions.values()
        if edition.locale_id in indexes
        and story_actions.may_arrange(user_of(request), indexes[edition.locale_id])
    ]


def may_any(request: HttpRequest) -> bool:
    """Whether this person arranges any stories."""
    return bool(_editions(request))


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All stories of an edition by state; the ongoing ones in the carousel's order."""
    mine = _editions(request)
    if not mine:
        raise PermissionDenied
    asked = (request.POST or request.GET).get("edition")
    edition = next((one for one in mine if not asked or str(one.pk) == asked), None)
    if edition is None:
        raise PermissionDenied
    if request.method == "POST":
        _order(request, edition)
        if not is_script(request):
            return redirect(f"{reverse('khabar_fronts:stories')}?edition={edition.pk}")
    shown = queries.stories(edition)
    drafts = Story.objects.filter(locale_id=edition.locale_id, live=False).order_by("title")
    page = StoriesIndexPage.objects.get(locale_id=edition.locale_id)
    context = {
        "edition": edition,
        "editions": mine,
        "ongoing": [story for story in shown if story.state == Story.State.ONGOING],
        "others": [story for story in shown if story.state != Story.State.ONGOING],
        "drafts": drafts,
        "add_url": reverse("wagtailadmin_pages:add", args=("newsroom", "story", page.pk)),
        "header_title": _("Stories"),
        "header_icon": "folder-open-inverse",
        "breadcrumbs_items": crumbs(_("Stories")),
    }
    name = "_stories.html" if is_script(request) else "stories.html"
    return render(request, f"desk/fronts/{name}", context)


def _order(request: HttpRequest, edition: Edition) -> None:
    standing = [story.id for story in queries.carousel(edition, limit=10_000)]
    moved = _moved(request, standing)
    story_actions.order_carousel(edition, moved, by=user_of(request))


def _moved(request: HttpRequest, standing: list[int]) -> list[int]:
    """The ids with the one that is named moved to its new position (counted from 1)."""
    item, position = (whole(request.POST.get(name), 1) for name in ("item", "position"))
    if item not in standing:
        return standing
    rest = [pk for pk in standing if pk != item]
    rest.insert(max(position - 1, 0), item)
    return rest


# One story


def _story(request: HttpRequest, pk: int) -> tuple[Story, Edition]:
    story = get_object_or_404(Story, pk=pk)
    if not story_actions.may_arrange(user_of(request), story):
        raise PermissionDenied
    edition = get_object_or_404(
        Edition.objects.select_related("locale", "site"), locale_id=story.locale_id
    )
    return story, edition


def _article(request: HttpRequest, edition: Edition) -> Article:
    asked = wholes(request.POST.getlist("article"))
    found = Article.objects.filter(pk__in=asked, locale_id=edition.locale_id).first()
    if found is None:
        raise ValidationError(_("The article is no more."))
    return found


def _add(request: HttpRequest, story: Story, edition: Edition) -> None:
    article = _article(request, edition)
    placing.add_to_story(article, story, by=user_of(request))
    messages.success(
        request, _("“%(headline)s” is in the story now.") % {"headline": article.title}
    )


def _take_out(request: HttpRequest, story: Story, edition: Edition) -> None:
    article = _article(request, edition)
    placing.remove_from_story(article, story, by=user_of(request))
    messages.success(
        request, _("“%(headline)s” is no longer in the story.") % {"headline": article.title}
    )


def _pin(request: HttpRequest, story: Story, edition: Edition) -> None:
    article = _article(request, edition)
    pinned = pinned_ids(edition, story.pk)
    story_actions.pin(story, [*pinned, article.pk], by=user_of(request))


def _unpin(request: HttpRequest, story: Story, edition: Edition) -> None:
    article = _article(request, edition)
    kept = [pk for pk in pinned_ids(edition, story.pk) if pk != article.pk]
    story_actions.pin(story, kept, by=user_of(request))


def _move(request: HttpRequest, story: Story, edition: Edition) -> None:
    moved = _moved(request, pinned_ids(edition, story.pk))
    story_actions.pin(story, moved, by=user_of(request))


def _state(request: HttpRequest, story: Story, edition: Edition) -> None:  # noqa: ARG001 (as its siblings)
    state, note = (str(request.POST.get(name, "")) for name in ("state", "closing_note"))
    story_actions.set_state(story, state, closing_note=note, by=user_of(request))
    messages.success(request, _("The story's state is changed."))


def _merge(request: HttpRequest, story: Story, edition: Edition) -> None:
    target = Story.objects.filter(
        pk__in=wholes(request.POST.getlist("into")), locale_id=edition.locale_id
    ).first()
    if target is None:
        raise ValidationError(_("Choose the story that gets the items."))
    story_actions.merge(story, target, by=user_of(request))
    messages.success(
        request,
        _("“%(story)s” was merged into “%(into)s”. Its address leads there.")
        % {"story": story.title, "into": target.title},
    )


def _split(request: HttpRequest, story: Story, edition: Edition) -> None:  # noqa: ARG001 (as its siblings)
    title = str(request.POST.get("title", ""))
    new = story_actions.split(
        story, wholes(request.POST.getlist("articles")), title, by=user_of(request)
    )
    messages.success(
        request,
        _("The chosen items are in the new story “%(story)s”.") % {"story": new.title},
        buttons=[messages.button(reverse("khabar_fronts:story", args=(new.pk,)), _("Open it"))],
    )


OPS: dict[str, Callable[[HttpRequest, Story, Edition], None]] = {
    "add": _add,
    "take_out": _take_out,
    "pin": _pin,
    "unpin": _unpin,
    "move": _move,
    "state": _state,
    "merge": _merge,
    "split": _split,
}


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One story: its items, pinned ones first, and what can be done to it."""
    story, edition = _story(request, pk)
    if request.method == "POST":
        if str(request.POST.get("op", "")) not in OPS:
            raise Http404
        problem = _done(request, story, edition)
        if not problem and not is_script(request):
            here = Story.objects.filter(pk=story.pk).exists()
            return (
                redirect("khabar_fronts:story", pk) if here else redirect("khabar_fronts:stories")
            )
        story = get_object_or_404(Story, pk=pk)
    context = _context(request, story, edition)
    name = "_story.html" if is_script(request) else "story.html"
    return render(request, f"desk/fronts/{name}", context)


def _done(request: HttpRequest, story: Story, edition: Edition) -> bool:
    """Do it; whether something stands against it, which is said, and what was typed is kept."""
    try:
        OPS[str(request.POST["op"])](request, story, edition)
    except (ValidationError, PermissionDenied) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        for message in said:
            messages.error(request, message)
        return True
    return False


def _context(request: HttpRequest, story: Story, edition: Edition) -> dict[str, Any]:
    number = whole(request.GET.get("page"), 1)
    pinned = pinned_ids(edition, story.pk)
    count = entries(edition, STORY, story.pk).count()
    pages = Paginator(range(count), PER_PAGE)
    number = min(max(number, 1), pages.num_pages)
    ids = story_ids(edition, story.pk, limit=PER_PAGE, start=first_of(number, PER_PAGE))
    query = str(request.GET.get("q", "")).strip()
    others = Story.objects.filter(locale_id=edition.locale_id).exclude(pk=story.pk)
    return {
        "story": story,
        "edition": edition,
        "shown": story_card(edition, story),
        "pinned": cards_of(edition, pinned),
        "items": [card for card in cards_of(edition, ids) if card.id not in pinned],
        "page_obj": pages.page(number),
        "query": query,
        "found": board.search(edition, query) if query else [],
        "inside": set(story.article_stories.values_list("article_id", flat=True) if query else ()),
        "others": others.order_by("title"),
        "states": Story.State.choices,
        "typed": request.POST,
        "header_title": story.title,
        "header_icon": "folder-open-inverse",
        "breadcrumbs_items": [
            *crumbs(),
            {
                "url": f"{reverse('khabar_fronts:stories')}?edition={edition.pk}",
                "label": _("Stories"),
            },
            {"url": "", "label": story.title},
        ],
    }
