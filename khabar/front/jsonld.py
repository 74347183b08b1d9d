"""What machines read of a page: schema.org things as plain dictionaries."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from khabar.front import body
from khabar.front.editions import base_address
from khabar.newsroom.models import Article, Author, Correction, Edition, Genre, Photo
from khabar.newsroom.queries import ArticlePage, BylineName, Link

Thing = dict[str, Any]

#: The kinds of NewsArticle by genre; others are plain NewsArticle.
_TYPES: Final = {
    Genre.REPORT: "ReportageNewsArticle",
    Genre.INVESTIGATION: "ReportageNewsArticle",
    Genre.ANALYSIS: "AnalysisNewsArticle",
    Genre.OPINION: "OpinionNewsArticle",
}
#: The standing pages that say how the newsroom works.
_POLICIES: Final = {
    "editorial_policy_page": "publishingPrinciples",
    "corrections_policy_page": "correctionsPolicy",
    "ethics_page": "ethicsPolicy",
    "ownership_page": "ownershipFundingInfo",
}
#: Nothing in the data can end the script element that holds it, or begin a comment in it.
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def dumps(thing: Thing) -> SafeString:
    """A thing as JSON that is safe within a script element."""
    whole = {"@context": "https://schema.org"} | thing
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 (no sign of markup is left)


@dataclass(frozen=True)
class Maker:
    """Makes things of one edition."""

    edition: Edition
    policies: dict[str, Link] = field(default_factory=dict)

    def absolute(self, path: str) -> str:
        """A full address."""
        return iri_to_uri(urljoin(base_address(self.edition) + "/", path))

    def time(self, moment: datetime | None) -> str | None:
        """A time with the edition's offset, or None."""
        if moment is None:
            return None
        return (
            moment.astimezone(ZoneInfo(self.edition.time_zone)).replace(microsecond=0).isoformat()
        )

    def publisher(self) -> Thing:
        """The newsroom, with the policies it has published."""
        thing: Thing = {
            "@type": "NewsMediaOrganization",
            "@id": self.absolute("/#publisher"),
            "name": self.edition.name,
            "url": self.absolute("/"),
        }
        logo = self.edition.logo
        if logo is not None and (picture := logo.picture("full")):
            thing["logo"] = {
                "@type": "ImageObject",
                "url": self.absolute(picture.src),
                "width": picture.width,
                "height": picture.height,
            }
        for name, prop in _POLICIES.items():
            if name in self.policies:
                thing[prop] = self.absolute(self.policies[name].url)
        return thing

    def organization(self, same_as: Iterable[str]) -> Thing:
        """The newsroom as its own front page tells of it."""
        return filled(
            self.publisher()
            | {
                "description": self.edition.description or self.edition.tagline,
                "email": self.edition.contact_email,
                "sameAs": list(same_as),
            }
        )

    def website(self) -> Thing:
        """The site."""
        return {
            "@type": "WebSite",
            "@id": self.absolute("/#site"),
            "name": self.edition.name,
            "url": self.absolute("/"),
            "inLanguage": self.edition.language,
            "publisher": {"@id": self.absolute("/#publisher")},
        }

    def breadcrumbs(self, steps: Sequence[Link]) -> Thing:
        """The way from the front page."""
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": step.title,
                    "item": self.absolute(step.url),
                }
                for position, step in enumerate(steps, 1)
            ],
        }

    def photo(self, photo: Photo | None, caption: str = "") -> list[Thing]:
        """A photo's pictures, the share crop first; none of one that is covered for its content."""
        if photo is None or photo.graphic:
            return []
        pictures = [photo.picture(slot) for slot in ("share", "article")]
        shared = filled(
            {
                "caption": caption or photo.caption,
                "creditText": " / ".join(photo.credit),
                "creator": {"@type": "Person", "name": photo.named_photographer}
                if photo.named_photographer
                else None,
                "copyrightNotice": photo.notice,
            }
        )
        return [
            {
                "@type": "ImageObject",
                "url": self.absolute(picture.src),
                "width": picture.width,
                "height": picture.height,
            }
            | shared
            for picture in dict.fromkeys(p for p in pictures if p is not None)
        ]

    def article(self, shown: ArticlePage, description: str) -> Thing:
        """An article with everything that stands around it."""
        article = shown.article
        address = self.absolute(article.get_absolute_url())
        writers = [self.writer(entry) for entry in shown.byline]
        return filled(
            {
                "@type": self._type(article),
                "@id": address,
                "url": address,
                "mainEntityOfPage": address,
                "headline": article.title,
                "alternativeHeadline": article.short_headline,
                "description": description,
                "datePublished": self.time(article.published_at),
                "dateModified": self.time(article.updated_at or article.published_at),
                "inLanguage": self.edition.language,
                "isAccessibleForFree": True,
                "articleSection": article.section.title,
                "dateline": article.dateline_place,
                "keywords": [topic.title for topic in shown.topics],
                "author": writers or [{"@id": self.absolute("/#publisher")}],
                "publisher": self.publisher(),
                "sourceOrganization": [
                    {"@type": "Organization", "name": source.title} for source in shown.sources
                ],
                "sponsor": {"@type": "Organization", "name": article.sponsor_name}
                if article.sponsored and article.sponsor_name
                else None,
                "image": self.photo(shown.hero_photo, article.hero_caption),
                "video": self._videos(shown),
                "correction": [self._correction(item) for item in shown.corrections],
            }
        )

    def profile(self, author: Author) -> Thing:
        """An author's page."""
        address = self.absolute(author.get_absolute_url())
        person: Thing = {
            "@type": "Person",
            "@id": address,
            "name": author.name,
            "url": address,
            "jobTitle": author.job_title,
            "email": author.email,
            "image": [thing["url"] for thing in self.photo(author.photo)][:1],
            "sameAs": [author.link] if author.link else [],
            "worksFor": {"@id": self.absolute("/#publisher")},
        }
        return {"@type": "ProfilePage", "url": address, "mainEntity": filled(person)}

    def broadcast(self, title: str, description: str, address: str) -> Thing:
        """The live broadcast while it is on air."""
        return filled(
            {
                "@type": "BroadcastService",
                "name": title,
                "description": description,
                "url": self.absolute(address),
                "inLanguage": self.edition.language,
                "broadcaster": {"@id": self.absolute("/#publisher")},
            }
        )

    def writer(self, entry: BylineName) -> Thing:
        """One name of a byline."""
        kind = "Organization" if entry.kind in {"source", "staff"} else "Person"
        return filled(
            {
                "@type": kind,
                "name": entry.name,
                "url": self.absolute(entry.url) if entry.url else None,
                "jobTitle": entry.job_title,
            }
        )

    def _correction(self, correction: Correction) -> Thing:
        return {
            "@type": "CorrectionComment",
            "text": correction.right,
            "datePublished": self.time(correction.at),
        }

    def _videos(self, shown: ArticlePage) -> list[Thing]:
        things = []
        for block in shown.article.body:
            if block.block_type != "video":
                continue
            value = block.value
            src = body.video_address(value)
            poster = shown.body_photos.get(value["poster"].pk) if value["poster"] else None
            pictures = [thing["url"] for thing in self.photo(poster or shown.hero_photo)]
            things.append(
                filled(
                    {
                        "@type": "VideoObject",
                        "name": value["title"],
                        "description": value["caption"] or value["title"],
                        "contentUrl": self.absolute(src) if src else None,
                        "thumbnailUrl": pictures[:1],
                        "uploadDate": self.time(shown.article.published_at),
                        "duration": f"PT{value['seconds']}S" if value.get("seconds") else None,
                    }
                )
            )
        return things

    @staticmethod
    def _type(article: Article) -> str:
        if article.sponsored:
            return "AdvertiserContentArticle"
        return _TYPES.get(Genre(article.genre), "NewsArticle")


def filled(thing: Thing) -> Thing:
    """The thing without what is not known."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
