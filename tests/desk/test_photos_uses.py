"""Where photos stand, replacing them everywhere, deleting them, their crops and their list."""

import json
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ReferenceIndex

from khabar.newsroom import actions, photo_actions, rules
from khabar.newsroom.models import Article, Author, Broadcast, FrontSlot, Photo
from khabar.newsroom.photos import uses
from khabar.newsroom.photos.slots import SLOTS
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

pytestmark = pytest.mark.django_db


def body(photo: Photo) -> str:
    """A body with the photo in each block that can hold one."""
    item = {"photo": photo.pk, "caption": "شرح هنا"}
    return json.dumps(
        [
            {"type": "paragraph", "value": f"<p>{photo.pk}</p>", "id": "a1"},
            {"type": "photo", "value": item, "id": "a2"},
            {
                "type": "gallery",
                "value": {"title": "", "photos": [{"type": "item", "value": item, "id": "b1"}]},
                "id": "a3",
            },
            {
                "type": "video",
                "value": {"title": "فيديو", "url": "https://a.example/v.mp4", "poster": photo.pk},
                "id": "a4",
            },
        ]
    )


def photos_in(article: Article) -> list[int]:
    """Every photo that an article's content names."""
    found = [article.hero_photo_id] if article.hero_photo_id else []
    for block in article.body.raw_data:
        match block["type"]:
            case "photo":
                found.append(block["value"]["photo"])
            case "gallery":
                found += [item["value"]["photo"] for item in block["value"]["photos"]]
            case "video":
                found.append(block["value"]["poster"])
    return found


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def newest(article: Article) -> Article:
    found: Article = fresh(article).get_latest_revision_as_object()
    return found


@pytest.fixture
def old() -> Photo:
    return factories.make_photo(title="القديمة")


@pytest.fixture
def new() -> Photo:
    return factories.make_photo(title="الجديدة", alt_text="قارب أبيض")


# Where


def test_live_and_draft_are_told_apart(newsroom: Newsroom, old: Photo) -> None:
    live = factories.make_article(newsroom.politics, "منشورة", hero_photo=old)
    draft = factories.make_draft(newsroom.politics, "مسودة", body=body(old))
    both = factories.make_article(newsroom.politics, "الاثنان", hero_photo=old)
    both.title = "الاثنان معدّلة"
    both.save_revision()
    newer = factories.make_article(newsroom.politics, "أضيفت لاحقًا")
    newer.hero_photo = old
    newer.save_revision()
    gone = factories.make_article(newsroom.politics, "أزيلت من المسودة", hero_photo=old)
    gone.hero_photo = None
    gone.save_revision()
    states = {use.thing.pk: use.state for use in uses.uses_of(old)}
    assert states == {
        live.pk: "live",
        draft.pk: "draft",
        both.pk: "live-and-draft",
        newer.pk: "draft",
        gone.pk: "live",
    }


def test_the_page_of_uses_links_and_counts_in_arabic(newsroom: Newsroom, old: Photo) -> None:
    client = newsroom.client("photo")
    page = client.get(f"/desk/images/usage/{old.pk}/").content.decode()
    assert "لا تُستعمل في أي مادة" in page
    for number, words in ((1, "تُستعمل في مادة واحدة"), (2, "تُستعمل في مادتين")):
        factories.make_article(newsroom.politics, f"مادة {number}", hero_photo=old)
        assert words in client.get(f"/desk/images/usage/{old.pk}/").content.decode()
    factories.make_article(newsroom.politics, "مادة 3", hero_photo=old)
    page = newsroom.client("chief").get(f"/desk/images/usage/{old.pk}/").content.decode()
    assert "تُستعمل في 3 مواد" in page
    article = Article.objects.first()
    assert article is not None
    assert f"/desk/pages/{article.pk}/edit/" in page


