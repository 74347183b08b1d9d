"""The verbs, each a form before an action of the newsroom that says what readers will see."""

from typing import Any

from django.contrib.auth.models import User
from django.forms import BaseForm
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khabar.desk.verbs.base import VerbView
from khabar.desk.verbs.forms import (
    ClarificationForm,
    CorrectionForm,
    LiftForm,
    NoteForm,
    ReturnForm,
    ScheduleForm,
    WithdrawalForm,
)
from khabar.newsroom import actions
from khabar.newsroom.actions import Verb
from khabar.newsroom.models import Article, Correction


class NoteView(VerbView):
    """A verb that asks for nothing but a word, which may be left out."""

    form_class = NoteForm
    note_label: Any = None
    note_help: Any = gettext_lazy("Kept in the history. Readers never see it. May stay empty.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The note under the verb's own name for it."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "label": self.note_label, "help_text": self.note_help}


class SubmitView(NoteView):
    """«إرسال للمراجعة»."""

    verb = Verb.SUBMIT
    note_label = gettext_lazy("Note to those who will read it")
    consequence = gettext_lazy(
        "Readers see nothing new. Those who may publish in the section are told that it awaits"
        " them, and until they answer only they can edit it."
    )
    done = gettext_lazy("“%(headline)s” was submitted for review.")
    unfit = gettext_lazy("The article awaits review already, or nothing in it is new.")

    def act(self, form: BaseForm, by: User) -> None:
        """Submit."""
        actions.submit(self.article, by=by, note=form.cleaned_data["note"])


class ApproveView(NoteView):
    """«إجازة»."""

    verb = Verb.APPROVE
    publishes = True
    note_label = gettext_lazy("Note to the writer")
    consequence = gettext_lazy(
        "Readers get the article as it now stands, at once or at the time of its schedule."
    )
    done = gettext_lazy("“%(headline)s” was approved.")
    unfit = gettext_lazy("The article does not await review any more.")

    def act(self, form: BaseForm, by: User) -> None:
        """Approve."""
        actions.approve(self.article, by=by, note=form.cleaned_data["note"])


class ReturnView(VerbView):
    """«إعادة إلى الكاتب»."""

    verb = Verb.RETURN
    form_class = ReturnForm
    consequence = gettext_lazy(
        "Readers see nothing new. The writer is told, reads the note and can edit the article"
        " again."
    )
    done = gettext_lazy("“%(headline)s” was returned to its writer.")
    unfit = gettext_lazy("The article does not await review any more.")

    def act(self, form: BaseForm, by: User) -> None:
        """Return it."""
        actions.return_to_writer(self.article, by=by, note=form.cleaned_data["note"])


class PublishView(NoteView):
    """«نشر»."""

    verb = Verb.PUBLISH
    publishes = True
    unfit = gettext_lazy("Nothing is to be published: readers have the latest draft already.")

    @property
    def consequence(self) -> str:
        """What readers will see, which depends on its schedule and on what they have."""
        at = self.draft.go_live_at
        if at and at > timezone.now():
            when = date_format(timezone.localtime(at), "DATETIME_FORMAT")
            return _("Readers get the latest draft on %(time)s, not before.") % {"time": when}
        if self.article.live:
            return _(
                "Readers get the latest draft at once, without a word that anything changed. To"
                " tell them, publish it as an update or a correction."
            )
        return _("Readers get the article at once. It enters the lists of its section and topics.")

    @property
    def done(self) -> str:
        """What was done: published, or scheduled."""
        live = Article.objects.filter(pk=self.article.pk, live=True).exists()
        return _("“%(headline)s” was published.") if live else _("“%(headline)s” is scheduled.")

    def act(self, form: BaseForm, by: User) -> None:
        """Publish."""
        actions.publish(self.article, by=by, note=form.cleaned_data["note"])


class UpdateView(NoteView):
    """«تحديث»: the latest draft goes out, and readers are told when."""

    verb = Verb.UPDATE
    publishes = True
    note_label = gettext_lazy("What is new")
    note_help = gettext_lazy(
        "Kept with this version, and shown where readers see what changed. May stay empty."
    )
    consequence = gettext_lazy(
        "Readers get the latest draft, with “last updated” and the time beside the byline."
    )
    done = gettext_lazy("“%(headline)s” was published as an update.")

    def act(self, form: BaseForm, by: User) -> None:
        """Update."""
        actions.update(self.article, by=by, note=form.cleaned_data["note"])


class CorrectionView(VerbView):
    """«تصحيح»: the latest draft goes out with what was wrong and what is right."""

    verb = Verb.CORRECT
    form_class: Any = CorrectionForm
    publishes = True
    kind = Correction.Kind.CORRECTION
    consequence = gettext_lazy(
        "Readers get the latest draft and, with it, what was wrong and what is right. The note is"
        " listed on the corrections page."
    )
    done = gettext_lazy("“%(headline)s” was published with the note.")

    def act(self, form: BaseForm, by: User) -> None:
        """Correct."""
        actions.correct(self.article, by=by, kind=self.kind, **form.cleaned_data)


