"""A desk with one of everything on it, in Arabic, for the tests that open every screen."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection, Locale, Site, Task, Workflow

from khabar.comments import lists
from khabar.comments.models import Comment, Policy, RuleAct, WordList
from khabar.desk.models import SavedView
from khabar.live import actions as live_actions
from khabar.newsroom import actions, flash_actions, planning_actions, preview_links
from khabar.newsroom.models import (
    Article,
    Author,
    Broadcast,
    Edition,
    PreferredSpelling,
    PreviewLink,
    Section,
    Source,
    Subject,
    Topic,
    WordToAvoid,
)
from khabar.search.models import NameSpelling
from tests import factories
from tests.desk.screens import Things

SOON = timedelta(hours=3)


def articles(edition: Edition, section: Section, owner: User) -> dict[str, Article]:
    """An article in each state in which it has a screen of its own."""
    photo = factories.make_photo()
    live = factories.make_article(
        section, hero_photo=photo, stories=[factories.make_story(edition)], byline=["سامي نادر"]
    )
    actions.correct(live, by=owner, right="11 قتيلًا")
    draft = factories.make_draft(section, "مسودة عن السوق")
    actions.submit(draft, by=owner, note="")
    embargoed = factories.make_draft(
        section, "تقرير تحت الحظر", embargo_until=timezone.now() + SOON
    )
    later = timezone.now() + SOON
    scheduled = factories.make_draft(section, "خبر لوقت لاحق", go_live_at=later)
    actions.publish(scheduled, by=owner)
    withdrawn = factories.make_article(section, "خبر سُحب")
    actions.withdraw(withdrawn, by=owner, reason="اعتمد على وثيقة غير صحيحة.")
    found = {
        "live": live,
        "draft": draft,
        "embargoed": embargoed,
        "scheduled": scheduled,
        "withdrawn": withdrawn,
        "flash": flash_actions.flash(section, "إغلاق المعبر", by=owner, token=uuid.uuid4()),
    }
    return {name: Article.objects.get(pk=article.pk) for name, article in found.items()}


def _named(edition: Edition) -> dict[str, Any]:
    """A row of each list of names."""
    locale = edition.locale
    return {
        "author": Author.objects.create(name="سلمى الحاج", locale=locale),
        "source": Source.objects.create(name="وكالة الواحة"),
        "topic": Topic.objects.create(name="المياه", locale=locale),
        "subject": Subject.objects.create(code="medtop:00000000", name_ar="مثال"),
        "broadcast": Broadcast.objects.create(
            edition=edition, title="البث", hls_url="https://example.org/a.m3u8"
        ),
        "preferredspelling": PreferredSpelling.objects.create(
            edition=edition, preferred="إسطنبول", variants="اسطنبول"
        ),
        "wordtoavoid": WordToAvoid.objects.create(edition=edition, words="تم", reason="حشو"),
    }


def _comments(edition: Edition, live: Article) -> dict[str, Any]:
    """A policy with its word lists, and a comment that a rule holds."""
    policy = Policy.objects.create(edition=edition)
    comment = Comment(
        page=live, name="سمير", body="يا ح.م.ا.ر", device="a" * 64, created_at=timezone.now()
    )
    comment.hold(lists.rulebook(edition).read(comment.body))
    comment.save()
    return {
        "policy": policy,
        "wordlist": WordList.objects.all()[0],
        "ruleact": RuleAct.objects.create(edition=edition, rule="capitals", act="note"),
    }


def furnish(edition: Edition, section: Section, other: Section, owner: User) -> Things:
    """Everything, and where it goes in the addresses of the desk's screens."""
    made = articles(edition, section, owner)
    live = made["live"]
    names = {**_named(edition), "correction": live.corrections.get()}
    spaces = _by_namespace(edition, made, names, owner)
    comments = _comments(edition, live)
    for name, thing in comments.items():
        spaces[f"wagtailsnippets_comments_{name}"] = {"pk": thing.pk}
    spaces["khabar_comments"] = {
        "pk": comments["wordlist"].pk,
        "number": live.number,
        "device": "a" * 64,
        "verb": "close",
    }
    return Things(_common(made, section, other), spaces)


