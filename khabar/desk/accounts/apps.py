"""Wagtail's app of accounts, with our own screens of them."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Invitations in the place of typed passwords."""

    # Django would take one of this package's apps for its default.
    default = False
    user_viewset = "khabar.desk.accounts.views.people.StaffViewSet"
