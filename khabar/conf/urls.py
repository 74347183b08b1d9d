"""All addresses: the desk, documents, the site."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if find_spec("khabar.front") and find_spec("khabar.front.urls"):
    urlpatterns.append(path("", include("khabar.front.urls")))
urlpatterns.append(path("", include(wagtail_urls)))