def _common(made: dict[str, Article], section: Section, other: Section) -> dict[str, object]:
    live, draft = made["live"], made["draft"]
    document = Document.objects.create(
        title="نص الاتفاق", file=ContentFile(b"%PDF-1.4", name="agreement.pdf")
    )
    redirect = Redirect.objects.create(old_path="/قديم", redirect_link="/جديد/")
    return {
        "page_id": live.pk,
        "page_to_move_id": live.pk,
        "parent_page_id": section.pk,
        "destination_id": other.pk,
        "content_type_app_name": "newsroom",
        "content_type_model_name": "article",
        "app_label": "newsroom",
        "model_name": "article",
        "page_pk": live.pk,
        "workflow_pk": Workflow.objects.get().pk,
        "image_id": live.hero_photo_id,
        "document_id": document.pk,
        "doc_id": document.pk,
        "redirect_id": redirect.pk,
        "collection_id": Collection.get_first_root_node().pk,
        "revision_id": live.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "workflow_state_id": draft.current_workflow_state.pk,
        "pk": live.pk,
    }


def _by_namespace(
    edition: Edition, made: dict[str, Article], names: dict[str, Any], owner: User
) -> dict[str, dict[str, object]]:
    live = made["live"]
    later = timezone.now() + SOON
    assignment = planning_actions.assign(
        by=owner, section=live.section, title="حوار مع الوزير", deadline=later
    )
    preview_links.make(live, by=owner, lasts=SOON, note="للمراجعة")
    view = SavedView.objects.create(owner=owner, edition=edition, name="مواد اليوم")
    request = actions.propose_take_down(
        made["flash"], by=owner, reason="أمر قضائي", reference="12/2026", erase={}
    )
    protection = actions.protect(by=owner, reason="تهديد", name="ناصر الجبلي")
    coverage = live_actions.begin(
        live.section, "فيضان وادي سدر", by=owner, token=uuid.uuid4(), state="live"
    )
    ways: tuple[live_actions.Then, ...] = ("publish", "submit", "draft")
    posts = [
        live_actions.send(
            coverage, by=owner, token=uuid.uuid4(), then=then, body="ارتفع الماء", speaker="هند"
        )
        for then in ways
    ]
    live_actions.add_line(edition, "إغلاق الجسر", by=owner, lasts=SOON)
    pks = {f"wagtailsnippets_newsroom_{name}": thing.pk for name, thing in names.items()} | {
        "wagtailsnippets_search_namespelling": NameSpelling.objects.create(
            name="ستولتنبرغ", spellings="Stoltenberg"
        ).pk,
        "wagtailsites": Site.objects.get().pk,
        "wagtailusers_users": owner.pk,
        "wagtailusers_groups": Group.objects.order_by("pk")[0].pk,
        "wagtaillocales": Locale.objects.get().pk,
        "wagtailadmin_collections": Collection.get_first_root_node().pk,
        "khabar_desk": tuple(article.pk for article in made.values()),
        "khabar_desk_views": view.pk,
        "khabar_flash": made["flash"].pk,
        "khabar_planning": assignment.pk,
        "khabar_checks": (live.pk, PreviewLink.objects.get().pk),
        "khabar_requests": request.pk,
        "khabar_protections": protection.pk,
        "khabar_desk_photos": live.hero_photo_id,
        "khabar_photos": live.hero_photo_id,
        "khabar_fronts": (live.pk, live.article_stories.get().story_id),
        "khabar_live": (coverage.pk, live.pk),
    }
    spaces: dict[str, dict[str, object]] = {name: {"pk": pk} for name, pk in pks.items()}
    spaces["khabar_desk"] |= {"old": "1", "new": "2"}
    spaces["khabar_photos"] |= {"kept": live.hero_photo_id, "choice": "file"}
    spaces["khabar_live"] |= {"post_pk": posts[0].pk}
    spaces["khabar_fronts"] |= {
        "number": live.number,
        "edition_pk": edition.pk,
        "sequence": 1,
        "path": "latest/",
    }
    spaces["wagtailadmin_workflows"] = {
        "pk": Workflow.objects.get().pk,
        "task_id": Task.objects.get().pk,
    }
    spaces["wagtailsettings"] = {
        "app_name": "newsroom",
        "model_name": ("edition", "readinesspolicy"),
        "pk": edition.site_id,
    }
    return spaces
