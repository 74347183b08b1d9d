"""All addresses: the desk, documents, the site."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", include("khabar.desk.accounts.urls")),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("khabar.front.urls")),
    path("", include(wagtail_urls)),
]

handler404 = "khabar.front.views.errors.not_found"
handler500 = "khabar.front.views.errors.server_error"