def test_uses_cost_the_same_whatever_their_number(
    newsroom: Newsroom, old: Photo, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        factories.make_article(newsroom.politics, f"مادة {number}", hero_photo=old)
    with django_assert_max_num_queries(6):
        assert len(uses.uses_of(old)) == 6


# Replacing


def test_a_photo_is_replaced_wherever_it_stands(newsroom: Newsroom, old: Photo, new: Photo) -> None:
    article = factories.make_article(newsroom.politics, hero_photo=old, body=body(old))
    draft = factories.make_draft(newsroom.politics, "مسودة", hero_photo=old)
    slot = FrontSlot.objects.create(
        edition=newsroom.edition, slot="lead", article=article, photo=old
    )
    author = Author.objects.create(name="ليلى", locale=newsroom.edition.locale, photo=old)
    broadcast = Broadcast.objects.create(
        edition=newsroom.edition, title="مباشر", hls_url="https://a.example/l.m3u8", poster=old
    )
    story = factories.make_story(newsroom.edition, photo=old)
    newsroom.edition.share_photo = old
    newsroom.edition.save()
    url = f"/desk/photos/{old.pk}/replace/"
    owner = newsroom.client("owner")
    assert "اتفاق جديد على الحدود" in owner.get(url).content.decode()
    response = owner.post(url, {"new": new.pk})
    assert response.status_code == 302
    assert photos_in(fresh(article)) == [new.pk] * 4
    assert photos_in(newest(article)) == [new.pk] * 4
    assert photos_in(newest(draft)) == [new.pk]
    assert not fresh(draft).live
    for thing in (slot, author, broadcast, story, newsroom.edition):
        thing.refresh_from_db()
    assert slot.photo == author.photo == broadcast.poster == story.photo == new
    assert newsroom.edition.share_photo == new
    assert uses.uses_of(old) == []
    assert f"<p>{old.pk}</p>" in json.dumps(fresh(article).body.raw_data[0])


def test_what_is_newer_stays_unpublished_and_has_the_other_photo_too(
    newsroom: Newsroom, old: Photo, new: Photo
) -> None:
    article = factories.make_article(newsroom.politics, "العنوان المنشور", hero_photo=old)
    article.title = "عنوان لم يُنشر"
    article.save_revision()
    versions = article.versions.count()
    photo_actions.replace_photo(old, new, by=newsroom.people["chief"])
    found = fresh(article)
    assert (found.title, found.hero_photo) == ("العنوان المنشور", new)
    assert found.has_unpublished_changes
    assert (newest(article).title, newest(article).hero_photo) == ("عنوان لم يُنشر", new)
    assert found.versions.count() == versions + 1
    assert found.updated_at is None
    assert uses.uses_of(old) == []
    assert [use.state for use in uses.uses_of(new)] == ["live-and-draft"]
    actions.publish(found, by=None)
    assert fresh(article).title == "عنوان لم يُنشر"


def test_a_review_and_a_schedule_outlive_a_replacement(
    newsroom: Newsroom, old: Photo, new: Photo
) -> None:
    article = factories.make_article(newsroom.politics, hero_photo=old)
    forms.rewrite(newsroom.client("editor"), article, title="للمراجعة", **{"action-submit": "1"})
    scheduled = factories.make_draft(
        newsroom.politics, hero_photo=old, go_live_at=timezone.now() + timedelta(hours=2)
    )
    actions.publish(scheduled, by=None)
    assert fresh(article).workflow_in_progress
    photo_actions.replace_photo(old, new, by=newsroom.people["chief"])
    assert fresh(article).workflow_in_progress
    assert fresh(article).hero_photo == new
    waiting = fresh(scheduled).scheduled_revision
    assert waiting.as_object().hero_photo == new


def test_where_one_may_not_publish_the_photo_stays_and_is_named(
    newsroom: Newsroom, old: Photo, new: Photo
) -> None:
    mine = factories.make_article(newsroom.politics, "سياسة", hero_photo=old)
    theirs = factories.make_article(newsroom.sport, "رياضة", hero_photo=old)
    response = newsroom.client("editor").post(
        f"/desk/photos/{old.pk}/replace/", {"new": new.pk}, follow=True
    )
    assert "رياضة" in forms.said(response)
    assert (fresh(mine).hero_photo, fresh(theirs).hero_photo) == (new, old)
    assert not registry.get_logs_for_instance(fresh(theirs)).filter(action="khabar.photo.replaced")
    assert registry.get_logs_for_instance(fresh(mine)).filter(action="khabar.photo.replaced")


def test_what_stays_in_another_editions_draft_is_not_named(
    newsroom: Newsroom, old: Photo, new: Photo
) -> None:
    world = factories.make_section(factories.make_edition("en", "en.testserver"), "World", "world")
    factories.make_draft(world, "Not out yet", hero_photo=old)
    client, url = newsroom.client("chief"), f"/desk/photos/{old.pk}/replace/"
    assert "Not out yet" not in client.get(url).content.decode()
    response = client.post(url, {"new": new.pk}, follow=True)
    assert "مسودة من طبعة أخرى" in forms.said(response)
    assert "Not out yet" not in response.content.decode()


def test_a_reporter_replaces_nobody_elses_photo(newsroom: Newsroom, old: Photo, new: Photo) -> None:
    article = factories.make_article(newsroom.politics, hero_photo=old)
    reporter = newsroom.client("reporter")
    assert reporter.post(f"/desk/photos/{old.pk}/replace/", {"new": new.pk}).status_code == 302
    assert fresh(article).hero_photo == old


@pytest.mark.parametrize(
    "unfit",
    [
        {"photographer": "", "agency": ""},
        {"alt_text": ""},
        {"rights_expire_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_a_photo_that_may_not_be_used_replaces_nothing(
    newsroom: Newsroom, old: Photo, unfit: dict[str, Any]
) -> None:
    article = factories.make_article(newsroom.politics, hero_photo=old)
    other = factories.make_photo(title="ناقصة", **unfit)
    response = newsroom.client("owner").post(f"/desk/photos/{old.pk}/replace/", {"new": other.pk})
    assert response.context["form"].errors["new"]
    assert fresh(article).hero_photo == old
    with pytest.raises(ValidationError):
        photo_actions.replace_photo(old, old, by=None)


# Rights


def test_an_article_whose_photos_rights_end_before_its_time_asks_for_another(
    newsroom: Newsroom,
) -> None:
    photo = factories.make_photo(rights_expire_at=timezone.now() + timedelta(hours=1))
    article = factories.make_draft(newsroom.politics, hero_photo=photo)
    at = timezone.localtime(timezone.now() + timedelta(hours=3), UTC).strftime("%Y-%m-%d %H:%M")
    response = forms.rewrite(
        newsroom.client("editor"), article, go_live_at=at, **{"action-publish": "1"}
    )
    assert "حقوق" in " ".join(response.context["form"].errors["hero_photo"])
    assert fresh(article).scheduled_revision is None


def test_ended_rights_of_a_poster_keep_an_article_from_going_out(newsroom: Newsroom) -> None:
    ended = factories.make_photo(rights_expire_at=timezone.now() - timedelta(hours=1))
    value = {"title": "فيديو", "url": "https://a.example/v.mp4", "poster": ended.pk}
    draft = factories.make_draft(
        newsroom.politics, body=json.dumps([{"type": "video", "value": value}])
    )
    assert [finding.code for finding in rules.obstacles(draft)] == ["photo-rights"]


# Deleting


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("reporter", False),
        ("editor", False),
        ("chief", False),
        ("photo", True),
        ("admin", True),
        ("owner", True),
    ],
)
def test_deleting_is_for_the_photo_desk(
    newsroom: Newsroom, old: Photo, who: str, *, allowed: bool
) -> None:
    newsroom.client(who).post(f"/desk/images/{old.pk}/delete/")
    assert Photo.objects.exists() is not allowed


def test_an_upload_of_ones_own_is_taken_back_until_it_is_used(newsroom: Newsroom) -> None:
    photos = [factories.make_photo(uploaded_by_user=newsroom.people["reporter"]) for _ in range(2)]
    factories.make_draft(newsroom.politics, hero_photo=photos[0])
    reporter = newsroom.client("reporter")
    for photo in photos:
        reporter.post(f"/desk/images/{photo.pk}/delete/")
    assert list(Photo.objects.all()) == [photos[0]]


@pytest.mark.parametrize("door", ["one", "many", "upload"])
def test_a_photo_that_readers_see_is_not_deleted_and_they_are_told_where(
    newsroom: Newsroom, old: Photo, door: str
) -> None:
    factories.make_article(newsroom.politics, "افتتاح الجسر", hero_photo=old)
    client = newsroom.client("photo")
    if door == "one":
        assert "افتتاح الجسر" in client.get(f"/desk/images/{old.pk}/delete/").content.decode()
        said = forms.said(client.post(f"/desk/images/{old.pk}/delete/", follow=True))
    elif door == "many":
        url = f"/desk/bulk/newsroom/photo/delete/?id={old.pk}&next=/desk/images/"
        said = forms.said(client.post(url, follow=True))
    else:
        said = client.post(f"/desk/images/multiple/{old.pk}/delete/").json()["error_message"]
    assert "افتتاح الجسر" in said
    assert Photo.objects.exists()


def test_many_that_nobody_uses_are_deleted_at_once(newsroom: Newsroom) -> None:
    photos = [factories.make_photo() for _ in range(3)]
    ids = "&".join(f"id={photo.pk}" for photo in photos)
    newsroom.client("photo").post(f"/desk/bulk/newsroom/photo/delete/?{ids}&next=/desk/images/")
    assert not Photo.objects.exists()
    assert not ReferenceIndex.get_references_to(photos[0]).exists()


# Crops


def test_a_crop_is_set_for_one_place_and_taken_back(
    newsroom: Newsroom, old: Photo, django_capture_on_commit_callbacks: Any
) -> None:
    url = f"/desk/photos/{old.pk}/crops/"
    client = newsroom.client("photo")
    assert "16:9" in client.get(url).content.decode()
    before = old.recipe
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"lead-own": "on", "lead-x": "100", "lead-y": "50", "lead-width": "480"})
    photo = Photo.objects.with_renditions().get()
    assert photo.crops == {"lead": [100, 50, 480, 270]}
    assert photo.recipe != before
    lead, card = photo.picture("lead"), photo.picture("card")
    assert lead is not None
    assert card is not None
    assert (lead.width, lead.height, lead.focal) == (480, 270, "50% 50%")
    assert photo.recipe in lead.src
    assert all(rendition.recipe == photo.recipe for rendition in photo.renditions.all())
    client.post(url, {"lead-x": "100", "lead-y": "50", "lead-width": "480"})
    assert Photo.objects.get().crops == {}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ((850, 590, 480), [420, 330, 480, 270]),
        ((0, 0, 1), [0, 0, 135, 76]),
        ((0, 0, 900), [0, 0, 900, 506]),
    ],
)
def test_a_crop_that_does_not_fit_becomes_the_nearest_that_does(
    newsroom: Newsroom, old: Photo, typed: tuple[int, int, int], expected: list[int]
) -> None:
    found = photo_actions.set_crops(old, {"lead": typed}, by=newsroom.people["photo"])
    assert found.crops == {"lead": expected}


