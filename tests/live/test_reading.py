"""A coverage as readers get it, without a script."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from khabar.live import actions
from khabar.live.models import LiveCoverage, Post
from khabar.newsroom import actions as actions_of_articles
from khabar.newsroom.models import Article, Author, Edition, Section, Source
from tests import factories
from tests.front.readers import Reader
from tests.live.conftest import make_coverage, make_post

pytestmark = pytest.mark.django_db


def path_of(coverage: LiveCoverage) -> str:
    return iri_to_uri(coverage.get_absolute_url())


def fill(coverage: LiveCoverage, count: int) -> list[Post]:
    """So many posts, a minute apart, the last of them now."""
    posts = [make_post(coverage, f"المنشور {n}", headline=f"عنوان {n}") for n in range(count)]
    now = timezone.now()
    for n, post in enumerate(posts):
        Post.objects.filter(pk=post.pk).update(at=now - dt.timedelta(minutes=count - n))
    return posts


def test_the_page_tells_all_without_a_script(
    ar: Edition, politics: Section, reader: Reader, coverage: LiveCoverage
) -> None:
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale)
    source = Source.objects.create(name="الدفاع المدني")
    article = factories.make_article(politics, "ماذا نعرف عن السد")
    actions.set_summary(coverage, ["أُخليت ثلاثة أحياء"], by=None, was=[])
    make_post(coverage, "قال **المحافظ** إن الماء [يتراجع](https://example.org/).")
    make_post(
        coverage, "", headline="فتح السد", kind="key_event", authors=[author], sources=[source]
    )
    make_post(coverage, "لن نترك أحدًا.", kind="quote", speaker="المحافظ", article=article)
    page = reader.get(path_of(coverage))
    assert page.status == 200
    assert page.one("h1") == "فيضان وادي سدر"
    assert page.one(".live-word") == "مباشر"
    assert page.all(".summary li") == ["أُخليت ثلاثة أحياء"]
    assert page.one(".key-events a") == "فتح السد"
    assert page.one(".posts-head") == "3 تحديثات"
    assert page.inside(".post .body").startswith("<p>قال <b>المحافظ</b> إن الماء ")
    assert page.one(".quote figcaption") == "المحافظ"
    assert page.links(".post-article a") == [article.get_absolute_url()]
    assert page.one(".post .byline") == "ليلى حداد"
    assert page.one(".post .sources") == "المصدر: الدفاع المدني"
    # The newest first, each with an address.
    assert page.all(".post h3, .post blockquote")[:2] == ["لن نترك أحدًا.", "فتح السد"]
    assert page.one("title").startswith("لن نترك أحدًا. | فيضان وادي سدر")


def test_what_is_typed_is_never_markup(reader: Reader, coverage: LiveCoverage) -> None:
    make_post(coverage, "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>")
    page = reader.get(path_of(coverage))
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.one(".post .body")
    assert page.links(".post .body a") == []


def test_pages_have_stable_addresses(reader: Reader, coverage: LiveCoverage) -> None:
    fill(coverage, 47)
    front = reader.get(path_of(coverage))
    assert front.all(".post h3")[0] == "عنوان 46"
    assert len(front.all(".post")) == 27
    assert front.links(".pager a") == [f"{coverage.get_absolute_url()}?page=1"]
    first = reader.get(f"{path_of(coverage)}?page=1")
    assert first.all(".post h3") == [f"عنوان {n}" for n in range(19, -1, -1)]
    assert first.links(".pager a") == [coverage.get_absolute_url()]
    for missing in ("2", "0", "x", "1&page=1"):
        assert reader.get(f"{path_of(coverage)}?page={missing}").status == 404


def test_the_oldest_first_is_read_like_a_book(reader: Reader, coverage: LiveCoverage) -> None:
    coverage.order = "oldest"
    coverage.save_revision().publish()
    fill(coverage, 25)
    front = reader.get(path_of(coverage))
    assert front.all(".post h3")[0] == "عنوان 0"
    assert front.links(".pager a") == [f"{coverage.get_absolute_url()}?page=2"]
    assert front.one("title").startswith("عنوان 24 |")
    second = reader.get(f"{path_of(coverage)}?page=2")
    assert second.all(".post h3") == [f"عنوان {n}" for n in range(20, 25)]


def test_a_post_has_a_short_address_that_follows_it(reader: Reader, coverage: LiveCoverage) -> None:
    posts = fill(coverage, 45)
    front, first = posts[-1], posts[0]
    assert reader.get(f"/live/{coverage.number}/{front.pk}").location == (
        f"{path_of(coverage)}#post-{front.pk}"
    )
    assert reader.get(f"/live/{coverage.number}/{first.pk}/").location == (
        f"{path_of(coverage)}?page=1#post-{first.pk}"
    )
    actions.pin(first, by=None)
    assert reader.get(f"/live/{coverage.number}/{first.pk}").location == (
        f"{path_of(coverage)}#post-{first.pk}"
    )
    other = make_coverage(coverage.section, "تغطية أخرى")
    assert reader.get(f"/live/{other.number}/{first.pk}").status == 404


def test_any_spelling_leads_to_the_one_address(reader: Reader, coverage: LiveCoverage) -> None:
    for spelling in (f"/live/{coverage.number}", f"/live/{coverage.number}-old-title/"):
        answer = reader.get(spelling)
        assert (answer.status, answer.location) == (301, path_of(coverage))
    assert reader.get(f"/politics/{coverage.slug}/").location == path_of(coverage)
    assert reader.get("/live/999999/").status == 404


def test_pinned_posts_stand_first_and_once(reader: Reader, coverage: LiveCoverage) -> None:
    posts = fill(coverage, 3)
    actions.pin(posts[0], by=None)
    page = reader.get(path_of(coverage))
    assert page.all(".post h3") == ["عنوان 0", "عنوان 2", "عنوان 1"]
    assert page.one(".post-pinned .post-mark") == "مثبّت"


def test_a_withdrawn_post_is_gone_and_says_why(reader: Reader, coverage: LiveCoverage) -> None:
    post = make_post(coverage, "خبر غير صحيح", headline="خبر غير صحيح", kind="key_event")
    actions.withdraw(post, by=None, reason="لم يثبت")
    page = reader.get(path_of(coverage))
    assert "خبر غير صحيح" not in page.html
    gone = reader.get(f"/live/{coverage.number}/{post.pk}")
    assert gone.status == 410
    assert "لم يثبت" in gone.words
    assert "خبر غير صحيح" not in gone.html
    actions.restore(post, by=None)
    assert "خبر غير صحيح" in reader.get(path_of(coverage)).html


def test_edits_and_corrections_are_told(reader: Reader, coverage: LiveCoverage) -> None:
    post = make_post(coverage, "خمسة مصابين")
    post = actions.edit(post, by=None, version=post.version, body="خمسة جرحى")
    assert reader.get(path_of(coverage)).one(".post-foot .meta").startswith("عُدّل")
    actions.correct(post, by=None, version=post.version, said="العدد ستة لا خمسة.", body="ستة جرحى")
    page = reader.get(path_of(coverage))
    assert page.one(".post .note strong") == "تصحيح"
    assert "العدد ستة لا خمسة." in page.one(".post .note")
    thing = page.things()["LiveBlogPosting"]["liveBlogUpdate"][0]
    assert thing["correction"]["text"] == "العدد ستة لا خمسة."


def test_a_graphic_photo_is_covered_and_a_label_is_told(
    reader: Reader, coverage: LiveCoverage
) -> None:
    photo = factories.make_photo(graphic=True, label="unverified")
    make_post(coverage, "صورة", kind="photo", photo=photo, unverified=True)
    page = reader.get(path_of(coverage))
    assert page.one(".post details.graphic summary").startswith("تحذير: مشاهد قاسية")
    assert page.one(".post figcaption .label") == "متداولة لم يُتحقق منها"
    assert page.one(".post .credit") == "سامي نادر / Alwaha"
    assert page.one(".post-top .label") == "متداول لم يُتحقق منه"


def test_a_protected_author_is_not_named(
    ar: Edition, reader: Reader, coverage: LiveCoverage
) -> None:
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale, protected=True)
    make_post(coverage, authors=[author])
    page = reader.get(path_of(coverage))
    assert "ليلى حداد" not in page.html
    assert page.one(".post .byline") == "فريق التحرير"


def test_machines_read_a_live_blog(reader: Reader, coverage: LiveCoverage) -> None:
    post = make_post(coverage, "نص", headline="عنوان")
    thing = reader.get(path_of(coverage)).things()["LiveBlogPosting"]
    assert thing["coverageStartTime"]
    assert "coverageEndTime" not in thing
    update = thing["liveBlogUpdate"][0]
    assert update["headline"] == "عنوان"
    assert update["articleBody"] == "نص"
    assert update["url"].endswith(f"/live/{coverage.number}/{post.pk}")
    actions.set_state(coverage, "ended", by=None)
    assert reader.get(path_of(coverage)).things()["LiveBlogPosting"]["coverageEndTime"]


def test_the_coverage_has_a_feed(reader: Reader, coverage: LiveCoverage) -> None:
    path = f"/live/{coverage.number}/feed/"
    assert reader.client.get(path).content == reader.client.get(path).content
    post = make_post(coverage, "نص **مهم**", headline="عنوان")
    channel = ET.fromstring(reader.client.get(path).content).find("channel")  # noqa: S314 (our own)
    assert channel is not None
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["عنوان"]
    assert items[0].findtext("description") == "<p>نص <b>مهم</b></p>"
    assert str(items[0].findtext("guid")).endswith(f"/live/{coverage.number}/{post.pk}")


def test_home_section_and_story_tell_that_it_goes_on(
    ar: Edition, politics: Section, sport: Section, reader: Reader
) -> None:
    story = factories.make_story(ar)
    coverage = make_coverage(politics)
    coverage.stories = [story]
    coverage.save_revision().publish()
    post = make_post(coverage, headline="فتح السد", kind="breaking")
    for path in ("/", "/politics/", "/stories/borders/", "/live/"):
        page = reader.get(path)
        assert page.one(".coverage-card h3") == "فيضان وادي سدر"
        assert page.links(".last-post a") == [f"/live/{coverage.number}/{post.pk}"]
    assert reader.get("/sport/").all(".coverage-card") == []
    actions.set_state(coverage, "ended", by=None)
    assert reader.get("/").all(".coverage-card") == []
    assert sport.live


def test_a_draft_coverage_and_drafts_are_nobodys(politics: Section, reader: Reader) -> None:
    coverage = make_coverage(politics, state="")
    make_post(coverage)
    assert reader.get(path_of(coverage)).status == 404
    assert reader.get(f"/live/{coverage.number}/feed/").status == 404
    actions.set_state(coverage, "announced", by=None)
    draft = make_post(coverage, "مسودة", then="draft")
    page = reader.get(path_of(coverage))
    assert page.status == 200
    assert "مسودة" not in page.html
    assert reader.get(f"/live/{coverage.number}/{draft.pk}").status == 404


def test_a_page_costs_the_same_however_many_posts_there_are(
    reader: Reader, coverage: LiveCoverage
) -> None:
    fill(coverage, 5)
    reader.get(path_of(coverage))
    with CaptureQueriesContext(connection) as few:
        reader.get(path_of(coverage))
    fill(coverage, 30)
    with CaptureQueriesContext(connection) as many:
        reader.get(path_of(coverage))
    assert len(many) == len(few)


def test_an_article_of_a_post_is_reached_only_once_it_is_out(
    politics: Section, reader: Reader, coverage: LiveCoverage
) -> None:
    draft: Article = factories.make_draft(politics, "تفاصيل")
    make_post(coverage, article=draft)
    assert reader.get(path_of(coverage)).all(".post-article") == []
    actions_of_articles.publish(draft, by=None)
    assert reader.get(path_of(coverage)).all(".post-article") == ["تفاصيل"]


def test_where_nothing_goes_on_no_page_is_read_to_know_it(
    ar: Edition, politics: Section, reader: Reader
) -> None:
    del ar
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(f"/{politics.slug}/").status == 200
    of_coverages = [
        one["sql"] for one in asked.captured_queries if "live_coveragestate" in one["sql"]
    ]
    # SQLite, told to join them, reads the pages of the whole house for the few that go on.
    assert len(of_coverages) == 1
    assert "wagtailcore_page" not in of_coverages[0]
    make_coverage(politics)
    assert "فيضان وادي سدر" in reader.get(f"/{politics.slug}/").words
