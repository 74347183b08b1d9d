"""A newsroom with one of everything that a reader can meet."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction

from khabar.live import actions as live
from khabar.live.models import LiveCoverage, Post
from khabar.newsroom import actions
from khabar.newsroom.models import (
    Article,
    Author,
    Broadcast,
    Edition,
    FollowChannel,
    MostRead,
    Photo,
    Programme,
    Section,
    Source,
    Story,
    TextPage,
    Topic,
)
from khabar.newsroom.photos import store
from tests import factories

NOON = dt.datetime(2015, 9, 27, 12, 0, tzinfo=dt.UTC)


@contextmanager
def open_to_all(blocker: Any) -> Iterator[dict[str, str]]:
    """A newsroom with one of everything, for the tests of a module; addresses by page kind."""
    with blocker.unblock(), transaction.atomic():
        yield fill(factories.make_edition("ar"))
        transaction.set_rollback(True)
    cache.clear()


def photo(**fields: Any) -> Photo:
    """A photo with its whole set of renditions."""
    made = factories.make_photo(**fields)
    store.make_set(made.pk)
    return Photo.objects.get(pk=made.pk)


def paragraph(html: str) -> dict[str, Any]:
    """A paragraph as stored."""
    return block("paragraph", html)


def block(kind: str, value: Any) -> dict[str, Any]:
    """A block as stored."""
    return {"type": kind, "value": value}


def body(shot: int, covered: int, also_read: int) -> list[dict[str, Any]]:
    """One block of each type, from ids of photos and of an article."""
    return [
        paragraph("<p>قال Rafael إن النتيجة 2-1.</p>"),
        paragraph('<p>رابط <a href="https://example.org/?a=1&amp;b=2">هنا</a> و<b>مهم</b>.</p>'),
        block("subhead", "ما الذي يتغير؟"),
        block("also_read", {"article": also_read}),
        block("photo", {"photo": shot, "caption": "شرح هنا"}),
        block("photo", {"photo": covered, "caption": ""}),
        block(
            "gallery",
            {
                "title": "من الموقع",
                "photos": [{"photo": shot, "caption": ""}, {"photo": shot, "caption": ""}],
            },
        ),
        block("quote", {"text": "كلام", "speaker": "هند", "role": "وزيرة"}),
        block("verse", {"lines": [{"first": "صدر", "second": "عجز"}], "poet": "المتنبي"}),
        block(
            "video",
            {
                "title": "لحظة التوقيع",
                "file": None,
                "url": "https://cdn.example/a.mp4",
                "poster": shot,
                "caption": "",
                "seconds": 185,
            },
        ),
        block(
            "embed",
            {
                "url": "https://www.youtube.com/watch?v=abcdefghijk",
                "title": "مؤتمر",
                "provider": "",
                "video": True,
            },
        ),
        block(
            "table",
            {
                "caption": "السعة",
                "table": {
                    "columns": [
                        {"type": "text", "heading": "الخط"},
                        {"type": "rich_text", "heading": "السعة"},
                    ],
                    "rows": [{"values": ["الأول", "<p>1,500</p>"]}],
                    "caption": "",
                },
            },
        ),
    ]


def coverage_of(
    section: Section, story: Story, shot: Photo, covered: Photo, article: Article
) -> tuple[LiveCoverage, Post]:
    """A coverage with posts of each kind, on two pages: it, and a post that was withdrawn."""
    begun = live.begin(
        section, "فيضان وادي سدر", by=None, token=uuid.uuid4(), lede="نتابع.", state="live"
    )
    begun.hero_photo, begun.stories = shot, [story]
    begun.save_revision().publish()
    live.set_summary(begun, ["أُخليت ثلاثة أحياء"], by=None, was=[])

    def post(body: str, **fields: Any) -> Post:
        return live.send(begun, by=None, token=uuid.uuid4(), then="publish", body=body, **fields)

    posts = [post(f"تحديث رقم {n}") for n in range(36)]
    post("", headline="فتح بوابة السد", kind="key_event")
    post("لن نترك أحدًا.", kind="quote", speaker="المحافظ", article=article)
    post("", kind="photo", photo=covered, unverified=True)
    post("", headline="لحظة الفتح", kind="video", video_url="https://cdn.example/v.mp4")
    gone = post("لم يثبت")
    newest = post("قال **المحافظ** إن 2-1 [هنا](https://example.org/).")
    live.pin(posts[0], by=None)
    newest = live.edit(newest, by=None, version=newest.version, body="قال **المحافظ** ذلك.")
    live.correct(newest, by=None, version=newest.version, said="الصواب ستة.")
    live.withdraw(gone, by=None, reason="لم يثبت")
    return begun, gone


def fill(edition: Edition) -> dict[str, str]:
    """Fill the edition; the addresses of every page kind by name."""
    edition.tagline = "صحيفة"
    edition.contact_email = "desk@khabar.example"
    edition.time_zone_label = "بتوقيت غرينتش"
    section = factories.make_section(edition, important=True)
    factories.make_section(edition, "رأي", "opinion", kind="opinion")
    shot = photo()
    covered = photo(title="covered", graphic=True, label="archive")
    author = Author.objects.create(
        name="ليلى حداد", locale=edition.locale, job_title="مراسلة", photo=shot, bio="<p>سيرة.</p>"
    )
    source = Source.objects.create(name="رويترز", kind="agency", url="https://www.reuters.com/")
    topic = Topic.objects.create(name="المياه", locale=edition.locale)
    story = factories.make_story(edition, photo=shot, summary="ملخص الملف")
    factories.make_story(edition, "ملف بلا صورة", "no-photo")
    plain = factories.make_article(section, "خبر بلا صورة ولا مقدمة", NOON)
    article = factories.make_article(
        section,
        "فوز 2-1 على Apple",
        NOON + dt.timedelta(hours=1),
        lede="مقدمة الخبر",
        kicker="طاقة",
        dateline_place="غزة",
        genre="report",
        hero_photo=shot,
        body=body(shot.pk, covered.pk, plain.pk),
        byline=[author, "فريق التحرير"],
        sources=[source],
        stories=[story],
        topics=[topic],
        urgent=True,
    )
    for n in range(25):
        factories.make_article(
            section,
            f"خبر رقم {n}",
            NOON - dt.timedelta(hours=n),
            byline=[author] if n else [author, source],
            sources=[source],
            stories=[story],
            topics=[topic],
            hero_photo=shot if n % 2 else None,
        )
    factories.make_article(
        section, "رأي في المسألة", NOON - dt.timedelta(days=2), genre="opinion", byline=[author]
    )
    actions.correct(article, by=None, wrong="خمسة", right="ستة", touches_top=True)
    gone = factories.make_article(section, "خبر سيسحب", NOON)
    actions.withdraw(gone, by=None, reason="تبين أنه غير صحيح")
    home = factories.home(edition)
    about: TextPage = home.add_child(
        instance=TextPage(title="من نحن", slug="about", body=[paragraph("<p>نحن صحيفة.</p>")])
    )
    edition.about_page = edition.editorial_policy_page = about
    edition.share_photo = shot
    edition.save()
    FollowChannel.objects.create(
        edition=edition,
        kind="telegram",
        label="تلغرام",
        handle="@khabar",
        url="https://t.me/khabar",
    )
    broadcast = Broadcast.objects.create(
        edition=edition,
        title="البث",
        hls_url="https://live.example/index.m3u8",
        mode="always",
        poster=shot,
    )
    Programme.objects.create(
        broadcast=broadcast, title="نشرة", starts_at=NOON, ends_at=NOON + dt.timedelta(hours=1)
    )
    coverage, gone_post = coverage_of(section, story, shot, covered, article)
    live.add_line(edition, "إغلاق جسر الميناء", by=None, lasts=dt.timedelta(hours=1), link="/x/")
    read = Article.objects.filter(live=True).order_by("number").values_list("pk", flat=True)
    MostRead.objects.create(edition=edition, window="day", articles=list(read[:7]))
    return {
        "home": "/",
        "section": "/politics/",
        "section 2": "/politics/?page=2",
        "article": article.get_absolute_url(),
        "bare article": plain.get_absolute_url(),
        "withdrawn": gone.get_absolute_url(),
        "stories": "/stories/",
        "story": f"/stories/{story.slug}/",
        "author": author.get_absolute_url(),
        "source": source.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "latest": "/latest/",
        "corrections": "/corrections/",
        "follow": "/follow/",
        "live": "/live/",
        "coverage": coverage.get_absolute_url(),
        "coverage 1": f"{coverage.get_absolute_url()}?page=1",
        "withdrawn post": f"{coverage.short_path}/{gone_post.pk}",
        "text": "/about/",
        "not found": "/no-such-page/",
    }
