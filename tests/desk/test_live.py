"""The writing screen of a live coverage, by plain forms and by what its script asks."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from khabar.live import actions
from khabar.live.models import CoverageState, LiveCoverage, Post, TickerLine
from khabar.newsroom.models import Article, Author, Source
from tests import factories
from tests.desk.conftest import Newsroom

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def coverage(newsroom: Newsroom) -> LiveCoverage:
    return actions.begin(
        newsroom.politics, "فيضان وادي سدر", by=None, token=uuid.uuid4(), state="live"
    )


def send(client: Client, coverage: LiveCoverage, body: str, **more: Any) -> Any:
    typed = {"kind": "update", "body": body, "token": uuid.uuid4(), "then": "publish", **more}
    headers = typed.pop("headers", {})
    return client.post(reverse("khabar_live:send", args=(coverage.pk,)), typed, headers=headers)


def act(client: Client, post: Post, op: str, **more: Any) -> Any:
    headers = more.pop("headers", {})
    url = reverse("khabar_live:act", args=(post.coverage_id, post.pk))
    return client.post(url, {"op": op, **more}, headers=headers)


def screen(client: Client, coverage: LiveCoverage) -> str:
    answer = client.get(reverse("khabar_live:write", args=(coverage.pk,)))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_coverage_is_begun_with_two_fields(newsroom: Newsroom) -> None:
    client = newsroom.client("editor")
    typed = {
        "title": "انتخابات المجلس",
        "section": newsroom.politics.pk,
        "state": "live",
        "token": uuid.uuid4(),
    }
    for _twice in range(2):
        answer = client.post(reverse("khabar_live:begin"), typed)
    made = LiveCoverage.objects.get()
    assert answer.headers["Location"] == reverse("khabar_live:write", args=(made.pk,))
    assert made.live
    assert made.course.state == "live"
    assert "انتخابات المجلس" in client.get(reverse("khabar_live:index")).content.decode()


def test_a_section_of_others_is_not_on_offer(newsroom: Newsroom) -> None:
    typed = {"title": "كأس", "section": newsroom.sport.pk, "token": uuid.uuid4()}
    newsroom.client("editor").post(reverse("khabar_live:begin"), typed)
    assert not LiveCoverage.objects.exists()
    assert newsroom.client("reporter").get(reverse("khabar_live:begin")).status_code == 302


def test_everything_works_by_plain_forms(newsroom: Newsroom, coverage: LiveCoverage) -> None:
    client = newsroom.client("editor")
    assert send(client, coverage, "ارتفع **الماء**.").url == reverse(
        "khabar_live:write", args=(coverage.pk,)
    )
    post = Post.objects.get()
    assert post.is_published
    assert "ارتفع <b>الماء</b>." in screen(client, coverage)
    act(client, post, "pin")
    act(client, post, "edit", kind="update", body="انخفض الماء.", version=1)
    act(client, post, "edit", kind="update", body="انخفض الماء.", version=2, said="لم يرتفع.")
    post.refresh_from_db()
    assert (post.pinned, post.body, post.correction) == (True, "انخفض الماء.", "لم يرتفع.")
    act(client, post, "withdraw")
    post.refresh_from_db()
    assert post.is_published
    act(client, post, "withdraw", reason="لم يثبت")
    act(client, post, "restore")
    act(client, post, "unpin")
    post.refresh_from_db()
    assert (post.state, post.pinned) == ("published", False)
    client.post(reverse("khabar_live:summary", args=(coverage.pk,)), {"points": "أ\nب", "was": ""})
    client.post(reverse("khabar_live:state", args=(coverage.pk,)), {"state": "ended"})
    course = CoverageState.objects.get()
    assert (course.summary, course.state) == (["أ", "ب"], "ended")


def test_what_is_refused_stays_typed(newsroom: Newsroom, coverage: LiveCoverage) -> None:
    client = newsroom.client("editor")
    answer = send(client, coverage, "نص مكتوب", kind="breaking")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "الخبر العاجل يحتاج إلى عنوان." in page
    assert "نص مكتوب" in page
    answer = send(client, coverage, "نص", kind="breaking", headers=SCRIPT)
    assert answer.json()["errors"]["headline"] == ["الخبر العاجل يحتاج إلى عنوان."]
    answer = send(client, coverage, "نص", authors="لا أحد", headers=SCRIPT)
    assert "لا أحد" in answer.json()["errors"]["authors"][0]


def test_a_reporters_post_waits_for_an_editor(newsroom: Newsroom, coverage: LiveCoverage) -> None:
    reporter, editor = newsroom.client("reporter"), newsroom.client("editor")
    assert send(reporter, coverage, "من الميدان").status_code in {302, 403}
    assert not Post.objects.exists()
    send(reporter, coverage, "من الميدان", then="submit")
    post = Post.objects.get()
    assert 'value="publish"' not in screen(reporter, coverage)
    assert act(reporter, post, "publish", headers=SCRIPT).status_code == 403
    assert "من الميدان" in screen(editor, coverage)
    act(editor, post, "publish")
    post.refresh_from_db()
    assert post.published_by == newsroom.people["editor"]


def test_other_peoples_drafts_are_for_those_who_publish(
    newsroom: Newsroom, coverage: LiveCoverage
) -> None:
    send(newsroom.client("reporter"), coverage, "مسودة المراسلة", then="draft")
    assert "مسودة المراسلة" not in screen(newsroom.client("colleague"), coverage)
    assert "مسودة المراسلة" in screen(newsroom.client("editor"), coverage)
    post = Post.objects.get()
    answer = act(newsroom.client("colleague"), post, "discard")
    assert answer.status_code == 404


def test_who_writes_elsewhere_does_not_come_in(newsroom: Newsroom, coverage: LiveCoverage) -> None:
    client, pk = newsroom.client("photo"), coverage.pk
    assert client.get(reverse("khabar_live:write", args=(pk,))).status_code == 302
    asked = client.get(reverse("khabar_live:since", args=(pk,)), headers=SCRIPT)
    assert asked.status_code == 403


def test_each_sees_what_others_write(
    newsroom: Newsroom, coverage: LiveCoverage, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    one, other = newsroom.client("editor"), newsroom.client("chief")
    url = reverse("khabar_live:since", args=(coverage.pk,))
    known = other.get(url, {"revision": 0}).json()["revision"]
    send(one, coverage, "كتبته زميلة", headers=SCRIPT)
    told = other.get(url, {"revision": known}).json()
    post = Post.objects.get()
    assert told["order"] == [post.pk]
    assert "كتبته زميلة" in told["lines"][str(post.pk)]
    with django_assert_max_num_queries(20):
        quiet = other.get(url, {"revision": told["revision"]}).json()
    assert "lines" not in quiet
    assert other.get(url, {"revision": "x"}).status_code == 200


def test_the_second_of_two_who_edit_is_told(newsroom: Newsroom, coverage: LiveCoverage) -> None:
    one, other = newsroom.client("editor"), newsroom.client("chief")
    send(one, coverage, "الأصل")
    post = Post.objects.get()
    act(one, post, "edit", kind="update", body="الأول", version=1, headers=SCRIPT)
    answer = act(other, post, "edit", kind="update", body="الثاني", version=1, headers=SCRIPT)
    assert answer.status_code == 409
    line = answer.json()["line"]
    assert "غيّر شخص آخر هذا التحديث" in line
    assert "الثاني" in line


def test_a_post_sent_twice_is_one(newsroom: Newsroom, coverage: LiveCoverage) -> None:
    client, token = newsroom.client("editor"), uuid.uuid4()
    for _time in range(3):
        assert send(client, coverage, "مرة", token=token, headers=SCRIPT).status_code == 200
    assert Post.objects.count() == 1


def test_an_article_of_a_post_and_a_post_of_an_article(
    newsroom: Newsroom, coverage: LiveCoverage
) -> None:
    client = newsroom.client("editor")
    send(client, coverage, "نص التحديث", headline="فتح السد")
    post = Post.objects.get()
    answer = act(client, post, "article", headers=SCRIPT)
    article = Article.objects.get()
    assert answer.json()["go"] == reverse("wagtailadmin_pages:edit", args=(article.pk,))
    told = factories.make_article(newsroom.politics, "اتفاق على الحدود")
    url = reverse("khabar_live:from_article", args=(told.pk,))
    assert "فيضان وادي سدر" in client.get(url).content.decode()
    client.post(url, {"coverage": coverage.pk, "token": uuid.uuid4()})
    assert Post.objects.get(article=told).state == "draft"
    assert url in client.get(reverse("wagtailadmin_pages:edit", args=(told.pk,))).content.decode()


def test_a_post_is_by_its_writer(newsroom: Newsroom, coverage: LiveCoverage) -> None:
    Author.objects.create(
        name="ليلى حداد", locale=newsroom.edition.locale, user=newsroom.people["editor"]
    )
    client = newsroom.client("editor")
    assert 'value="ليلى حداد"' in screen(client, coverage)
    send(client, coverage, "نص", authors="ليلى حداد")
    assert [author.name for author in Post.objects.get().authors.all()] == ["ليلى حداد"]


def test_urgent_lines_are_written_on_the_desk(newsroom: Newsroom) -> None:
    client, url = newsroom.client("editor"), reverse("khabar_live:ticker")
    typed = {"text": "إغلاق الجسر", "lasts": "60", "edition": newsroom.edition.pk}
    for n in range(4):
        answer = client.post(url, {**typed, "text": f"سطر {n}"})
    assert answer.status_code == 200
    assert "في الشريط ثلاثة سطور." in answer.content.decode()
    lines = list(TickerLine.objects.order_by("position"))
    assert [line.text for line in lines] == ["سطر 2", "سطر 1", "سطر 0"]
    last, first = (reverse("khabar_live:ticker_act", args=(lines[n].pk,)) for n in (2, 0))
    client.post(last, {"op": "order", "line": lines[2].pk})
    client.post(first, {"op": "remove"})
    left = TickerLine.objects.order_by("position").values_list("text", flat=True)
    assert list(left) == ["سطر 0", "سطر 1"]
    assert newsroom.client("reporter").get(url).status_code == 302


@pytest.mark.parametrize("path", ["", "new/", "ticker/", "999/", "999/since/", "from/999/"])
def test_no_screen_breaks(newsroom: Newsroom, path: str) -> None:
    for name in ("owner", "reporter"):
        answer = newsroom.client(name).get(f"/desk/live/{path}")
        assert answer.status_code in {200, 302, 403, 404}


def test_without_a_script_what_choosers_choose_is_typed(
    newsroom: Newsroom, coverage: LiveCoverage
) -> None:
    client = newsroom.client("editor")
    photo, other = factories.make_photo(title="السد"), factories.make_photo(title="الجسر")
    article = factories.make_article(newsroom.politics)
    page = screen(client, coverage)
    plain = page.partition("<noscript>")[2]
    assert f"{photo.pk} — السد" in page
    assert 'name="typed_photo"' in plain
    assert f"{article.pk} — {article.title}" in plain
    ways = {
        f"{photo.pk} — السد": photo,
        f" {other.pk} ": other,
        "الجسر": other,
        f"http://testserver/desk/images/{photo.pk}/": photo,
    }
    for typed, chosen in ways.items():
        send(client, coverage, "صورة", kind="photo", typed_photo=typed)
        assert Post.objects.latest("pk").photo == chosen
    address = reverse("wagtailadmin_pages:edit", args=(article.pk,))
    send(client, coverage, "خبر", typed_article=address)
    assert Post.objects.latest("pk").article == article
    answer = send(client, coverage, "نص لا يضيع", typed_photo="لا صورة")
    assert answer.status_code == 422
    assert "لم نجد «لا صورة»." in answer.content.decode()
    assert "نص لا يضيع" in answer.content.decode()


def test_a_posts_photo_sources_and_authors_can_be_changed(
    newsroom: Newsroom, coverage: LiveCoverage
) -> None:
    client = newsroom.client("editor")
    names = [Author.objects.create(name=n, locale=coverage.locale) for n in ("ليلى", "سامي")]
    agency = Source.objects.create(name="وكالة، الواحة")
    photo, other = factories.make_photo(title="السد"), factories.make_photo(title="الجسر")
    post = actions.send(
        coverage,
        by=newsroom.people["editor"],
        token=uuid.uuid4(),
        then="publish",
        body="ارتفع الماء.",
        photo=photo,
        authors=names[:1],
        sources=[agency],
    )
    page = screen(client, coverage)
    assert f'value="{photo.pk} — السد"' in page
    # As a browser sends it: what nobody touched comes back as it stood, also a name with a comma.
    untouched = {
        "kind": "update",
        "body": "ارتفع الماء.",
        "photo": f"{photo.pk} — السد",
        "sources": "وكالة، الواحة",
        "authors": "ليلى",
    }
    act(client, post, "edit", **untouched, version=1)
    post.refresh_from_db()
    assert post.version == 1
    typed = untouched | {"photo": f"{other.pk} — الجسر", "authors": "سامي، ليلى"}
    act(client, post, "edit", **typed, version=1)
    post.refresh_from_db()
    assert (post.photo, post.version) == (other, 2)
    assert set(post.authors.all()) == set(names)
    assert list(post.sources.all()) == [agency]
    assert post.edited_at
    act(client, post, "edit", **(typed | {"photo": "", "sources": "", "authors": ""}), version=2)
    post.refresh_from_db()
    assert post.photo is None
    assert not post.authors.exists()
    assert not post.sources.exists()
    answer = act(client, post, "edit", **(typed | {"authors": "غريب"}), version=3, headers=SCRIPT)
    assert answer.status_code == 409
    assert "غريب" in answer.json()["line"]
