"""A form of a new page makes one page, however often it arrives.

The first autosave may still be on its way when its writer submits, and a phone sends again what it
got no answer to. Each such form carries a token, which is kept with the page that it made.
"""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from khabar.desk.models import BegunPage
from khabar.newsroom import settling

FIELD = "khabar-form"
#: After which no form arrives a second time.
KEPT = timedelta(days=2)


class _ContinuedView(EditView):
    """Saves what the form of a new page holds on the page that an earlier sending of it made.

    Rows of the form's inline panels carry no ids: they are all that the page has of them.
    """

    def get_object(self) -> Page:
        page = super().get_object()
        formsets = page.get_edit_handler().get_form_class().formsets
        for name in formsets:
            getattr(page, name).set([])
        return page


def create_once(
    request: HttpRequest, parent_page: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Make the page in one transaction with its token, or go on with the one made before.

    Two sendings at once wait for each other at the token's unique row.
    """
    token = _token(request)
    if request.method != "POST" or token is None or getattr(request, "_khabar_once", False):
        return None
    request._khabar_once = True  # type: ignore[attr-defined]  # noqa: SLF001 (a mark of our own)
    by = request.user
    assert isinstance(by, User)  # noqa: S101 (the desk lets nobody else in)
    with settling.once():
        begun = _claim(token, by)
        if begun.page_id is None:
            return _create(request, parent_page, page_class, begun)
    return _go_on(request, begun.page)


def _token(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _claim(token: UUID, by: User) -> BegunPage:
    BegunPage.objects.filter(at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return BegunPage.objects.create(token=token, by=by)
    except IntegrityError:
        return BegunPage.objects.get(token=token, by=by)


def _create(
    request: HttpRequest, parent_page: Page, page_class: type[Page], begun: BegunPage
) -> HttpResponse:
    view = CreateView()
    place = (page_class._meta.app_label, page_class._meta.model_name, parent_page.pk)  # noqa: SLF001 (Django's documented name)
    view.setup(request, *place)
    response: HttpResponse = view.dispatch(request, *place)
    if view.page.pk:
        begun.page = view.page
        begun.save(update_fields=["page"])
    else:
        begun.delete()
    return response


def _go_on(request: HttpRequest, page: Any) -> HttpResponse:
    view = _ContinuedView()
    view.setup(request, page.pk)
    wants_json = view.expects_json_response
    lock = page.specific.get_lock()
    if lock and lock.for_user(request.user) and not wants_json:
        # Submitted already: what it says is said in the messages of the first answer.
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    response: HttpResponse = view.dispatch(request, page.pk)
    if wants_json and isinstance(response, JsonResponse):
        return _with_address(response, page)
    return response


def _with_address(response: JsonResponse, page: Page) -> JsonResponse:
    """The answer to an autosave, with which the editor leaves the address of new pages."""
    said: dict[str, Any] = json.loads(response.content)
    if said.get("success"):
        address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
        said["url"] = address
        said["hydrate_url"] = set_query_params(address, {"_w_hydrate_create_view": "1"})
    return JsonResponse(said, status=response.status_code)
