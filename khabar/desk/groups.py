"""Who may do what: the groups of a newsroom, made for each edition and each of its sections.

Made when an edition or a section is (see signal_handlers), and again by ``khabar groups``.
Running it again gives back what a role is meant to have, and takes nothing away.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from khabar.desk.models import Role, SectionApprovalTask, StaffGroup
from khabar.newsroom.models import Edition, Section

#: Page permissions on the edition's front page, and so on all of the edition.
EDITION_PAGES = {
    Role.CHIEF_EDITOR: ("add", "change", "publish", "lock", "unlock"),
    Role.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
#: Page permissions on each section: who may add only, edits what is their own.
SECTION_PAGES = {
    Role.REPORTER: ("add",),
    Role.SECTION_EDITOR: ("add", "change", "publish", "lock", "unlock"),
}
#: What may be done with photos and documents (the same for both).
MEDIA = {
    Role.REPORTER: ("add", "choose"),
    Role.SECTION_EDITOR: ("add", "change", "choose"),
    Role.CHIEF_EDITOR: ("add", "change", "choose"),
    Role.PHOTO_DESK: ("add", "change", "delete", "choose"),
    Role.ADMINISTRATOR: ("add", "change", "delete", "choose"),
}
#: What Django's model of groups holds.
GROUP_NAME_LENGTH = 150
MEDIA_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))

ALL = ("add", "change", "delete", "view")
#: Permissions on models, by app and model.
MODELS: dict[Role, dict[tuple[str, str], tuple[str, ...]]] = {
    Role.REPORTER: {},
    Role.SECTION_EDITOR: {
        ("newsroom", "topic"): ("add", "change", "view"),
        ("newsroom", "source"): ("add", "change", "view"),
        ("newsroom", "author"): ("view",),
        ("newsroom", "correction"): ("view",),
        ("newsroom", "preferredspelling"): ("view",),
        ("newsroom", "wordtoavoid"): ("view",),
        ("search", "namespelling"): ("add", "change", "view"),
        ("comments", "comment"): ("moderate",),
    },
    Role.CHIEF_EDITOR: {
        ("newsroom", "topic"): ALL,
        ("newsroom", "source"): ALL,
        ("newsroom", "author"): ALL,
        ("newsroom", "frontslot"): ALL,
        ("newsroom", "broadcast"): ALL,
        ("newsroom", "correction"): ("view",),
        ("newsroom", "twopersonrequest"): ("add", "confirm", "view"),
        ("newsroom", "takedown"): ("view",),
        ("newsroom", "bylineprotection"): ("add", "view"),
        ("newsroom", "subject"): ("view",),
        ("newsroom", "desknotice"): ("change", "view"),
        ("newsroom", "preferredspelling"): ALL,
        ("newsroom", "wordtoavoid"): ALL,
        ("search", "namespelling"): ALL,
        ("newsroom", "readinesspolicy"): ("change",),
        ("comments", "comment"): ("moderate",),
        ("comments", "account"): ("erase",),
        ("comments", "policy"): ALL,
        ("comments", "wordlist"): ALL,
        ("comments", "ruleact"): ALL,
    },
    Role.PHOTO_DESK: {("newsroom", "desknotice"): ("change", "view")},
    Role.ADMINISTRATOR: {
        ("newsroom", "topic"): ALL,
        ("newsroom", "source"): ALL,
        ("newsroom", "author"): ALL,
        ("newsroom", "frontslot"): ALL,
        ("newsroom", "broadcast"): ALL,
        ("newsroom", "correction"): ("view",),
        ("newsroom", "twopersonrequest"): ("add", "confirm", "view"),
        ("newsroom", "takedown"): ("view",),
        ("newsroom", "bylineprotection"): ("add", "view"),
        ("newsroom", "subject"): ("change", "view"),
        ("newsroom", "desknotice"): ("change", "view"),
        ("newsroom", "edition"): ("change",),
        ("newsroom", "preferredspelling"): ALL,
        ("newsroom", "wordtoavoid"): ALL,
        ("search", "namespelling"): ALL,
        ("newsroom", "readinesspolicy"): ("change",),
        ("comments", "comment"): ("moderate",),
        ("comments", "account"): ("erase", "view_address"),
        ("comments", "policy"): ALL,
        ("comments", "wordlist"): ALL,
        ("comments", "ruleact"): ALL,
        ("auth", "user"): ("add", "change", "delete"),
        ("auth", "group"): ("add", "change", "delete"),
        ("wagtailcore", "collection"): ("add", "change", "delete"),
        ("wagtailcore", "site"): ("add", "change"),
        ("wagtailcore", "locale"): ("add", "change"),
        ("wagtailcore", "workflow"): ("add", "change"),
        ("wagtailcore", "task"): ("add", "change"),
        ("wagtailredirects", "redirect"): ("add", "change", "delete"),
    },
}


@transaction.atomic
def ensure_groups(edition: Edition) -> dict[Role, Group]:
    """Make the edition's groups, those of its sections, and its workflow; the groups by role.

    Done twice, it changes nothing.
    """
    if not StaffGroup.objects.exists():
        _drop_wagtails_own()
    groups: dict[Role, Group] = {}
    for role in Role:
        if role is not Role.SECTION_EDITOR:
            group = _group(edition, role)
            _allow_pages(group, edition.site.root_page, EDITION_PAGES.get(role, ()))
            groups[role] = group
    for section in Section.objects.filter(locale=edition.locale_id):
        ensure_section(section, edition)
    _ensure_workflow(edition)
    return groups


@transaction.atomic
def ensure_section(section: Section, edition: Edition | None = None) -> Group | None:
    """Make the group of a section's editors, and let reporters write in the section.

    None when the section belongs to no edition yet.
    """
    edition = edition or Edition.objects.filter(locale=section.locale_id).first()
    if edition is None:
        return None
    editors = _group(edition, Role.SECTION_EDITOR, section)
    _allow_pages(editors, section, SECTION_PAGES[Role.SECTION_EDITOR])
    reporters = _group(edition, Role.REPORTER)
    _allow_pages(reporters, section, SECTION_PAGES[Role.REPORTER])
    return editors


def follow_name(section: Section) -> None:
    """Give a renamed section's group its new name, unless somebody renamed the group."""
    held = StaffGroup.objects.filter(section=section).select_related("group", "edition").first()
    if held is None or held.group.name != held.name_given:
        return
    name = _free_name(held.edition, Role.SECTION_EDITOR, section, besides=held.group)
    if name != held.name_given:
        held.group.name = held.name_given = name
        held.group.save(update_fields=["name"])
        held.save(update_fields=["name_given"])


