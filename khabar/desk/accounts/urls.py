"""The addresses of the desk's door, before Wagtail's own of the same names."""

from django.urls import include, path
from wagtail.admin.auth import require_admin_access

from khabar.desk.accounts import visibility
from khabar.desk.accounts.views import door, report
from khabar.desk.articles.chooser import PageSearchView

_sign_in = [
    path("login/", door.SignInView.as_view(), name="doors"),
    path("login/second/", door.FactorView.as_view(), name="factor"),
    path("login/passkey/", door.passkey_entry, name="passkey"),
    path("login/passkey/options/", door.passkey_options, name="passkey_options"),
]

urlpatterns = [
    *visibility.urls(),
    path("choose-page/search/", require_admin_access(PageSearchView.as_view())),
    path("", include((_sign_in, "khabar_sign_in"))),
    path("password_reset/", door.ForgottenView.as_view()),
    path("reports/site-history/", require_admin_access(report.AuditView.as_view())),
    path(
        "reports/site-history/results/",
        require_admin_access(report.AuditView.as_view(results_only=True)),
    ),
]
