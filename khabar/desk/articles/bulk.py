"""What can be done to many articles of the list at once.

Each act goes through the newsroom's verb, for each article by itself: those that are refused are
named with the reason, the others are done.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from khabar.desk.articles.filters import NameInput
from khabar.desk.articles.scope import visible_to
from khabar.desk.verbs.forms import WithdrawalForm
from khabar.newsroom import actions, placing
from khabar.newsroom.models import Article, Section, Story, Topic
from khabar.newsroom.publication import STORY, TOPIC
from khabar.newsroom.queries.desk import keys_named

#: As many as a page of the list has; an address may name more.
MOST_AT_ONCE = 200


class ArticlesAction(BulkAction):
    """One verb on many articles: who may, what readers will see, a form, and the verb."""

    models: ClassVar = [Article]
    template_name = "desk/articles/bulk/confirm.html"
    classes: ClassVar[set[str]] = set()
    consequence: Any = ""
    """What readers will see, said before it is done."""

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Iterable[Any]) -> "QuerySet[Article]":
        """Those of the articles that there are."""
        del model
        pks = [int(pk) for pk in list(object_ids)[:MOST_AT_ONCE] if str(pk).isdecimal()]
        # A number that is no id of a page finds nothing.
        pks = [pk for pk in pks if pk < 2**31]
        return Article.objects.filter(pk__in=pks).select_related("section").order_by("pk")

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        """Nobody acts on what they do not see."""
        del parent_id
        return []

    def why_not(self, article: Article) -> str:
        """Why this person may not do this to this article; empty when they may."""
        raise NotImplementedError

    def act(self, article: Article, said: dict[str, Any]) -> None:
        """Do it to one."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """What was done, counted."""
        raise NotImplementedError

    def get_actionable_objects(self) -> tuple[list[Article], dict[str, Any]]:
        """The articles that the person may do this to, and the others with the reason."""
        scopes = {one.scope.locale_id: one.scope for one in visible_to(self.request.user)}
        allowed, refused = [], []
        for article in self.get_queryset(self.model, self.request.GET.getlist("id")):
            scope = scopes.get(article.locale_id)
            seen = scope and (
                scope.sections is None
                or article.section_id in scope.sections
                or article.pk in scope.articles
            )
            # What somebody may not see is not named to them either.
            if seen and (why := self.why_not(article)):
                refused.append((article, why))
            elif seen:
                allowed.append(article)
        return allowed, {"items_with_no_access": refused}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows besides Wagtail's own."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(
            {
                "heading": self.display_name,
                "consequence": self.consequence,
                "count": len(context["items"]),
                "any_live": any(one["item"].live for one in context["items"]),
            }
        )
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it to each; say of which it was done, and of which not and why."""
        articles, others = self.get_actionable_objects()
        refused: list[tuple[Article, str]] = list(others["items_with_no_access"])
        count = 0
        for article in articles:
            try:
                with transaction.atomic():
                    self.act(article, form.cleaned_data)
            except (PermissionDenied, ValidationError) as error:
                refused.append((article, _reason(error)))
            else:
                count += 1
        if count:
            messages.success(self.request, self.done(count))
        for article, why in refused:
            told = {"headline": article.get_admin_display_title(), "reason": why}
            messages.error(self.request, _("“%(headline)s”: %(reason)s") % told)
        return redirect(self.next_url)

    def _editions(self) -> Iterator[int]:
        """The editions of the articles chosen."""
        chosen = self.get_queryset(self.model, self.request.GET.getlist("id"))
        yield from chosen.order_by().values_list("locale_id", flat=True).distinct()


