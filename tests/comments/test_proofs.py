"""A flood of comments: what a browser must have calculated, and what becomes of who cannot."""

import base64
import html
import json
import re
from datetime import timedelta
from typing import Any

import altcha
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.comments import actions, clock, proofs
from khabar.comments.models import Attempt, Comment, Mode, Policy, Proof, RuleAct, State
from khabar.newsroom.models import Article, Edition
from tests import factories
from tests.comments.writers import Writer

_CHALLENGE = re.compile(r'data-challenge="([^"]+)"')


@pytest.fixture
def flood(article: Article, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many others wrote just now, on an article where comments stand at once."""
    monkeypatch.setattr(proofs, "LEAST", 3)
    monkeypatch.setattr(proofs, "SPREAD", 3)
    policy.mode = Mode.AFTER
    policy.save()
    now = timezone.now()
    Attempt.objects.bulk_create(
        Attempt(address=f"other {n}", page=article, at=now)
        for n in range(proofs.ARTICLE_PER_MINUTE)
    )


def _challenge(writer: Writer) -> altcha.Challenge:
    found = _CHALLENGE.search(writer.page())
    assert found
    return altcha.Challenge.from_dict(json.loads(html.unescape(found[1])))


def _solved(writer: Writer) -> str:
    challenge = _challenge(writer)
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


@pytest.mark.usefixtures("flood")
def test_who_calculated_is_shown_and_who_cannot_is_held_with_the_reason(
    writer: Writer, other: Writer, article: Article
) -> None:
    writer.write("كلام مفيد في الموضوع", proof=_solved(writer))
    assert Comment.objects.get().state == State.APPROVED
    other.write("كلام آخر من متصفح بلا نصوص برمجية")
    held = Comment.objects.latest("pk")
    assert (held.state, held.rules) == (State.AWAITING, ",pressure,")
    # Changing it does not get it past.
    other.act(held, "edit", name="قارئ", body="كلام آخر بعد تعديله")
    held.refresh_from_db()
    assert (held.state, held.rules) == (State.AWAITING, ",pressure,")
    moderator = factories.make_user("moderator", superuser=True)
    actions.approve({held.pk: held.version}, by=moderator)
    other.act(held, "edit", name="قارئ", body="كلام آخر بعد تعديله ثانية")
    held.refresh_from_db()
    assert (held.state, held.rules) == (State.APPROVED, "")
    assert article.number


@pytest.mark.usefixtures("flood")
def test_a_proof_counts_once_and_a_draft_survives_its_refusal(writer: Writer) -> None:
    proof = _solved(writer)
    writer.write("الأول", proof=proof)
    again = writer.write("الثاني الذي لا يضيع", proof=proof)
    assert again.status_code == 422
    page = again.content.decode()
    assert "الثاني الذي لا يضيع" in page
    assert _CHALLENGE.search(page), "the page has a new one"
    assert Comment.objects.count() == 1


@pytest.mark.usefixtures("flood")
def test_a_proof_is_of_one_article_and_for_a_time(
    writer: Writer, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Writer(writer.client, factories.make_article(article.section))
    now = timezone.now()
    Attempt.objects.update(page=None)
    for there in (article, elsewhere.article):
        Attempt.objects.bulk_create(
            Attempt(address="other", page=there, at=now) for _n in range(proofs.ARTICLE_PER_MINUTE)
        )
    assert writer.write("كلام", proof=_solved(elsewhere)).status_code == 422
    monkeypatch.setattr(proofs, "LIVES", timedelta(seconds=-5))
    assert writer.write("كلام", proof=_solved(writer)).status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.usefixtures("flood")
def test_what_was_not_calculated_is_refused(writer: Writer) -> None:
    challenge = _challenge(writer)
    guess = altcha.Payload(challenge, altcha.Solution(4, challenge.parameters.key_prefix * 2))
    easier = altcha.create_challenge("SHA-256", 1, data=challenge.parameters.data, hmac_secret="x")
    solution = altcha.solve_challenge(easier)
    assert solution
    for proof in (guess.to_base64(), altcha.Payload(easier, solution).to_base64(), "é", "a" * 9999):
        assert writer.write("كلام", proof=proof).status_code == 422
    assert not Comment.objects.exists()
    assert not Proof.objects.exists()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["challenge", "parameters", "signature", "solution", "data", "nonce"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


# Making an article may ask which kind of page it is.
@pytest.mark.django_db
@settings(max_examples=100, deadline=None)
@given(_JSON)
def test_odd_proofs_are_refused_and_never_an_error(said: Any) -> None:
    proof = base64.b64encode(json.dumps(said).encode()).decode()
    with pytest.raises(actions.Refused):
        proofs.take(proof, Article(number=1), timezone.now())


def test_nothing_is_asked_while_there_is_no_flood(writer: Writer, policy: Policy) -> None:
    Policy.objects.filter(pk=policy.pk).update(mode=Mode.AFTER)
    assert "proof" not in writer.page()
    writer.write("كلام مفيد في الموضوع")
    assert Comment.objects.get().state == State.APPROVED


def test_a_flood_over_many_articles_counts_and_likes_do_not(article: Article) -> None:
    now = timezone.now()
    others = [factories.make_article(article.section) for _n in range(3)]
    liked = [Attempt(address="a", at=now) for _n in range(proofs.PER_MINUTE)]
    Attempt.objects.bulk_create(liked)
    assert not proofs.is_flooded(article, now)
    spread = [
        Attempt(address="a", page=others[n % 3], at=now) for n in range(proofs.PER_MINUTE - 1)
    ]
    Attempt.objects.bulk_create(spread)
    assert not proofs.is_flooded(article, now)
    Attempt.objects.create(address="a", page=others[0], at=now)
    assert proofs.is_flooded(article, now)
    assert not proofs.is_flooded(article, now + timedelta(seconds=61))


@pytest.mark.usefixtures("flood")
def test_an_edition_may_ask_for_nothing(writer: Writer, ar: Edition) -> None:
    RuleAct.objects.create(edition=ar, rule="pressure", act=RuleAct.OFF)
    assert "data-challenge" not in writer.page()
    writer.write("كلام مفيد في الموضوع")
    assert Comment.objects.get().state == State.APPROVED


@pytest.mark.usefixtures("flood")
def test_used_proofs_are_forgotten_when_they_are_too_old(writer: Writer) -> None:
    writer.write("كلام مفيد في الموضوع", proof=_solved(writer))
    clock.forget(timezone.now() + timedelta(hours=1))
    assert Proof.objects.count() == 1
    clock.forget(timezone.now() + timedelta(hours=3))
    assert not Proof.objects.exists()