@pytest.mark.parametrize("typed", ["-1", "x", "99999999999999999999", ""])
def test_a_crop_that_is_none_is_refused_in_the_form(
    newsroom: Newsroom, old: Photo, typed: str
) -> None:
    response = newsroom.client("photo").post(
        f"/desk/photos/{old.pk}/crops/",
        {"lead-own": "on", "lead-x": typed, "lead-y": "0", "lead-width": "480"},
    )
    assert response.status_code in {200, 302}
    assert Photo.objects.get().crops == {}


def test_crops_are_for_those_who_may_change_the_photo(newsroom: Newsroom, old: Photo) -> None:
    url = f"/desk/photos/{old.pk}/crops/"
    for who, status in (("reporter", 302), ("editor", 200), ("photo", 200)):
        assert newsroom.client(who).get(url).status_code == status


def test_every_place_with_a_shape_can_be_cropped(newsroom: Newsroom, old: Photo) -> None:
    boxes: dict[str, tuple[int, int, int] | None] = {
        slot.name: (0, 0, 400) for slot in SLOTS.values() if slot.aspect
    }
    found = photo_actions.set_crops(old, boxes, by=newsroom.people["photo"])
    for name, (_x, _y, width, height) in found.crops.items():
        across, down = SLOTS[name].aspect or (0, 1)
        assert abs(width * down / across - height) < 1


