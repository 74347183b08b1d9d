"""Each kind of edit records exactly the keys of what it changes for readers, and no other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Locale, Page, PageViewRestriction, Site

from khabar.newsroom import (
    actions,
    clock,
    front_actions,
    keys,
    photo_actions,
    placing,
    related,
    story_actions,
)
from khabar.newsroom.changes import faces
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import (
    Article,
    Author,
    Broadcast,
    BylineEntry,
    Correction,
    Edition,
    FollowChannel,
    Photo,
    Programme,
    RelatedChoice,
    Section,
    ShownArticle,
    Source,
    SourceName,
    StoriesIndexPage,
    Story,
    TextPage,
    Topic,
)
from khabar.newsroom.photos import store
from khabar.newsroom.publication import list_key
from khabar.newsroom.queries.cards import CARD_FIELDS
from khabar.outbox.models import Change
from tests import factories


@dataclass
class World:
    """A newsroom with one of everything, and an old article that stands in all of it."""

    edition: Edition
    politics: Section
    sport: Section
    story: Story
    other_story: Story
    topic: Topic
    author: Author
    source: Source
    photo: Photo
    about: TextPage
    policy: TextPage
    article: Article
    other: Article
    draft: Article
    by: User
    seen: int = field(default=0)

    @property
    def locale(self) -> int:
        return int(self.edition.locale_id)

    def lists(self, *places: tuple[str, Any]) -> set[str]:
        return {keys.listed(list_key(self.locale, kind, ident)) for kind, ident in places}

    def own(self, article: Article) -> set[str]:
        return {keys.number(article.number), keys.article_page(article.pk)}

    def whole(self, article: Article) -> set[str]:
        return self.own(article) | {keys.article_card(article.pk), keys.translations(article.pk)}

    @property
    def article_lists(self) -> set[str]:
        return self.lists(
            ("latest", 0),
            ("section", self.politics.pk),
            ("genre", "news"),
            ("topic", self.topic.pk),
            ("story", self.story.pk),
            ("author", self.author.pk),
            ("source", self.source.pk),
        )

    def page(self, page: Page) -> set[str]:
        pk = page.pk
        return {keys.itself(pk), keys.translations(pk), keys.routes(self.locale)}

    def told(self) -> list[tuple[str, set[str], set[str]]]:
        """What was recorded since it was last asked."""
        rows = list(Change.objects.filter(pk__gt=self.seen).order_by("pk"))
        self.seen = rows[-1].pk if rows else self.seen
        return [(row.kind, set(row.keys), set(row.closed)) for row in rows]

    def fresh(self, thing: Any) -> Any:
        return type(thing).objects.get(pk=thing.pk)

    def edit(self, **values: Any) -> None:
        """Edit the article and publish it, as an editor does."""
        draft = self.fresh(self.article).get_latest_revision_as_object()
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save_revision(user=self.by)
        actions.publish(self.fresh(self.article), by=self.by)

    def save(self, thing: Any, **values: Any) -> None:
        stored = self.fresh(thing)
        for name, value in values.items():
            setattr(stored, name, value)
        stored.save()


@pytest.fixture
def world(ar: Edition, politics: Section, sport: Section) -> World:
    story = factories.make_story(ar)
    other_story = factories.make_story(ar, "قصة أخرى", "other")
    topic = Topic.objects.create(name="مياه", locale=ar.locale)
    author = Author.objects.create(name="ليلى مراد", locale=ar.locale)
    source = Source.objects.create(name="وكالة الواحة")
    photo = factories.make_photo()
    home = factories.home(ar)
    about: TextPage = home.add_child(instance=TextPage(title="من نحن", slug="about"))
    policy: TextPage = about.add_child(instance=TextPage(title="سياسة", slug="policy"))
    ar.about_page = about
    ar.save()
    old = timezone.now() - timedelta(days=900)
    article = factories.make_article(
        politics,
        "اتفاق قديم",
        at=old,
        stories=[story],
        topics=[topic],
        byline=[author],
        sources=[source],
        hero_photo=photo,
    )
    other = factories.make_article(politics, "خبر آخر", at=old - timedelta(days=1))
    draft = factories.make_draft(politics, "مسودة")
    by = User.objects.create_superuser("chief", "chief@example.org", "password")
    made = World(
        ar, politics, sport, story, other_story, topic, author, source, photo, about, policy,
        article, other, draft, by,
    )  # fmt: skip
    made.told()
    return made


Edit = Callable[[World], object]
Wanted = Callable[[World], set[str]]

PUBLISHED: list[tuple[str, Edit, str, Wanted]] = [
    (
        "a typo in the body of an old article",
        lambda w: w.edit(body=[("paragraph", "<p>نص مصحح</p>")]),
        "update",
        lambda w: {keys.article_page(w.article.pk)},
    ),
    (
        "a new headline",
        lambda w: w.edit(title="اتفاق جديد"),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)},
    ),
    (
        "a title for search engines",
        lambda w: w.edit(seo_title="للبحث"),
        "update",
        lambda w: {keys.article_page(w.article.pk)},
    ),
    (
        "a caption",
        lambda w: w.edit(hero_caption="جسر"),
        "update",
        lambda w: {keys.article_page(w.article.pk)},
    ),
    (
        "another slug",
        lambda w: w.edit(slug=f"{w.article.number}-another"),
        "update",
        lambda w: w.whole(w.article),
    ),
    (
        "a new photo",
        lambda w: w.edit(hero_photo=None),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)},
    ),
    (
        "a photo in the body",
        lambda w: w.edit(body=[("photo", {"photo": w.photo, "caption": ""})]),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)}
        | w.lists(("media", "photos"), ("media", "any")),
    ),
    (
        "another genre",
        lambda w: w.edit(genre="analysis"),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)}
        | w.lists(("genre", "news"), ("genre", "analysis")),
    ),
    (
        "no topic any more",
        lambda w: w.edit(topics=[]),
        "update",
        lambda w: {keys.article_page(w.article.pk)} | w.lists(("topic", w.topic.pk)),
    ),
    (
        "another byline",
        lambda w: w.edit(byline_entries=[BylineEntry(text="سامي نادر")]),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)}
        | w.lists(("author", w.author.pk)),
    ),
    (
        "a further section",
        lambda w: w.edit(other_sections=[w.sport]),
        "update",
        lambda w: {keys.article_lists(w.article.pk)} | w.lists(("section", w.sport.pk)),
    ),
    (
        "another time of publication",
        lambda w: w.edit(published_at=timezone.now() - timedelta(days=3)),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)}
        | w.article_lists,
    ),
    (
        "the urgent mark",
        lambda w: w.edit(urgent=True),
        "update",
        lambda w: {
            keys.article_page(w.article.pk),
            keys.article_card(w.article.pk),
            keys.urgent(w.locale),
        },
    ),
    (
        "an update",
        lambda w: actions.update(w.article, by=w.by),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)},
    ),
    (
        "a correction",
        lambda w: actions.correct(w.article, by=w.by, right="الصواب"),
        "correct",
        lambda w: {
            keys.article_page(w.article.pk),
            keys.article_card(w.article.pk),
            keys.corrections(w.locale),
        },
    ),
    (
        "a first publication",
        lambda w: actions.publish(w.draft, by=w.by),
        "publish",
        lambda w: w.whole(w.draft)
        | w.lists(("latest", 0), ("section", w.politics.pk), ("genre", "news")),
    ),
    (
        "a move",
        lambda w: actions.move(w.article, w.sport, by=w.by),
        "move",
        lambda w: w.whole(w.article)
        | w.lists(("section", w.politics.pk), ("section", w.sport.pk)),
    ),
    (
        "a move in the page tree",
        lambda w: w.article.move(w.fresh(w.sport), pos="last-child", user=w.by),
        "move",
        lambda w: w.whole(w.article)
        | w.lists(("section", w.politics.pk), ("section", w.sport.pk)),
    ),
    (
        "into another story",
        lambda w: placing.add_to_story(w.article, w.other_story, by=w.by),
        "update",
        lambda w: {keys.article_page(w.article.pk)} | w.lists(("story", w.other_story.pk)),
    ),
    (
        "a plain page saved by a shell",
        lambda w: w.save(Page.objects.get(pk=w.article.pk), title="عنوان من الطرفية"),
        "update",
        lambda w: {keys.article_page(w.article.pk), keys.article_card(w.article.pk)},
    ),
    (
        "a related article pinned",
        lambda w: w.edit(related_choices=[RelatedChoice(other=w.other, choice="pinned")]),
        "update",
        lambda w: {keys.article_page(w.article.pk)},
    ),
    (
        "a related article found",
        lambda w: related.keep(w.article.pk, [w.other.pk]),
        "related",
        lambda w: {keys.related(w.article.pk)},
    ),
    (
        "a section renamed",
        lambda w: w.save(w.politics, title="السياسة"),
        "update",
        lambda w: {keys.section(w.politics.pk)},
    ),
    (
        "a section's place in the menu",
        lambda w: w.save(w.politics, menu_order=3),
        "update",
        lambda w: {keys.menu(w.locale)},
    ),
    (
        "a section's slug",
        lambda w: w.save(w.politics, slug="siyasa"),
        "update",
        lambda w: {keys.section(w.politics.pk), keys.translations(w.politics.pk),
                   keys.routes(w.locale)},
    ),
    (
        "a new section",
        lambda w: factories.make_section(w.edition, "فن", "art"),
        "update",
        lambda w: w.page(Section.objects.get(slug="art"))
        | {keys.section(Section.objects.get(slug="art").pk), keys.menu(w.locale)},
    ),
    (
        "a story renamed",
        lambda w: w.save(w.story, title="مفاوضات"),
        "update",
        lambda w: {keys.story(w.story.pk)},
    ),
    (
        "a story closed",
        lambda w: story_actions.set_state(w.story, "closed", by=w.by, closing_note="انتهت"),
        "update",
        lambda w: {keys.story(w.story.pk), keys.stories(w.locale)},
    ),
    (
        "stories in another order",
        lambda w: story_actions.order_carousel(w.edition, [w.other_story.pk], by=w.by),
        "reorder",
        lambda w: {keys.stories(w.locale)},
    ),
    (
        "a pinned item",
        lambda w: story_actions.pin(w.story, [w.article.pk], by=w.by),
        "reorder",
        lambda w: {keys.pins(w.story.pk)},
    ),
    (
        "an author's title",
        lambda w: w.save(w.author, job_title="محررة"),
        "author",
        lambda w: {keys.author(w.author.pk)},
    ),
    (
        "an author's address",
        lambda w: w.save(w.author, slug="layla"),
        "author",
        lambda w: {keys.author(w.author.pk), keys.routes(w.locale)},
    ),
    (
        "a topic renamed",
        lambda w: w.save(w.topic, name="المياه"),
        "topic",
        lambda w: {keys.topic(w.topic.pk)},
    ),
    (
        "a source renamed",
        lambda w: w.save(w.source, name="الواحة"),
        "source",
        lambda w: {keys.source(w.source.pk)},
    ),
    (
        "a source's name in a language",
        lambda w: SourceName.objects.create(
            source=w.source, locale=w.edition.locale, name="واحة"
        ),
        "source",
        lambda w: {keys.source(w.source.pk)},
    ),
    (
        "a photo's caption",
        lambda w: w.save(w.photo, caption="جسر"),
        "photo",
        lambda w: {keys.photo(w.photo.pk)},
    ),
    (
        "a photo's rights that end",
        lambda w: (
            Photo.objects.filter(pk=w.photo.pk).update(rights_expire_at=timezone.now()),
            clock.tick(),
        ),
        "photo",
        lambda w: {keys.photo(w.photo.pk)},
    ),
    (
        "a photo's crop",
        lambda w: photo_actions.set_crops(w.photo, {"card": (0, 0, 300)}, by=w.by),
        "photo",
        lambda w: {keys.photo(w.photo.pk)},
    ),
    (
        "a standing text",
        lambda w: w.save(w.about, title="عنا"),
        "update",
        lambda w: {keys.text(w.about.pk)},
    ),
    (
        "a standing text's slug, and what stands below it",
        lambda w: w.save(w.about, slug="us"),
        "update",
        lambda w: {keys.text(w.about.pk), keys.text(w.policy.pk), keys.routes(w.locale),
                   keys.translations(w.about.pk)},
    ),
    (
        "a standing text moved",
        lambda w: w.policy.move(factories.home(w.edition), pos="last-child", user=w.by),
        "update",
        lambda w: {keys.text(w.policy.pk), keys.routes(w.locale), keys.translations(w.policy.pk)},
    ),
    (
        "the front page's description",
        lambda w: w.save(factories.home(w.edition), description="وصف"),
        "update",
        lambda w: {keys.text(factories.home(w.edition).pk)},
    ),
    (
        "the stories index",
        lambda w: w.save(StoriesIndexPage.objects.get(), search_description="وصف"),
        "update",
        lambda w: {keys.text(w.story.get_parent().pk)},
    ),
    (
        "an edition's settings",
        lambda w: w.save(w.edition, tagline="شعار"),
        "settings",
        lambda w: {keys.edition(w.locale)},
    ),
    (
        "a channel",
        lambda w: FollowChannel.objects.create(
            edition=w.edition, kind="rss", label="RSS", url="https://example.org/"
        ),
        "settings",
        lambda w: {keys.channels(w.locale)},
    ),
    (
        "a place on the front page",
        lambda w: front_actions.place(w.article, "lead", by=w.by, edition=w.edition),
        "front",
        lambda w: {keys.front(w.locale)},
    ),
    (
        "a broadcast",
        lambda w: Broadcast.objects.create(edition=w.edition, title="مباشر", mode="always"),
        "broadcast",
        lambda w: {keys.broadcast(w.locale)},
    ),
    (
        "a redirect",
        lambda _w: Redirect.objects.create(old_path="/old", redirect_link="/latest/"),
        "redirect",
        lambda w: {keys.routes(w.locale)},
    ),
    (
        "a site's host",
        lambda w: w.save(Site.objects.get(), hostname="news.example"),
        "settings",
        lambda w: {keys.edition(w.locale)},
    ),
    (
        "a language's code",
        lambda w: w.save(w.edition.locale, language_code="fa"),
        "settings",
        lambda w: {keys.edition(w.locale)},
    ),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edit", "kind", "wanted"),
    [pytest.param(*rest, id=name) for name, *rest in PUBLISHED],
)
def test_an_edit_tells_exactly_what_it_changes(
    world: World, edit: Edit, kind: str, wanted: Wanted
) -> None:
    edit(world)
    told = world.told()
    assert told == [(kind, wanted(world), set())]


QUIET: list[tuple[str, Edit]] = [
    ("an internal note", lambda w: w.edit(editor_note="اتصل به", slugline="deal", urgency=3)),
    ("subjects", lambda w: w.edit(subjects=[])),
    ("a draft", lambda w: w.fresh(w.article).save_revision(user=w.by)),
    ("a draft of what is not published", lambda w: w.save(w.draft, title="مسودة أخرى")),
    ("a plain publication of what is published", lambda w: w.edit()),
    ("a lock", lambda w: w.save(Page.objects.get(pk=w.article.pk), locked=True)),
    ("an embargo", lambda w: Article.objects.filter(pk=w.draft.pk).update(embargo_until=None)),
    ("usage rights", lambda w: w.save(w.photo, usage_rights="للنشر", source_uri="x", place="y")),
    ("minutes of an urgent mark", lambda w: w.save(w.edition, urgent_minutes=30)),
    ("a staff account", lambda w: w.save(w.author, user=w.by)),
    ("a locked place", lambda w: w.save(w.article)),
    ("a story's draft", lambda w: w.fresh(w.story).save_revision(user=w.by)),
    ("a plan", lambda w: front_actions.schedule_removal(
        w.article, timezone.now() + timedelta(hours=1), by=w.by, edition=w.edition)),
    ("the clock with nothing to do", lambda _w: clock.tick()),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in QUIET])
def test_what_no_reader_sees_tells_nothing(world: World, edit: Edit) -> None:
    edit(world)
    assert world.told() == []


CLOSING: list[tuple[str, Edit, str]] = [
    ("withdrawn", lambda w: actions.withdraw(w.article, by=w.by, reason="خطأ"), "withdraw"),
    ("unpublished", lambda w: actions.unpublish(w.article, by=w.by), "unpublish"),
    ("unpublished as a plain page", lambda w: Page.objects.get(pk=w.article.pk).unpublish(), "un"),
    ("deleted", lambda w: w.fresh(w.article).delete(), "delete"),
    ("deleted as a plain page", lambda w: Page.objects.get(pk=w.article.pk).delete(), "delete"),
    ("deleted by a query", lambda w: Article.objects.filter(pk=w.article.pk).delete(), "delete"),
    (
        "expired",
        lambda w: (
            Page.objects.filter(pk=w.article.pk).update(expire_at=timezone.now()),
            clock.tick(),
        ),
        "unpublish",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edit", "kind"), [pytest.param(edit, kind, id=name) for name, edit, kind in CLOSING]
)
def test_what_leaves_readers_is_closed(world: World, edit: Edit, kind: str) -> None:
    wanted = world.whole(world.article) | world.article_lists
    own = world.own(world.article)
    edit(world)
    [(told_as, told, closed)] = world.told()
    assert told_as.startswith(kind)
    assert (told, closed) == (wanted, own)


@pytest.mark.django_db
def test_a_marked_placed_corrected_article_leaves_all_that_it_stands_in(world: World) -> None:
    world.edit(urgent=True)
    actions.correct(world.fresh(world.article), by=world.by, right="الصواب")
    front_actions.place(world.article, "lead", by=world.by, edition=world.edition)
    world.told()
    actions.withdraw(world.article, by=world.by, reason="خطأ")
    [(_kind, told, _closed)] = world.told()
    also = {
        keys.urgent(world.locale),
        keys.front(world.locale),
        keys.corrections(world.locale),
    }
    assert told == world.whole(world.article) | world.article_lists | also
    actions.restore(world.fresh(world.article), by=world.by)
    [(kind, told, closed)] = world.told()
    assert (kind, closed) == ("publish", set())
    assert told == world.whole(world.article) | world.article_lists | also


@pytest.mark.django_db
def test_a_take_down_is_one_change(world: World) -> None:
    second = User.objects.create_superuser("second", "second@example.org", "password")
    request = actions.propose_take_down(
        world.article, by=world.by, reason="حكم", reference="12/2026", erase={}
    )
    wanted = world.whole(world.article) | world.article_lists
    own = world.own(world.article)
    world.told()
    actions.confirm_take_down(request, by=second)
    assert world.told() == [("take-down", wanted, own)]


@pytest.mark.django_db
def test_a_withdrawn_article_that_is_deleted_tells_its_number(world: World) -> None:
    actions.withdraw(world.article, by=world.by, reason="خطأ")
    world.told()
    world.fresh(world.article).delete()
    assert world.told() == [("delete", {keys.number(world.article.number)}, set())]
    world.draft.delete()
    assert world.told() == []


@pytest.mark.django_db
def test_other_pages_close_too(world: World) -> None:
    world.about.unpublish()
    [(kind, told, closed)] = world.told()
    assert (kind, closed) == ("unpublish", {keys.itself(world.about.pk)})
    # The edition names it in the foot of each page.
    assert told >= world.page(world.about) | {keys.text(world.about.pk), keys.edition(world.locale)}
    world.fresh(world.other_story).delete()
    told = set().union(*(row[1] for row in world.told()))
    assert told >= world.page(world.other_story) | {keys.stories(world.locale)}


@pytest.mark.django_db
def test_a_page_that_is_restricted_is_closed_with_all_below(world: World) -> None:
    restriction = PageViewRestriction.objects.create(page=world.politics, restriction_type="login")
    rows = world.told()
    assert {row[0] for row in rows} == {"restrict"}
    closed = set().union(*(row[2] for row in rows))
    wanted = world.own(world.article) | world.own(world.other) | {keys.itself(world.politics.pk)}
    assert closed == wanted
    restriction.delete()
    rows = world.told()
    assert set().union(*(row[1] for row in rows)) == wanted
    assert set().union(*(row[2] for row in rows)) == set()


@pytest.mark.django_db
def test_what_time_does_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at = timezone.now() + timedelta(hours=1)
    actions.schedule(world.draft, by=world.by, at=at)
    world.edit(urgent=True, urgent_until=at)
    broadcast = Broadcast.objects.create(edition=world.edition, title="ب", mode="scheduled")
    Programme.objects.create(
        broadcast=broadcast, title="نشرة", starts_at=at, ends_at=at + timedelta(hours=1)
    )
    world.told()
    assert clock.tick() == 0
    assert world.told() == []
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(seconds=1))
    clock.tick()
    told = {row[0]: row[1] for row in world.told()}
    assert told["publish"] >= world.whole(world.draft)
    assert told["update"] == {
        keys.article_page(world.article.pk),
        keys.article_card(world.article.pk),
        keys.urgent(world.locale),
    }
    assert told["broadcast"] == {keys.broadcast(world.locale)}


@pytest.mark.django_db
def test_stories_merged_and_split(world: World) -> None:
    story_actions.pin(world.story, [world.article.pk], by=world.by)
    world.told()
    story, other = world.story.pk, world.other_story.pk
    story_actions.merge(world.story, world.other_story, by=world.by)
    [(kind, told, closed)] = world.told()
    assert (kind, closed) == ("merge", {keys.itself(story)})
    assert told >= {
        keys.story(story), keys.story(other), keys.pins(story), keys.pins(other),
        keys.stories(world.locale), keys.routes(world.locale),
    } | world.lists(("story", story), ("story", other))  # fmt: skip
    story_actions.split(world.other_story, [world.article.pk], "قصة جديدة", by=world.by)
    [(kind, told, closed)] = world.told()
    new = Story.objects.get(title="قصة جديدة").pk
    assert (kind, closed) == ("split", set())
    assert told >= {
        keys.article_page(world.article.pk), keys.story(new), keys.pins(other), keys.pins(new),
        keys.stories(world.locale), keys.routes(world.locale),
    } | world.lists(("story", other), ("story", new))  # fmt: skip
    assert keys.article_card(world.article.pk) not in told


@pytest.mark.django_db
def test_a_protected_byline_is_told_wherever_it_stood(world: World) -> None:
    second = User.objects.create_superuser("second", "second@example.org", "password")
    named = factories.make_article(world.politics, "باسمها", byline=["ليلى مراد"])
    world.told()
    protection = actions.protect(by=world.by, reason="تهديد", author=world.author)
    kind, told, _closed = world.told()[0]
    wanted = {
        keys.author(world.author.pk),
        keys.article_page(named.pk),
        keys.article_card(named.pk),
        keys.routes(world.locale),
    }
    assert (kind, told) == ("protect", wanted)
    actions.confirm_unprotect(
        actions.propose_unprotect(protection, by=world.by, reason="زال"), by=second
    )
    assert world.told()[0][:2] == ("protect", wanted)


@pytest.mark.django_db
def test_a_replaced_photo_is_told_by_what_shows_it(world: World) -> None:
    new = factories.make_photo(title="جسر آخر")
    world.told()
    photo_actions.replace_photo(world.photo, new, by=world.by)
    assert world.told() == [
        ("photo", {keys.article_page(world.article.pk), keys.article_card(world.article.pk)}, set())
    ]
    gone = keys.photo(world.photo.pk)
    photo_actions.delete_photo(world.photo, by=world.by)
    assert world.told() == [("delete", {gone}, set())]


@pytest.mark.django_db
def test_a_photo_whose_sizes_are_made_late_is_told(world: World) -> None:
    world.photo.renditions.all().delete()
    world.told()
    store.make_set(world.photo.pk)
    assert world.told() == [("photo", {keys.photo(world.photo.pk)}, set())]
    store.make_set(world.photo.pk)
    assert world.told() == []


@pytest.mark.django_db
def test_a_document_is_told(world: World) -> None:
    document = Document.objects.create(title="تقرير", file="documents/a.pdf")
    world.told()
    document.title = "التقرير"
    document.save()
    assert world.told() == [("document", {keys.document(document.pk)}, set())]


@pytest.mark.django_db
def test_translations_are_told_where_the_other_one_is(world: World) -> None:
    english = create_edition(EditionSeed("en", "Khabar", "http://en.testserver", "UTC"))
    section = factories.make_section(english, "World", "world")
    draft = factories.make_draft(
        section, "An old deal", translation_key=world.article.translation_key
    )
    world.told()
    actions.publish(draft, by=None)
    [(_kind, told, _closed)] = world.told()
    assert {keys.translations(draft.pk), keys.translations(world.article.pk)} <= told
    assert keys.article_page(world.article.pk) not in told


@pytest.mark.django_db
def test_where_versions_are_shown_each_publication_is_told(world: World) -> None:
    world.save(world.edition, show_changes=True)
    world.told()
    world.edit(editor_note="لا يُرى")
    assert world.told() == [("update", {keys.article_page(world.article.pk)}, set())]


@pytest.mark.django_db
def test_an_article_of_before_the_log_is_told_in_full(world: World) -> None:
    ShownArticle.objects.all().delete()
    world.edit(editor_note="لا يُرى")
    assert world.told() == [("update", world.whole(world.article), set())]
    world.edit(editor_note="ولا هذا")
    assert world.told() == []


def test_a_card_is_compared_by_all_that_it_shows() -> None:
    read = {name.partition("__")[0] for name in CARD_FIELDS}
    # Neither changes as long as there is the article.
    assert read - {"pk", "locale_id", "number"} <= set(faces.CARD)
    assert not set(faces.CARD) - {"has_photos", "has_video"} & faces.UNSEEN


@pytest.mark.django_db
def test_a_correction_that_is_deleted_is_told(world: World) -> None:
    correction = actions.correct(world.article, by=world.by, right="الصواب")
    world.told()
    Correction.objects.filter(pk=correction.pk).delete()
    told = {keys.article_page(world.article.pk), keys.corrections(world.locale)}
    assert world.told() == [("delete", told, set())]


@pytest.mark.django_db
def test_another_language_is_no_news(world: World) -> None:
    Locale.objects.create(language_code="fr")
    assert [row[0] for row in world.told()] == ["settings"]
