"""What a revision says, made ready to be an article again."""

from typing import TYPE_CHECKING, Any, Final

from django.apps import apps

if TYPE_CHECKING:
    from khabar.newsroom.models import MergedStory

#: What the stored article says of itself whatever a revision held: a foreign key that is read
#: here would be looked up in the database, a revision with all its text, and thrown away.
FACTS: Final = frozenset(
    {
        "alias_of",
        "content_type",
        "latest_revision",
        "live_revision",
        "locale",
        "locked_by",
        "owner",
        "section",
        "withdrawn_by",
    }
)
#: Rows that hang on the article; each names it again.
_CHILDREN: Final = ("article_sources", "article_stories", "byline_entries")


def content(held: dict[str, Any]) -> dict[str, Any]:
    """A revision's content without facts of the article, and with no story that was merged away."""
    said = {name: value for name, value in held.items() if name not in FACTS}
    for relation in _CHILDREN:
        rows = said.get(relation) or []
        said[relation] = [{k: v for k, v in row.items() if k != "article"} for row in rows]
    return _with_merged_stories(said)


def _with_merged_stories(content: dict[str, Any]) -> dict[str, Any]:
    """A revision's content, with the story that has the items now for one that was merged."""
    entries = content.get("article_stories") or []
    named = [entry["story"] for entry in entries]
    if not named:
        return content
    merged: type[MergedStory] = apps.get_model("newsroom", "MergedStory")
    found = merged.objects.filter(former_id__in=named).values_list("former_id", "into_id")
    into = {former: int(story) for former, story in found}
    if not into:
        return content
    kept: dict[int, dict[str, Any]] = {
        entry["story"]: entry for entry in entries if entry["story"] not in into
    }
    for entry in entries:
        if entry["story"] in into:
            story = into[entry["story"]]
            kept.setdefault(story, {**entry, "story": story})
    stories = sorted(kept.values(), key=lambda entry: entry["sort_order"] or 0)
    return {**content, "article_stories": stories}