def _group(edition: Edition, role: Role, section: Section | None = None) -> Group:
    held = (
        StaffGroup.objects.filter(edition=edition, role=role, section=section)
        .select_related("group")
        .first()
    )
    if held is None:
        name = _free_name(edition, role, section)
        group = Group.objects.create(name=name)
        StaffGroup.objects.create(
            group=group, edition=edition, role=role, section=section, name_given=name
        )
    else:
        group = held.group
    _allow_models(group, role)
    return group


def _free_name(
    edition: Edition, role: Role, section: Section | None, *, besides: Group | None = None
) -> str:
    """A name in the edition's language that no other group has."""
    with override(_desk_language(edition)):
        name = _("Editors of %(section)s") % {"section": section.title} if section else role.label
    others = Group.objects.exclude(pk=besides.pk) if besides else Group.objects.all()
    for suffix in ("", f" – {edition.name}", *(f" – {edition.name} {n}" for n in range(2, 100))):
        candidate = f"{str(name)[: GROUP_NAME_LENGTH - len(suffix)]}{suffix}"
        if not others.filter(name=candidate).exists():
            return candidate
    msg = f"A hundred groups are called “{name}”. Rename some of them."
    raise RuntimeError(msg)


def _desk_language(edition: Edition) -> str:
    """The edition's language where the desk has it, or else the desk's own."""
    desk = {code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES}
    return edition.language if edition.language in desk else settings.LANGUAGE_CODE


def _allow_models(group: Group, role: Role) -> None:
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for (app, model), verbs in MODELS[role].items():
        wanted |= Q(content_type__app_label=app, codename__in=[f"{verb}_{model}" for verb in verbs])
    group.permissions.add(*Permission.objects.filter(wanted))
    root = Collection.get_first_root_node()
    for app, model in MEDIA_MODELS:
        codenames = [f"{verb}_{model}" for verb in MEDIA[role]]
        for permission in _permissions(app, codenames):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


def _allow_pages(group: Group, page: Page, verbs: Iterable[str]) -> None:
    for permission in _permissions("wagtailcore", [f"{verb}_page" for verb in verbs]):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _permissions(app: str, codenames: Iterable[str]) -> "models.QuerySet[Permission]":
    return Permission.objects.filter(content_type__app_label=app, codename__in=codenames)


def _ensure_workflow(edition: Edition) -> None:
    """Attach a workflow to the edition, unless it has one: an administrator's choice stays."""
    root: Any = edition.site.root_page
    if WorkflowPage.objects.filter(page=root).exists():
        return
    with override(_desk_language(edition)):
        workflow = Workflow.objects.create(name=_("Edit and publish"))
        task = SectionApprovalTask.objects.create(name=_("The section's editor"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)


def _drop_wagtails_own() -> None:
    """Take away the groups and the workflow of Wagtail's first migrations, where nobody uses them.

    Beside a newsroom's own they would only let people into everything by mistake.
    """
    root = Page.get_first_root_node()
    for workflow in Workflow.objects.filter(workflow_pages__page=root):
        if not WorkflowState.objects.filter(workflow=workflow).exists():
            for task in workflow.tasks:
                task.specific.delete()
            workflow.delete()
    Group.objects.filter(name__in=("Moderators", "Editors"), user__isnull=True).filter(
        page_permissions__page=root
    ).delete()
