"""A newsroom to measure."""

from dataclasses import dataclass

from khabar.newsroom import actions
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    Author,
    BylineEntry,
    Edition,
    Section,
    Source,
    StoriesIndexPage,
    Story,
    Topic,
)


@dataclass(frozen=True)
class Newsroom:
    """One edition with a published article in every kind of list."""

    edition: Edition
    sections: list[Section]
    stories: list[Story]
    author: Author
    source: Source
    topic: Topic
    article: Article


def make(sections: int = 6, stories: int = 8) -> Newsroom:
    """A small newsroom."""
    edition = create_edition(EditionSeed("ar", "خبر", "http://testserver"))
    home = edition.site.root_page.specific
    index = StoriesIndexPage.objects.get(locale=edition.locale)
    made_sections = [
        home.add_child(instance=Section(title=f"قسم {n}", slug=f"s{n}", important=True))
        for n in range(sections)
    ]
    made_stories = [
        index.add_child(instance=Story(title=f"ملف {n}", slug=f"f{n}")) for n in range(stories)
    ]
    author = Author.objects.create(name="ليلى حداد", locale=edition.locale)
    source = Source.objects.create(name="وكالة الواحة")
    topic = Topic.objects.create(name="حدود", locale=edition.locale)
    draft = Article(
        title="اتفاق جديد على الحدود",
        lede="مقدمة من سطرين تقول ما جرى ومن قاله.",
        live=False,
        body=[("paragraph", "<p>فقرة من الخبر تصف ما جرى في المدينة.</p>")] * 8,
    )
    draft.article_stories.set([ArticleStory(story=made_stories[0])])
    draft.article_sources.set([ArticleSource(source=source)])
    draft.byline_entries.set([BylineEntry(author=author)])
    draft.topics.set([topic])
    made_sections[0].add_child(instance=draft)
    draft.save_revision()
    article = actions.publish(draft, by=None)
    return Newsroom(edition, made_sections, made_stories, author, source, topic, article)
