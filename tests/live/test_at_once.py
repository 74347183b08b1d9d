"""Ten editors post at the same moment through the desk's own endpoints: all is there, once."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from khabar.live.layout import Layout
from khabar.live.models import CoverageState, Post
from khabar.live.queries import published
from khabar.newsroom import keys
from khabar.outbox.models import Change
from tests import factories
from tests.live.conftest import make_coverage

EDITORS = 10
EACH = 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_ten_editors_at_once() -> None:
    section = factories.make_section(factories.make_edition("ar"))
    coverage = make_coverage(section)
    began = CoverageState.objects.get().revision
    people = [factories.make_user(f"editor{n}", superuser=True) for n in range(EDITORS)]
    clients = [Client() for _person in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    together = threading.Barrier(EDITORS)
    answers: list[int] = []

    def post(client: Client, name: str) -> None:
        together.wait()
        for n in range(EACH):
            typed = {"kind": "update", "body": f"{name} {n}", "then": "publish"}
            typed["token"] = str(uuid.uuid4())
            # Each is sent twice, as by a browser that heard nothing the first time.
            for _time in range(2):
                sent = client.post(
                    f"/desk/live/{coverage.pk}/posts/",
                    typed,
                    headers={"X-Requested-With": "XMLHttpRequest"},
                )
                answers.append(sent.status_code)
        connection.close()

    threads = [
        threading.Thread(target=post, args=(client, person.username))
        for client, person in zip(clients, people, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * (EDITORS * EACH * 2)
    bodies = sorted(Post.objects.values_list("body", flat=True))
    assert bodies == sorted(f"editor{n} {m}" for n in range(EDITORS) for m in range(EACH))
    revisions = sorted(Post.objects.values_list("revision", flat=True))
    # A form that came again took a number too, and made nothing: numbers rise, each for one post.
    assert len(set(revisions)) == EDITORS * EACH
    assert min(revisions) > began
    in_order = list(published(coverage.pk).values_list("revision", flat=True))
    assert in_order == sorted(in_order)
    told = [set(row.keys) for row in Change.objects.filter(kind="publish")]
    assert sum(keys.posts(coverage.pk) in one for one in told) == EDITORS * EACH
    assert Layout(len(bodies)).numbered == 0
