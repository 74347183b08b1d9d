"""A newsroom with its people: the desk's tests sign in as each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from khabar.desk.groups import ensure_groups
from khabar.desk.models import Role, StaffGroup
from khabar.newsroom.models import Edition, Section
from tests import factories
from tests.remembered import remembered


@dataclass(frozen=True)
class Newsroom:
    """An Arabic edition with two sections, and its people by name."""

    edition: Edition
    politics: Section
    sport: Section
    people: dict[str, User]
    client_class: type[Client] = Client

    def client(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        client = self.client_class()
        client.force_login(self.people[name])
        return client

    def group(self, role: Role, section: Section | None = None) -> Group:
        """The group of a role."""
        return StaffGroup.objects.get(edition=self.edition, role=role, section=section).group


@pytest.fixture
def newsroom(db: None, settings: Any) -> Newsroom:  # noqa: ARG001 (opens the database)
    """Reporter and colleague, an editor of politics, a chief editor, a photo editor, an admin."""
    settings.WAGTAIL_SITE_NAME = "خبر"
    remembered("newsroom", _open_newsroom)
    people = {person.username: person for person in User.objects.all()}
    sections = {section.slug: section for section in Section.objects.all()}
    return Newsroom(Edition.objects.get(), sections["politics"], sections["sport"], people)


def _open_newsroom() -> None:
    edition = factories.make_edition("ar")
    politics = factories.make_section(edition)
    factories.make_section(edition, "رياضة", "sport")
    roles: dict[str, tuple[Role, Section | None]] = {
        "reporter": (Role.REPORTER, None),
        "colleague": (Role.REPORTER, None),
        "editor": (Role.SECTION_EDITOR, politics),
        "chief": (Role.CHIEF_EDITOR, None),
        "photo": (Role.PHOTO_DESK, None),
        "admin": (Role.ADMINISTRATOR, None),
    }
    ensure_groups(edition)
    for name, (role, section) in roles.items():
        person = User.objects.create_user(name, f"{name}@example.org", "password")
        held = StaffGroup.objects.get(edition=edition, role=role, section=section)
        person.groups.add(held.group)
    User.objects.create_superuser("owner", "owner@example.org", "password")


@pytest.fixture
def signed_in(newsroom: Newsroom) -> Callable[[str], Client]:
    """Sign in by name."""
    return newsroom.client
