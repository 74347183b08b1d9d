"""What went and what came between two texts, to the letter."""

from hypothesis import given
from hypothesis import strategies as st

from khabar.language.differences import Run, aligned, differences, folded, tokens

TEXTS = st.text(alphabet="ابتقتلَـ 1234.,،«»\n–aB_\u200c", max_size=60)
PARTS = st.lists(st.tuples(st.sampled_from(["فقرة", "صورة"]), TEXTS.filter(bool)), max_size=6)


@given(TEXTS | st.text())
def test_tokens_are_the_text_again(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXTS, TEXTS)
def test_both_sides_are_there_to_the_letter(old: str, new: str) -> None:
    runs = differences(old, new)
    assert "".join(run.text for run in runs if run.kind != "new") == old
    assert "".join(run.text for run in runs if run.kind != "gone") == new
    assert all(run.text for run in runs)
    again = folded(runs, words=1)
    assert "".join(run.text + run.rest + run.after for run in again if run.kind != "new") == old


@given(TEXTS)
def test_nothing_changed_is_nothing_marked(text: str) -> None:
    assert {run.kind for run in differences(text, text)} <= {"same"}


@given(PARTS, PARTS)
def test_every_part_stands_in_its_order(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    pairs = aligned(old, new)
    assert [(pair.name, pair.old) for pair in pairs if pair.old] == old
    assert [(pair.name, pair.new) for pair in pairs if pair.new] == new


def test_a_figure_is_marked_alone_and_a_phrase_in_one_piece() -> None:
    assert differences("قُتل 12 شخصًا.", "قُتل 11 شخصًا.") == [
        Run("same", "قُتل "),
        Run("gone", "12"),
        Run("new", "11"),
        Run("same", " شخصًا."),
    ]
    assert differences("يوم الأحد صباحا", "يوم الاثنين مساء") == [
        Run("same", "يوم "),
        Run("gone", "الأحد صباحا"),
        Run("new", "الاثنين مساء"),
    ]


def test_a_mark_on_a_letter_makes_another_word() -> None:
    gone = [run.text for run in differences("كُتب الخبر", "كَتب الخبر") if run.kind == "gone"]
    assert gone == ["كُتب"]


def test_a_long_stretch_that_stayed_is_folded_between_its_ends() -> None:
    middle = " ".join(f"كلمة{n}" for n in range(200))
    shown = folded(differences(f"قبل {middle} بعد", f"أمس {middle} اليوم"))
    long = next(run for run in shown if run.kind == "same")
    assert len(long.text) < len(long.rest) > len(long.after)
    assert long.text.startswith(" كلمة0")
    assert long.after.rstrip().endswith("كلمة199")


def test_a_new_paragraph_does_not_shift_those_behind_it() -> None:
    first, second, third = "فقرة أولى هنا", "فقرة ثانية هناك", "خبر جديد تماما عن المطر"
    pairs = aligned([("p", first), ("p", second)], [("p", first), ("p", third), ("p", second)])
    assert [pair.changed for pair in pairs] == [False, True, False]