# The list


def listed(newsroom: Newsroom, query: str) -> set[str]:
    response = newsroom.client("photo").get(f"/desk/images/?{query}")
    assert response.status_code == 200
    return {photo.title for photo in response.context["object_list"]}


def test_photos_are_found_in_any_spelling(newsroom: Newsroom) -> None:
    factories.make_photo(title="أ", caption="الأمطار تُغرق أحياء المدينة", agency="الأفق")
    factories.make_photo(title="ب", photographer="ليلى حدّاد")
    assert listed(newsroom, "q=امطار المدينه") == {"أ"}
    assert listed(newsroom, "q=الافق") == {"أ"}
    assert listed(newsroom, "q=ليلي حداد") == {"ب"}
    assert listed(newsroom, "q=لا وجود لها") == set()


def test_photos_are_filtered_by_what_a_photo_desk_looks_for(newsroom: Newsroom) -> None:
    now = timezone.now()
    used = factories.make_photo(title="مستعملة", rights_expire_at=now - timedelta(days=1))
    factories.make_draft(newsroom.politics, hero_photo=used)
    factories.make_photo(title="منتهية", rights_expire_at=now - timedelta(days=1))
    factories.make_photo(title="قريبة", rights_expire_at=now + timedelta(days=3), label="archive")
    factories.make_photo(title="بلا حقوق", photographer="", agency="")
    factories.make_photo(title="بلا وصف", alt_text="", uploaded_by_user=newsroom.people["reporter"])
    reporter = newsroom.people["reporter"].pk
    # By the edition's clock.
    today = timezone.localdate(timezone=UTC).isoformat()
    for query, expected in {
        "label=archive": {"قريبة"},
        "rights=ended": {"مستعملة", "منتهية"},
        "rights=ended-used": {"مستعملة"},
        "rights=ending": {"قريبة"},
        "lacking=credit": {"بلا حقوق"},
        "lacking=alt": {"بلا وصف"},
        "lacking=any": {"بلا حقوق", "بلا وصف"},
        "use=used": {"مستعملة"},
        "use=unused&rights=ended": {"منتهية"},
        f"uploaded_by_user={reporter}": {"بلا وصف"},
        f"since={today}&lacking=alt": {"بلا وصف"},
        f"until={(now - timedelta(days=2)).date().isoformat()}": set(),
    }.items():
        assert listed(newsroom, query) == expected, query


def test_the_list_costs_the_same_however_long(
    newsroom: Newsroom, django_assert_max_num_queries: Any
) -> None:
    client = newsroom.client("photo")
    for number in range(4):
        factories.make_article(
            newsroom.politics, f"مادة {number}", hero_photo=factories.make_photo()
        )
    client.get("/desk/images/")
    with django_assert_max_num_queries(30):
        client.get("/desk/images/")


def test_list_and_chooser_say_what_a_photo_lacks(newsroom: Newsroom) -> None:
    factories.make_photo(title="ناقصة", photographer="", agency="", alt_text="")
    for url in ("/desk/images/", "/desk/images/chooser/", "/desk/images/chooser/results/?q=ناقصه"):
        page = newsroom.client("reporter" if "chooser" in url else "photo").get(url)
        html = page.json()["html"] if "json" in page.headers["Content-Type"] else page.content
        text = html if isinstance(html, str) else html.decode()
        assert "ينقصها ذكر المصوّر أو الوكالة" in text, url
        assert "ينقصها وصف للمكفوفين" in text, url


def test_the_report_of_ended_rights_is_in_the_menu(newsroom: Newsroom) -> None:
    page = newsroom.client("photo").get("/desk/").content.decode()
    assert "rights=ended-used" in page
