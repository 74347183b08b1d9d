"""The first account, and a new password for any."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.test import Client

from khabar.cli import accounts

pytestmark = pytest.mark.django_db


def test_the_first_account_is_made_once_and_may_sign_in(client: Client) -> None:
    made = accounts.first_editor()
    assert made is not None
    assert accounts.first_editor() is None
    name, password = made
    response = client.post("/desk/login/", {"username": name, "password": password})
    assert (response.status_code, response["Location"]) == (302, "/desk/")


def test_no_account_is_made_where_somebody_can_sign_in() -> None:
    get_user_model()._default_manager.create_user(username="hala", password="of her own")
    assert accounts.first_editor() is None


def test_accounts_without_a_password_are_nobody() -> None:
    get_user_model()._default_manager.create_user(username="name-only")
    assert accounts.first_editor() is not None


def test_two_passwords_are_never_the_same() -> None:
    assert len({accounts.new_password() for _ in range(100)}) == 100
    assert len(accounts.new_password()) == 23


def test_a_new_password_opens_and_the_old_one_no_longer(client: Client) -> None:
    user = get_user_model()._default_manager.create_user(username="hala", password="old")
    client.force_login(user)
    out, err = StringIO(), StringIO()
    call_command("staff_password", "hala", stdout=out, stderr=err)
    password = out.getvalue().strip()
    assert authenticate(username="hala", password=password) == user
    assert authenticate(username="hala", password="old") is None
    assert password not in err.getvalue()
    assert "_auth_user_id" in client.session
    assert client.get("/desk/").status_code == 302, "her other sessions are over"


def test_nobody_of_that_name_is_said_with_those_there_are() -> None:
    get_user_model()._default_manager.create_user(username="hala", password="x")
    with pytest.raises(CommandError, match=r"“haala”.*Those who do: hala"):
        call_command("staff_password", "haala")


def test_nobody_at_all_is_said_with_the_remedy() -> None:
    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("staff_password", "haala")