class ClarificationView(CorrectionView):
    """«توضيح»: the latest draft goes out with a word so that nobody misunderstands."""

    verb = Verb.CLARIFY
    form_class = ClarificationForm
    kind = Correction.Kind.CLARIFICATION
    consequence = gettext_lazy(
        "Readers get the latest draft and, with it, the clarification. Nothing is said to have"
        " been wrong. The note is listed on the corrections page."
    )


class ScheduleView(VerbView):
    """«جدولة النشر»."""

    verb = Verb.SCHEDULE
    form_class = ScheduleForm
    publishes = True
    consequence = gettext_lazy(
        "Readers get the latest draft at this time, not before. Until then nobody edits it, unless"
        " the schedule is cancelled."
    )
    done = gettext_lazy("“%(headline)s” is scheduled.")
    unfit = gettext_lazy("The article is scheduled already, or readers have the latest draft.")

    def get_initial(self) -> dict[str, Any]:
        """The time that the draft or its embargo names."""
        return {"at": self.draft.go_live_at or self.draft.embargo_until}

    def as_it_goes_out(self, form: BaseForm) -> Article:
        """The draft with the time that is asked for."""
        self.draft.go_live_at = form.cleaned_data["at"]
        return self.draft

    def act(self, form: BaseForm, by: User) -> None:
        """Schedule it."""
        actions.schedule(self.article, by=by, at=form.cleaned_data["at"])


class UnscheduleView(NoteView):
    """«إلغاء الجدولة»."""

    verb = Verb.UNSCHEDULE
    consequence = gettext_lazy(
        "The draft stays on the desk without a time, and can be edited again. Readers see what"
        " they see now."
    )
    done = gettext_lazy("“%(headline)s” is no longer scheduled.")
    unfit = gettext_lazy("The article is not scheduled.")

    def act(self, form: BaseForm, by: User) -> None:
        """Cancel the schedule."""
        actions.unschedule(self.article, by=by, note=form.cleaned_data["note"])


class LiftView(VerbView):
    """«رفع حظر النشر»."""

    verb = Verb.LIFT_EMBARGO
    form_class = LiftForm
    unfit = gettext_lazy("The article is not under embargo.")
    done = gettext_lazy("The embargo on “%(headline)s” was lifted. It can be published now.")

    @property
    def consequence(self) -> str:
        """What binds now, and that nothing goes out by itself."""
        ends = self.article.embargo_until
        when = date_format(timezone.localtime(ends), "DATETIME_FORMAT") if ends else ""
        return _(
            "Nothing may leave before %(time)s. Once lifted, the article can be published by those"
            " who may; by itself it goes nowhere."
        ) % {"time": when}

    def act(self, form: BaseForm, by: User) -> None:
        """Lift it."""
        actions.lift_embargo(self.article, by=by, **form.cleaned_data)

    @property
    def next_url(self) -> str:
        """Back to the article: it is to be published or edited now."""
        return self.editor_url


class RestoreView(NoteView):
    """«إعادة إلى القراء»."""

    verb = Verb.RESTORE
    publishes = True
    note_label = gettext_lazy("Note with this version")
    note_help = gettext_lazy("Shown where readers see what changed. May stay empty.")
    consequence = gettext_lazy(
        "Readers find the article again at its address and in its lists, as its latest draft now"
        " stands. The reason of a withdrawal is shown no more."
    )
    done = gettext_lazy("“%(headline)s” is back with its readers.")
    unfit = gettext_lazy("Only an article that was taken from readers comes back to them.")

    def act(self, form: BaseForm, by: User) -> None:
        """Bring it back."""
        actions.restore(self.article, by=by, note=form.cleaned_data["note"])


class UnpublishView(NoteView):
    """«إلغاء النشر»."""

    verb = Verb.UNPUBLISH
    dangerous = True
    consequence = gettext_lazy(
        "The article leaves the front page and every list, and its addresses answer “not found”"
        " (404) without a reason. To tell readers why, withdraw it instead."
    )
    done = gettext_lazy("“%(headline)s” is no longer published.")

    def act(self, form: BaseForm, by: User) -> None:
        """Unpublish."""
        actions.unpublish(self.article, by=by, note=form.cleaned_data["note"])


class WithdrawalView(VerbView):
    """«سحب»: readers find the reason instead of the article."""

    verb = Verb.WITHDRAW
    form_class = WithdrawalForm
    dangerous = True
    consequence = gettext_lazy(
        "The article leaves the front page and every list. Its addresses stay, and answer that it"
        " was withdrawn (410), with the date and this reason."
    )
    done = gettext_lazy("“%(headline)s” was withdrawn.")

    def act(self, form: BaseForm, by: User) -> None:
        """Withdraw."""
        actions.withdraw(self.article, by=by, reason=form.cleaned_data["reason"])


VIEWS: tuple[type[VerbView], ...] = (
    SubmitView,
    ApproveView,
    ReturnView,
    PublishView,
    UpdateView,
    CorrectionView,
    ClarificationView,
    ScheduleView,
    UnscheduleView,
    LiftView,
    RestoreView,
    UnpublishView,
    WithdrawalView,
)
