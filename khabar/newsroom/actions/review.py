"""The way of a draft through review: submit, return with a note, approve. Wagtail's workflow."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState

from khabar.newsroom import publication, rules, settling
from khabar.newsroom.actions.verbs import Verb, allow
from khabar.newsroom.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
@settling.once()
def submit(article: Article, *, by: "User", note: str = "") -> Article:
    """Submit the latest draft for review, with a word to those who will read it.

    Raises PermissionDenied, and ValidationError when it awaits review already or nobody reviews.
    """
    allow(article, by, Verb.SUBMIT)
    if article.workflow_in_progress:
        raise ValidationError(_("The article awaits review already."))
    state: WorkflowState | None = article.current_workflow_state
    if state is not None:
        state.resume(by)
    else:
        workflow = article.get_workflow()
        if workflow is None:
            raise ValidationError(
                _("No workflow is set for this section. An administrator can assign one.")
            )
        workflow.start(article, by)
    if note.strip():
        log(instance=article, action="khabar.submit", user=by, data={"note": note})
    return Article.objects.get(pk=article.pk)


@transaction.atomic
@settling.once()
def return_to_writer(article: Article, *, by: "User", note: str) -> Article:
    """Return the draft to its writer, who may then edit it again. Raises PermissionDenied."""
    if not note.strip():
        raise ValidationError({"note": _("Say to the writer what is missing.")})
    _act(article, by, "reject", Verb.RETURN, note)
    return Article.objects.get(pk=article.pk)


@transaction.atomic
@settling.once()
def approve(article: Article, *, by: "User", note: str = "") -> Article:
    """Approve the draft; at the last step it is published (or scheduled).

    Raises PermissionDenied, EmbargoError, and ValidationError naming what keeps it in.
    """
    allow(article, by, Verb.APPROVE)
    draft = article.get_latest_revision_as_object()
    if obstacles := rules.obstacles(draft):
        raise ValidationError([obstacle.message for obstacle in obstacles])
    with publication.intent("publish", by=by):
        _act(article, by, "approve", Verb.APPROVE, note)
    return Article.objects.get(pk=article.pk)


def _act(article: Article, by: "User", name: str, verb: Verb, note: str) -> None:
    allow(article, by, verb)
    state: TaskState | None = article.current_workflow_task_state
    if state is None:
        raise ValidationError(_("The article does not await review any more."))
    task: Any = state.task.specific
    if name not in {action for action, _label, _modal in task.get_actions(article, by)}:
        raise PermissionDenied(_("Another step of the workflow is due."))
    task.on_action(state, by, name, comment=note)
