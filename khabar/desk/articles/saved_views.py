"""Saved views of the list: keeping, sharing, picking, renaming and deleting them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.desk.articles.filters import question_of
from khabar.desk.articles.scope import visible_to
from khabar.desk.models import Role, SavedView, StaffGroup
from khabar.newsroom.models import Edition


@dataclass(frozen=True)
class Tab:
    """A view above the list."""

    view: SavedView
    is_shown: bool
    is_own: bool

    @property
    def address(self) -> str:
        """Where it leads."""
        return f"{reverse('articles:index')}?{self.view.query}"


def shown_to(user: User) -> "QuerySet[SavedView]":
    """The views that this person may pick, in editions of which they see anything."""
    editions = [one.edition.pk for one in visible_to(user)]
    groups = user.groups.values("pk")
    mine = Q(owner=user) | Q(sharing=SavedView.Sharing.EDITION)
    mine |= Q(sharing=SavedView.Sharing.GROUP, group__in=groups)
    return SavedView.objects.filter(mine, edition__in=editions)


def may_share(user: User, edition: Edition) -> bool:
    """Whether this person may give a view to others: the chief editors, and administrators."""
    if user.is_superuser:
        return True
    roles = (Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
    return StaffGroup.objects.filter(edition=edition, role__in=roles, group__user=user).exists()


def changeable_by(user: User) -> "QuerySet[SavedView]":
    """The views that this person may rename and delete: their own, and what chief editors share."""
    editions = [one.edition for one in visible_to(user)]
    led = [edition.pk for edition in editions if may_share(user, edition)]
    shared = Q(edition__in=led) & ~Q(sharing=SavedView.Sharing.OWN)
    own = Q(owner=user, edition__in=[edition.pk for edition in editions])
    return SavedView.objects.filter(own | shared)


def tabs(user: User, edition: Edition, question: str) -> list[Tab]:
    """The views of an edition above the list, the person's own first."""
    views = shown_to(user).filter(edition=edition)
    found = [Tab(view, view.query == question, view.owner_id == user.pk) for view in views]
    return sorted(found, key=lambda tab: not tab.is_own)


class SavedViewForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """A view's name, and for those who may share it, with whom."""

    class Meta:
        model = SavedView
        fields: ClassVar = ["name", "sharing", "group"]

    def __init__(self, *args: Any, user: User, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.edition = edition
        if self.instance.pk is None:
            self.instance.owner = user
        groups = Group.objects.filter(staff_group__edition=edition).order_by("name")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["group"].required = False
        if not may_share(user, edition):
            del self.fields["sharing"], self.fields["group"]

    def clean(self) -> dict[str, Any]:
        """A group belongs to a view that is shared with one, and to no other."""
        said: dict[str, Any] = super().clean() or {}
        if "sharing" in said and said["sharing"] != SavedView.Sharing.GROUP:
            said["group"] = None
        return said

    def _get_validation_exclusions(self) -> set[str]:
        # The owner and the edition are set above, and are part of what must be unique.
        return super()._get_validation_exclusions() - {"owner", "edition"}  # type: ignore[misc]  # not in the stubs


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the list shows under a name; one's own view of that name is written over."""
    user = _user(request)
    question = QueryDict(request.POST.get("query", ""))
    editions = {one.edition.language: one.edition for one in visible_to(user)}
    if not editions:
        raise PermissionDenied
    edition = editions.get(question.get("edition", ""), next(iter(editions.values())))
    query = question_of(question)
    form = SavedViewForm(request.POST, user=user, edition=edition)
    back = f"{reverse('articles:index')}?{query}"
    if not form.is_valid():
        _say(request, form)
        return redirect(back)
    form.instance.query = query
    view = form.save()
    messages.success(request, _("The view “%(name)s” was saved.") % {"name": view.name})
    return redirect(back)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view, or share it with others."""
    user = _user(request)
    view = _changeable(user, pk)
    form = SavedViewForm(request.POST, user=user, edition=view.edition, instance=view)
    if form.is_valid():
        form.save()
        messages.success(request, _("The view “%(name)s” was saved.") % {"name": view.name})
    else:
        _say(request, form)
    return redirect("khabar_desk_views:index")


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a view."""
    view = _changeable(_user(request), pk)
    name = view.name
    view.delete()
    messages.success(request, _("The view “%(name)s” was deleted.") % {"name": name})
    return redirect("khabar_desk_views:index")


class ViewsView(WagtailAdminTemplateMixin, TemplateView):
    """All views that a person may rename or delete."""

    template_name = "desk/articles/views.html"
    header_icon = "doc-full"

    def get_page_title(self) -> str:
        """«العروض المحفوظة»."""
        return _("Saved views")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list, then this."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("articles:index"), "label": _("Articles")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A form for each."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = _user(self.request)
        if not visible_to(user):
            raise PermissionDenied
        views = changeable_by(user).select_related("edition", "owner__wagtail_userprofile", "group")
        context["forms"] = [
            SavedViewForm(
                user=user, edition=view.edition, instance=view, auto_id=f"view-{view.pk}-%s"
            )
            for view in views
        ]
        return context


views_page = require_safe(ViewsView.as_view())


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def _changeable(user: User, pk: int) -> SavedView:
    view = get_object_or_404(shown_to(user).select_related("edition") | changeable_by(user), pk=pk)
    if not changeable_by(user).filter(pk=pk).exists():
        raise PermissionDenied(_("Only its owner and the chief editors change a shared view."))
    return view


def _say(request: HttpRequest, form: SavedViewForm) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
