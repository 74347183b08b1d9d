"""Everything that somebody can do to a newsroom, as functions that take a source of chance."""

import datetime as dt
import uuid
from collections.abc import Callable
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from khabar.live import actions as live_actions
from khabar.live.models import CoverageState, LiveCoverage, Post, TickerLine
from khabar.newsroom import actions, clock, front_actions, photo_actions, reads, story_actions
from khabar.newsroom.actions import protection
from khabar.newsroom.models import (
    Article,
    ArticleStory,
    Author,
    Broadcast,
    Edition,
    FollowChannel,
    Photo,
    Section,
    Source,
    Story,
    TextPage,
    Topic,
)
from tests import factories
from tests.front import everything

Edit = Callable[[Random], Any]
EDITS: dict[str, Edit] = {}


def edit(function: Edit) -> Edit:
    EDITS[function.__name__] = function
    return function


def one(chance: Random, found: Any) -> Any:
    rows = list(found.order_by("pk"))
    return chance.choice(rows) if rows else None


class NothingToEditError(Exception):
    """Raised where there is nothing of the kind."""


def live(chance: Random) -> Article:
    article = one(chance, Article.objects.filter(live=True))
    if article is None:
        raise NothingToEditError
    assert isinstance(article, Article)
    return article


def changed(article: Article, **fields: Any) -> Article:
    draft: Article = article.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    return actions.update(Article.objects.get(pk=article.pk), by=None)


