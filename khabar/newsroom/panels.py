"""The order of an article's fields on the desk: the order of the printed page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    Panel,
    PublishingPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput


def article_panels() -> list[Panel]:
    """What is written, in the order of the printed page; what is rarely touched is folded away."""
    return [
        FieldPanel("kicker"),
        # Of more than one line on a phone, so not an input; the form takes line breaks out.
        FieldPanel(
            "title",
            heading=_("Headline"),
            classname="title",
            widget=AdminAutoHeightTextInput(attrs={"rows": 1, "placeholder": _("Headline")}),
        ),
        FieldPanel("short_headline"),
        FieldPanel("lede"),
        InlinePanel(
            "byline_entries",
            [
                FieldPanel("author"),
                FieldPanel("source"),
                FieldPanel("text"),
                FieldPanel("role"),
            ],
            heading=_("Byline"),
            label=_("Name"),
            classname="collapsed",
        ),
        # Named and not imported: what the desk's tools look like is the desk's business.
        HelpPanel(template="desk/writing/tools.html"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("hero_photo"), FieldPanel("hero_caption")], heading=_("Photo")),
        InlinePanel(
            "article_sources", [FieldPanel("source")], heading=_("Sources"), label=_("Source")
        ),
        InlinePanel(
            "article_stories",
            [PageChooserPanel("story", "newsroom.Story")],
            heading=_("Stories"),
            label=_("Story"),
        ),
        FieldPanel("topics"),
        HelpPanel(template="desk/writing/earlier.html", heading=_("From the archive")),
        InlinePanel(
            "related_choices",
            [PageChooserPanel("other", "newsroom.Article"), FieldPanel("choice")],
            heading=_("Related articles"),
            label=_("Article"),
            help_text=_(
                "Found by themselves. Name one that is to stand first, or one that never is to."
            ),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("genre"), FieldPanel("dateline_place"), FieldPanel("other_sections")],
            heading=_("Genre, dateline, other sections"),
            classname="collapsed",
        ),
    ]


def article_promote_panels() -> list[Panel]:
    """How it is found and shared."""
    return [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Search engines and address"),
        ),
        MultiFieldPanel(
            [FieldPanel("slugline"), FieldPanel("urgency"), FieldPanel("subjects")],
            heading=_("For the desk"),
        ),
    ]


def article_settings_panels() -> list[Panel]:
    """When and how it goes out."""
    return [
        PublishingPanel(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("published_at"), FieldPanel("embargo_until")]),
                FieldRowPanel([FieldPanel("urgent"), FieldPanel("urgent_until")]),
                FieldPanel("comments_open"),
                FieldRowPanel([FieldPanel("sponsored"), FieldPanel("sponsor_name")]),
                FieldPanel("editor_note"),
            ],
            heading=_("Publication"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("external_provider"),
                FieldPanel("external_uri"),
                FieldPanel("external_version"),
            ],
            heading=_("Where it came from"),
            classname="collapsed",
        ),
    ]