def _reason(error: PermissionDenied | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


class PlaceForm(forms.Form):
    """The name of a story or a topic, with those that there are offered."""

    name = forms.CharField(max_length=255, widget=NameInput())
    kind = ""

    def __init__(self, *args: Any, locale_ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale_ids = locale_ids

    def found(self, name: str) -> Any:
        """The one thing that is called so, in the edition of the articles."""
        keys = {key for pk in self.locale_ids for key in keys_named(self.kind, pk, name)}
        model: Any = Story if self.kind == STORY else Topic
        things = list(model.objects.filter(pk__in=[key.rpartition(":")[2] for key in keys]))
        if not things:
            raise ValidationError(_("Nothing is called “%(name)s”.") % {"name": name})
        if len(things) > 1:
            names = "، ".join(f"«{thing}»" for thing in things[:5])
            raise ValidationError(_("Several have these words: %(names)s.") % {"names": names})
        return things[0]

    def clean_name(self) -> Any:
        """What the name is of."""
        return self.found(self.cleaned_data["name"])


class StoryForm(PlaceForm):
    kind = STORY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Story")
        stories = Story.objects.filter(locale_id__in=self.locale_ids).order_by("carousel_order")
        self.fields["name"].widget.names = stories.values_list("title", flat=True)[:300]


class TopicForm(PlaceForm):
    kind = TOPIC

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Topic")
        topics = Topic.objects.filter(locale_id__in=self.locale_ids).order_by("name")
        self.fields["name"].widget.names = topics.values_list("name", flat=True)[:300]


class PlaceAction(ArticlesAction):
    """Into a story, or under a topic."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """The editions whose names are offered."""
        return {**super().get_form_kwargs(), "locale_ids": list(self._editions())}

    def why_not(self, article: Article) -> str:
        """As the verb says."""
        return placing.refusal(article, self.request.user)


class AddToStory(PlaceAction):
    """«إضافة إلى ملف»."""

    display_name = gettext_lazy("Add to a story")
    aria_label = gettext_lazy("Add the selected articles to a story")
    action_type = "add_to_story"
    action_priority = 10
    form_class = StoryForm
    consequence = gettext_lazy(
        "Published articles stand in the story at once. Nothing else of them is published: a newer"
        " draft stays a draft."
    )

    def act(self, article: Article, said: dict[str, Any]) -> None:
        """Add it."""
        placing.add_to_story(article, said["name"], by=self.request.user)

    def done(self, count: int) -> str:
        """What was done."""
        return ngettext(
            "%(count)s article was added to the story.",
            "%(count)s articles were added to the story.",
            count,
        ) % {"count": count}


class AddTopic(PlaceAction):
    """«إضافة موضوع»."""

    display_name = gettext_lazy("Add a topic")
    aria_label = gettext_lazy("Add a topic to the selected articles")
    action_type = "add_topic"
    action_priority = 20
    form_class = TopicForm
    consequence = gettext_lazy(
        "Published articles stand under the topic at once. Nothing else of them is published: a"
        " newer draft stays a draft."
    )

    def act(self, article: Article, said: dict[str, Any]) -> None:
        """Add it."""
        placing.add_topic(article, said["name"], by=self.request.user)

    def done(self, count: int) -> str:
        """What was done."""
        return ngettext(
            "%(count)s article was put under the topic.",
            "%(count)s articles were put under the topic.",
            count,
        ) % {"count": count}


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(
        Section.objects.none(), label=gettext_lazy("Section"), empty_label=None
    )

    def __init__(self, *args: Any, sections: list[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Section.objects.filter(pk__in=[section.pk for section in sections])
        self.fields["section"].queryset = chosen.order_by("menu_order", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField


class MoveSection(ArticlesAction):
    """«نقل إلى قسم»."""

    display_name = gettext_lazy("Move to a section")
    aria_label = gettext_lazy("Move the selected articles to a section")
    action_type = "move_section"
    action_priority = 30
    form_class = SectionForm
    consequence = gettext_lazy(
        "Published articles leave the lists of their section and stand in those of the new one. Old"
        " addresses lead to the new ones."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The sections of the articles' editions that the person sees."""
        locale_ids = set(self._editions())
        sections = [
            section
            for one in visible_to(self.request.user)
            if one.scope.locale_id in locale_ids
            for section in one.sections
        ]
        return {**super().get_form_kwargs(), "sections": sections}

    def why_not(self, article: Article) -> str:
        """Whether it may be moved at all; where to is asked when it is done."""
        if not article.permissions_for_user(self.request.user).can_move():
            return _("You may not move this article.")
        return placing.locked_against(article, self.request.user)

    def act(self, article: Article, said: dict[str, Any]) -> None:
        """Move it."""
        if article.section_id != said["section"].pk:
            actions.move(article, said["section"], by=self.request.user)

    def done(self, count: int) -> str:
        """What was done."""
        return ngettext("%(count)s article was moved.", "%(count)s articles were moved.", count) % {
            "count": count
        }


class WithdrawMany(ArticlesAction):
    """«سحب»."""

    display_name = gettext_lazy("Withdraw")
    aria_label = gettext_lazy("Withdraw the selected articles")
    action_type = "withdraw"
    action_priority = 40
    classes: ClassVar[set[str]] = {"serious"}
    form_class = WithdrawalForm
    consequence = gettext_lazy(
        "The articles leave the front page and every list. Their addresses stay, and answer that"
        " they were withdrawn (410), with the date and this reason."
    )

    def why_not(self, article: Article) -> str:
        """Whether it is published, and by whom it may be taken away."""
        if not article.permissions_for_user(self.request.user).can_unpublish():
            if not article.live:
                return _("The article is not published.")
            return _("You may not withdraw this article.")
        return placing.locked_against(article, self.request.user)

    def act(self, article: Article, said: dict[str, Any]) -> None:
        """Withdraw it."""
        actions.withdraw(article, by=self.request.user, reason=said["reason"])

    def done(self, count: int) -> str:
        """What was done."""
        return ngettext(
            "%(count)s article was withdrawn.", "%(count)s articles were withdrawn.", count
        ) % {"count": count}


ACTIONS = (AddToStory, AddTopic, MoveSection, WithdrawMany)