def saved(page: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def word(chance: Random) -> str:
    return f"كلمة{chance.randrange(10**6)}"


@edit
def publish(chance: Random) -> None:
    section = one(chance, Section.objects.filter(live=True))
    story = one(chance, Story.objects.all())
    factories.make_article(
        section,
        f"خبر {word(chance)}",
        lede=word(chance),
        genre=chance.choice(["news", "opinion", "photo"]),
        hero_photo=one(chance, Photo.objects.all()) if chance.random() < 0.5 else None,
        stories=[story] if chance.random() < 0.5 else [],
        urgent=chance.random() < 0.2,
        byline=[one(chance, Author.objects.all())],
        body=[everything.block("video", VIDEO)] if chance.random() < 0.3 else [],
    )


VIDEO = {
    "title": "مقطع",
    "file": None,
    "url": "https://cdn.example/b.mp4",
    "poster": None,
    "caption": "",
    "seconds": 60,
}


@edit
def publish_an_old_one(chance: Random) -> None:
    at = timezone.now() - dt.timedelta(days=chance.randrange(1, 4000))
    factories.make_article(one(chance, Section.objects.filter(live=True)), word(chance), at)


@edit
def retitle(chance: Random) -> None:
    changed(live(chance), title=f"عنوان {word(chance)}")


@edit
def mend_a_typo(chance: Random) -> None:
    changed(live(chance), body=[("paragraph", f"<p>{word(chance)}</p>")])


@edit
def change_the_photo(chance: Random) -> None:
    changed(live(chance), hero_photo=one(chance, Photo.objects.all()))


@edit
def note_something_internal(chance: Random) -> None:
    changed(live(chance), editor_note=word(chance), slugline=word(chance))


@edit
def save_a_draft(chance: Random) -> None:
    draft = live(chance).get_latest_revision_as_object()
    draft.title = word(chance)
    draft.save_revision()


@edit
def correct(chance: Random) -> None:
    actions.correct(live(chance), by=None, wrong="١٠", right=word(chance), touches_top=True)


@edit
def withdraw(chance: Random) -> None:
    actions.withdraw(live(chance), by=None, reason=word(chance))


@edit
def restore(chance: Random) -> None:
    gone = one(chance, Article.objects.filter(live=False, withdrawn_at__isnull=False))
    if gone is not None:
        actions.restore(gone, by=None)


@edit
def unpublish(chance: Random) -> None:
    actions.unpublish(live(chance), by=None)


@edit
def delete(chance: Random) -> None:
    live(chance).delete()


@edit
def move(chance: Random) -> None:
    actions.move(live(chance), one(chance, Section.objects.filter(live=True)), by=None)


@edit
def put_into_a_story(chance: Random) -> None:
    draft = live(chance).get_latest_revision_as_object()
    draft.article_stories.set([ArticleStory(story=one(chance, Story.objects.all()))])
    draft.save_revision()
    actions.update(Article.objects.get(pk=draft.pk), by=None)


@edit
def rename_a_section(chance: Random) -> None:
    section = one(chance, Section.objects.all())
    saved(section, title=word(chance), slug=f"s{chance.randrange(10**6)}")


@edit
def make_a_section(chance: Random) -> None:
    edition = Edition.objects.get()
    n = chance.randrange(10**6)
    factories.make_section(edition, f"قسم {n}", f"n{n}", important=chance.random() < 0.5)


@edit
def reorder_the_menu(chance: Random) -> None:
    saved(one(chance, Section.objects.all()), menu_order=chance.randrange(200))


@edit
def take_a_section_from_the_menu(chance: Random) -> None:
    saved(one(chance, Section.objects.all()), in_menu=chance.random() < 0.5)


@edit
def rename_a_story(chance: Random) -> None:
    saved(one(chance, Story.objects.all()), title=word(chance), summary=word(chance))


@edit
def set_a_storys_state(chance: Random) -> None:
    state = chance.choice(["ongoing", "dormant", "closed"])
    note = word(chance) if state == "closed" else ""
    story_actions.set_state(one(chance, Story.objects.all()), state, by=None, closing_note=note)


@edit
def order_the_carousel(chance: Random) -> None:
    stories = list(Story.objects.filter(state="ongoing").values_list("pk", flat=True))
    chance.shuffle(stories)
    story_actions.order_carousel(Edition.objects.get(), stories, by=None)


@edit
def pin(chance: Random) -> None:
    story = one(chance, Story.objects.all())
    items = list(Article.objects.filter(article_stories__story=story, live=True)[:3])
    story_actions.pin(story, [item.pk for item in items[: chance.randrange(4)]], by=None)


@edit
def rename_an_author(chance: Random) -> None:
    author = one(chance, Author.objects.all())
    author.name, author.job_title = word(chance), word(chance)
    author.save()


@edit
def protect_an_author(chance: Random) -> None:
    author = one(chance, Author.objects.filter(protected=False))
    if author is not None:
        chief = get_user_model().objects.filter(is_superuser=True).first()
        chief = chief or factories.make_user("chief", superuser=True)
        made = protection.protect(author=author, by=chief, reason="سلامة")
        protection.settle(made.pk)


@edit
def rename_a_source(chance: Random) -> None:
    source = one(chance, Source.objects.all())
    source.name = word(chance)
    source.save()


@edit
def rename_a_topic(chance: Random) -> None:
    topic = one(chance, Topic.objects.all())
    topic.name, topic.description = word(chance), word(chance)
    topic.save()


@edit
def caption_a_photo(chance: Random) -> None:
    photo = one(chance, Photo.objects.all())
    photo.caption, photo.alt_text = word(chance), word(chance)
    photo.save()


@edit
def replace_a_photo(chance: Random) -> None:
    old = one(chance, Photo.objects.filter(graphic=False))
    photo_actions.replace_photo(old, everything.photo(title=word(chance)), by=None)


@edit
def change_the_settings(chance: Random) -> None:
    edition = Edition.objects.get()
    edition.tagline = word(chance)
    edition.digits = chance.choice(["latn", "arab"])
    edition.save()


@edit
def add_a_channel(chance: Random) -> None:
    FollowChannel.objects.create(
        edition=Edition.objects.get(), label=word(chance), url="https://a.example/"
    )


@edit
def go_on_or_off_air(chance: Random) -> None:
    broadcast = Broadcast.objects.get()
    broadcast.mode = chance.choice(["off", "always"])
    broadcast.title = word(chance)
    broadcast.save()


@edit
def place_on_the_front(chance: Random) -> None:
    article = live(chance)
    front_actions.place(
        article, chance.choice(["lead", "card"]), by=None, edition=Edition.objects.get()
    )


@edit
def take_from_the_front(chance: Random) -> None:
    article = one(chance, Article.objects.filter(front_slots__isnull=False))
    if article is not None:
        front_actions.remove(article, by=None, edition=Edition.objects.get())


@edit
def redirect(chance: Random) -> None:
    path = chance.choice(["/no-such-page", f"/old-{chance.randrange(100)}"])
    Redirect.objects.update_or_create(
        old_path=path, site=Edition.objects.get().site, defaults={"redirect_link": "/latest/"}
    )


@edit
def rewrite_a_standing_page(chance: Random) -> None:
    page = one(chance, TextPage.objects.all())
    saved(page, title=word(chance), body=[("paragraph", f"<p>{word(chance)}</p>")])


@edit
def be_read(chance: Random) -> None:
    numbers = list(Article.objects.filter(live=True).values_list("number", flat=True))
    now = timezone.now()
    # Those of the newsroom that these tests begin with are too old to be listed.
    section = one(chance, Section.objects.filter(live=True))
    numbers += [factories.make_article(section, word(chance)).number for _ in range(3)]
    reads.add({number: chance.randrange(1, 50) for number in numbers}, now)
    for window in ("hour", "day", "week"):
        reads.take(window, now)


@edit
def choose_what_most_read_shows(chance: Random) -> None:
    edition = Edition.objects.get()
    edition.show_most_read = chance.random() < 0.7
    edition.most_read_window = chance.choice(["hour", "day", "week"])
    edition.most_read_length = chance.randrange(3, 11)
    edition.save()


@edit
def make_a_section_private(chance: Random) -> None:
    held = PageViewRestriction.objects.first()
    if held is not None:
        held.delete()
    else:
        section = one(chance, Section.objects.filter(live=True))
        PageViewRestriction.objects.create(page=section, restriction_type="login")


def of_coverage(chance: Random, state: str) -> Post:
    post = one(chance, Post.objects.filter(state=state))
    if post is None:
        raise NothingToEditError
    assert isinstance(post, Post)
    return post


@edit
def post_in_a_coverage(chance: Random) -> None:
    kind = chance.choice(["update", "key_event", "breaking", "photo"])
    live_actions.send(
        one(chance, LiveCoverage.objects.all()),
        by=None,
        token=uuid.uuid4(),
        then=chance.choice(["publish", "draft", "submit"]),
        kind=kind,
        headline=word(chance),
        body=word(chance),
        photo=one(chance, Photo.objects.all()) if kind == "photo" else None,
        article=one(chance, Article.objects.all()) if chance.random() < 0.3 else None,
        authors=[one(chance, Author.objects.all())],
    )


@edit
def mend_a_post(chance: Random) -> None:
    post = of_coverage(chance, "published")
    names = [one(chance, Source.objects.all())] if chance.random() < 0.5 else []
    fields = {"headline": word(chance), "body": word(chance), "sources": names}
    if chance.random() < 0.5:
        live_actions.correct(post, by=None, version=post.version, said=word(chance), **fields)
    else:
        live_actions.edit(post, by=None, version=post.version, **fields)


@edit
def publish_a_draft_post(chance: Random) -> None:
    live_actions.publish(of_coverage(chance, chance.choice(["draft", "submitted"])), by=None)


@edit
def pin_a_post(chance: Random) -> None:
    post = of_coverage(chance, "published")
    (live_actions.unpin if post.pinned else live_actions.pin)(post, by=None)


@edit
def withdraw_a_post(chance: Random) -> None:
    live_actions.withdraw(of_coverage(chance, "published"), by=None, reason=word(chance))


@edit
def restore_a_post(chance: Random) -> None:
    live_actions.restore(of_coverage(chance, "withdrawn"), by=None)


@edit
def let_a_coverage_go_on(chance: Random) -> None:
    coverage = one(chance, LiveCoverage.objects.all())
    live_actions.set_state(coverage, chance.choice(CoverageState.State.values), by=None)


@edit
def sum_a_coverage_up(chance: Random) -> None:
    course = one(chance, CoverageState.objects.all())
    live_actions.set_summary(course.coverage, [word(chance)], by=None, was=course.summary)


@edit
def begin_a_coverage(chance: Random) -> None:
    section = one(chance, Section.objects.filter(live=True))
    state = chance.choice(["", "announced", "live"])
    live_actions.begin(section, word(chance), by=None, token=uuid.uuid4(), state=state)


@edit
def rewrite_a_coverage(chance: Random) -> None:
    coverage = one(chance, LiveCoverage.objects.filter(live=True))
    if coverage is None:
        raise NothingToEditError
    coverage.stories = [one(chance, Story.objects.all())]
    saved(
        coverage,
        title=word(chance),
        slug=word(chance),
        order=chance.choice(["newest", "oldest"]),
        hero_photo=one(chance, Photo.objects.all()),
    )


@edit
def close_a_coverage(chance: Random) -> None:
    coverage = one(chance, LiveCoverage.objects.filter(live=True))
    if coverage is not None:
        coverage.unpublish()


@edit
def move_a_coverage(chance: Random) -> None:
    coverage = one(chance, LiveCoverage.objects.all())
    coverage.move(one(chance, Section.objects.filter(live=True)), pos="last-child")


@edit
def write_an_urgent_line(chance: Random) -> None:
    edition, lines = Edition.objects.get(), list(TickerLine.objects.all())
    lasts = dt.timedelta(minutes=chance.randrange(10, 300))
    if len(lines) < 3:
        live_actions.add_line(
            edition, word(chance), by=None, lasts=lasts, link=chance.choice(["", "/x/"])
        )
    elif chance.random() < 0.5:
        live_actions.change_line(chance.choice(lines), word(chance), by=None, lasts=lasts)
    else:
        live_actions.remove_line(chance.choice(lines), by=None)


@edit
def order_the_urgent_lines(chance: Random) -> None:
    ids = list(TickerLine.objects.values_list("pk", flat=True))
    chance.shuffle(ids)
    live_actions.order_lines(Edition.objects.get(), ids, by=None)


@edit
def let_time_pass(chance: Random) -> None:
    clock.tick(timezone.now() + dt.timedelta(minutes=chance.randrange(200)))
