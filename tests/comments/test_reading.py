"""What readers see of comments, and who sees it."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from khabar.comments import actions
from khabar.comments.models import Comment, Mode, Policy, State
from khabar.newsroom.models import Article, Edition, Section
from tests import factories
from tests.comments.writers import Writer


def _approve(*comments: Comment) -> None:
    user = factories.make_user("moderator", superuser=True)
    actions.approve({c.pk: c.version for c in comments}, by=user)
    user.delete()


def test_an_article_without_a_policy_has_no_place_for_comments(politics: Section) -> None:
    article = factories.make_article(politics)
    page = Client().get(article.get_absolute_url()).content.decode()
    assert 'id="comments"' not in page
    assert Client().get(f"/a/{article.number}/comments/").status_code == 404
    assert Client().get(f"/me/comments/{article.number}/").status_code == 404


def test_a_comment_awaits_is_approved_and_stands_on_the_page(
    writer: Writer, other: Writer, article: Article
) -> None:
    answer = writer.write("كلام @Ahmed صحيح، انظروا https://www.who.int/ar.", name="سمير")
    assert answer.status_code == 302
    assert answer["Location"].startswith(writer.path)
    comment = Comment.objects.get()
    assert comment.state == State.AWAITING
    # His own browser shows it, nobody else's does.
    assert "تعليقك بانتظار المراجعة" in writer.page()
    assert "سمير" not in other.page()
    assert "سمير" not in Client().get(article.get_absolute_url()).content.decode()
    _approve(comment)
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "سمير" in page
    assert '<div class="comment-body" dir="rtl">' in page
    assert '<a rel="ugc nofollow noopener" href="https://www.who.int/ar">' in page
    assert '"@type": "Comment"' in page or '"@type":"Comment"' in page
    assert "تعليق واحد" in page
    assert "سمير" in Client().get(f"/a/{article.number}/comments/").content.decode()
    assert "سمير" in Client().get(f"/a/{article.number}/comments/{comment.pk}/").content.decode()


def test_a_rejected_comment_is_gone_from_every_page(writer: Writer, article: Article) -> None:
    writer.write("كلام واضح ومفيد")
    comment = Comment.objects.get()
    _approve(comment)
    comment.refresh_from_db()
    user = factories.make_user("moderator", superuser=True)
    actions.reject({comment.pk: comment.version}, by=user)
    for path in (article.get_absolute_url(), f"/a/{article.number}/comments/"):
        assert "كلام واضح" not in Client().get(path).content.decode()
    assert Client().get(f"/a/{article.number}/comments/{comment.pk}/").status_code == 404
    assert "لم يُقبل" in writer.page()


def test_answers_stand_one_level_deep_and_say_whom_they_answer(
    writer: Writer, other: Writer, article: Article
) -> None:
    writer.write("أول الكلام", name="علي")
    first = Comment.objects.get()
    _approve(first)
    other.write("ردي عليك", name="سارة", reply=first.pk)
    second = Comment.objects.latest("pk")
    _approve(second)
    writer.write("وردي على ردك", name="علي", reply=second.pk)
    third = Comment.objects.latest("pk")
    _approve(third)
    assert (third.parent, third.answers) == (first, second)
    page = Client().get(f"/a/{article.number}/comments/").content.decode()
    assert "ردًّا على <bdi>علي</bdi>" in page
    assert "ردًّا على <bdi>سارة</bdi>" in page
    assert page.count('class="answers"') == 1


def test_pages_of_a_thread_have_addresses_in_three_orders(article: Article) -> None:
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(
            page=article,
            name=f"قارئ {n}",
            body=f"رأي رقم {n} في الخبر",
            state=State.APPROVED,
            created_at=now - timedelta(minutes=n),
            device="d",
            likes=n,
        )
        for n in range(45)
    )
    base = f"/a/{article.number}/comments/"
    client = Client()
    first = client.get(base).content.decode()
    assert "45" in first
    assert "رأي رقم 0 " in first
    assert "رأي رقم 20 " not in first
    assert "رأي رقم 44 " in client.get(f"{base}?page=3").content.decode()
    assert client.get(f"{base}?page=4").status_code == 404
    assert client.get(f"{base}?page=1").status_code == 301
    assert "رأي رقم 44 " in client.get(f"{base}oldest/").content.decode()
    assert "رأي رقم 44 " in client.get(f"{base}liked/").content.decode()
    assert client.get(f"{base}newest/").status_code == 404
    # What stands under the article costs the same however long the thread is.
    article_page = client.get(article.get_absolute_url()).content.decode()
    assert article_page.count('class="comment"') == 10


def test_what_a_reader_writes_is_text_and_nothing_else(writer: Writer, article: Article) -> None:
    bodies = (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        'javascript:alert(1) http://a.example/"onmouseover="alert(1)',
        "</article></section><h1>عنوان</h1>",
        "\u202eقلب الاتجاه\u202c {{ csrf }} {% include 'x' %}",
    )
    for body in bodies:
        Comment.objects.all().delete()
        assert writer.write(body, name=f"<b>{body[:20]}</b>").status_code == 302
        _approve(Comment.objects.get())
        page = Client().get(article.get_absolute_url()).content.decode()
        shown = page[page.index('id="comments"') :]
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert '"onmouseover' not in shown.replace('\\"onmouseover', "")
        assert "<h1>عنوان" not in shown
        assert "\u202e" not in shown
        assert "<b>" not in shown


def test_a_closed_edition_shows_what_stands_and_takes_no_more(
    writer: Writer, policy: Policy, article: Article
) -> None:
    writer.write("كلام قديم في الموضوع")
    _approve(Comment.objects.get())
    policy.mode = Mode.CLOSED
    policy.save()
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "كلام قديم" in page
    assert "أُغلق باب التعليق" in page
    assert 'class="write-comment"' not in page
    assert writer.write("كلام جديد").status_code == 422
    assert Comment.objects.count() == 1


def test_known_readers_pass_and_open_editions_show_at_once(
    writer: Writer,
    policy: Policy,
    ar: Edition,  # noqa: ARG001 (the edition is open)
) -> None:
    policy.mode = Mode.TRUST
    policy.trusted_after = 1
    policy.save()
    writer.write("أول تعليق لي في الموقع")
    first = Comment.objects.get()
    assert first.state == State.AWAITING
    _approve(first)
    writer.write("ثاني تعليق لي في الموقع")
    assert Comment.objects.latest("pk").state == State.APPROVED
    # A rule holds even a known reader.
    writer.write("يا ح.م.ا.ر")
    assert Comment.objects.latest("pk").state == State.AWAITING
