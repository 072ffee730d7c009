"""Answers say what was found, how much and how sure, and never promise."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from preex.core.table import read_table
from preex.evidence.base import packaged
from preex.evidence.drawing import directions_of, forest_of
from preex.evidence.pooled import Signs, packaged_answers
from preex.evidence.sensitivity import variants
from preex.evidence.snapshots import differences, snapshot
from preex.evidence.wording import FORBIDDEN, number, say, two_questions, verdict

ANSWERS = packaged_answers()
_STEM = re.compile("|".join(rf"\b{re.escape(word)}" for word in FORBIDDEN), re.IGNORECASE)


def everything_said():
    for p in ANSWERS.values():
        said = say(p)
        yield from (*said.lines, said.basis, *p.said, *p.judgement.sentences)
        yield from p.amount.sentences if p.amount else ()
        plot = forest_of(p, packaged())
        yield from (plot.title, plot.favours_low, plot.favours_high)
        yield from (part for row in plot.rows for part in (row.label, row.comparator, row.note))
    yield from (line for two in two_questions(ANSWERS) for line in (two.question, *two.lines))
    yield from (r.label for r in directions_of(packaged()).rows)
    for table in ("studies", "effects", "questions"):
        yield from (cell for row in read_table(table).rows for cell in row.values())


def test_no_text_holds_a_forbidden_word():
    assert [text for text in everything_said() if _STEM.search(text)] == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_forbidden_word_would_be_found(word):
    assert _STEM.search(f"It {word} that")


def test_the_misread_number_is_nowhere_said():
    assert not any(re.search(r"\b55\s?%", text) for text in everything_said())


def test_an_answer_is_three_lines_of_what_how_much_and_how_sure():
    for p in ANSWERS.values():
        answer, amount, certainty = say(p).lines
        assert answer.endswith((".", ")."))
        assert amount.endswith(".")
        assert certainty.startswith("Certainty: ")
        assert "{" not in answer + amount + certainty


def test_the_loss_of_repetitions_is_said_with_studies_people_and_what_is_not_known():
    answer, amount, certainty = say(ANSWERS["compound_reps"]).lines
    assert answer == (
        "You will do fewer reps on the compound when the isolation comes first. Nearly certain (5 studies, 76 people)."
    )
    # de Salles 6.08 -> 5.04, Senna 34.36 -> 25.85
    assert "-25 % and -17 %, 1.7 to 2.5 of 10 repetitions" in amount
    assert "direction moderate, amount very low" in certainty


def test_an_amount_comes_with_its_interval_unit_and_the_next_trial():
    p = ANSWERS["size"]
    e = p.estimate
    amount = say(p).amount
    assert f"{e.mid:.2f} SD [{e.low:.2f}, {e.high:.2f}]" in amount
    assert f"a new trial could be {e.next_low:.2f} to {e.next_high:.2f}" in amount
    assert say(p).answer == "No sign that the order changes growth."


def test_the_basis_names_contrast_studies_and_people():
    assert say(ANSWERS["size_added"]).basis == "Against the compound without the isolation: 1 trial, 24 people."
    assert "or the compound alone" in say(ANSWERS["compound_reps"]).basis
    assert "or the compound alone" not in say(ANSWERS["isolation_reps"]).basis


def test_words_follow_the_probability_and_the_certainty():
    p = ANSWERS["strength_isolation"]

    def answered(**changes):
        return say(replace(p, estimate=replace(p.estimate, **changes))).answer

    assert answered(p_more=0.95) == "The isolation lift perhaps gains more when it is done first."  # very low certainty
    assert answered(p_more=0.05) == "The isolation lift perhaps gains less when it is done first."
    assert answered(p_more=0.6).startswith("No sign")
    assert answered(p_more=0.6, p_within=0.95) == "About the same: any difference is smaller than 0.2 SD."
    sure = replace(p, judgement=ANSWERS["compound_reps"].judgement)
    assert say(replace(sure, estimate=replace(p.estimate, p_more=0.95))).answer.startswith(
        "The isolation lift probably"
    )
    assert "Nearly certain" in say(replace(sure, estimate=replace(p.estimate, p_more=0.995))).answer


def test_counted_directions_are_an_answer_only_where_several_studies_agree():
    p = replace(ANSWERS["lean_mass"], signs=Signs(2, 0, 0))
    assert (verdict(p), say(p).answer) == ("more", "Lean mass perhaps rises more with the isolation first.")
    assert verdict(replace(p, signs=Signs(1, 0, 0))) == "neither"
    assert verdict(replace(p, signs=Signs(2, 1, 0))) == "neither"
    assert verdict(ANSWERS["pain"]) == "none"
    assert say(ANSWERS["pain"]).certainty == "Certainty: none - no study."


def test_a_log_ratio_is_written_as_a_change_in_percent():
    assert number(0.0953101798, "log_ratio") == "+10 %"
    assert number(-0.25, "smd") == "-0.25"


def test_the_two_questions_are_answered_in_two_lines_each():
    what, does = two_questions(ANSWERS)
    assert (what.question, does.question) == ("What is it?", "Does it work?")
    assert all(len(two.lines) == 2 and all(two.lines) for two in (what, does))
    assert "fewer reps" in does.lines[0]
    assert "growth" in does.lines[1]


def test_changes_are_said_without_forbidden_words_too():
    taken = snapshot(ANSWERS.values(), packaged().last_reviewed)["pools"]
    moved = {k: p | {"fingerprint": "x"} for k, p in taken.items()}
    said = [c.sentence for c in differences(taken, moved)]
    assert len(said) == len(ANSWERS)
    assert not any(_STEM.search(text) for text in said)
    assert not any(_STEM.search(v.change) for v in variants(ANSWERS["size"].question, packaged()))


def test_the_template_says_what_to_replace():
    text = files("preex").joinpath("data", "study_template.json").read_text(encoding="utf-8")
    assert "Replace every value" in text
