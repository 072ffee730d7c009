"""The loader accepts the packaged tables and tells exactly what is wrong with a broken one."""

import csv
import doctest
import io
import time
from importlib.resources import files
from pathlib import Path

import pytest

from preex.catalogue import load_catalogue
from preex.catalogue.loading import build
from preex.core.table import fields, read_table
from preex.errors import DataError, NotFound, UnknownExercise

TABLES = ("fields", "equipment", "exercises", "pairings")


def packaged(table):
    text = (files("preex") / "data" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def written(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().splitlines(keepends=True)


def load_with(table, key, **cells):
    """Load the packaged catalogue with some cells of one row replaced."""
    rows = packaged(table)
    next(row for row in rows if next(iter(row.values())) == key).update(cells)
    changed = {table: read_table(table, written(rows))}
    return build(*(changed.get(name) or read_table(name) for name in ("exercises", "pairings", "equipment")))


def line_of(table, key):
    return next(n for n, row in enumerate(packaged(table), start=2) if next(iter(row.values())) == key)


def test_the_packaged_catalogue_loads_and_is_read_only_once():
    assert load_catalogue() is load_catalogue()


def test_loading_takes_a_blink():
    def seconds():
        start = time.perf_counter()
        load_catalogue.__wrapped__()
        return time.perf_counter() - start

    assert min(seconds() for _ in range(10)) < 0.05  # 17 ms where it was measured


def test_the_catalogue_cannot_be_changed_by_its_users():
    catalogue = load_catalogue()
    with pytest.raises(TypeError):
        catalogue.exercises["squat"] = None
    with pytest.raises(TypeError):
        catalogue.exercises["leg_press"].involvement["abs"] = 1.0


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_declared_and_explained(table):
    assert list(packaged(table)[0]) == [f.name for f in fields(table)]
    assert all(f.description for f in fields(table))
    read_table(table)


@pytest.mark.parametrize("table", TABLES)
def test_numbers_state_their_unit_and_range(table):
    for field in fields(table):
        if field.type in {"int", "number"}:
            assert ".." in field.allowed, field.name
            assert field.unit or field.name.startswith("fit_"), field.name


@pytest.mark.parametrize(
    ("table", "key", "field", "value", "allowed"),
    [
        ("exercises", "leg_press", "glute_max", "0.7", "0, 0.1, 0.25, 0.5, 0.75, 1"),
        ("exercises", "leg_press", "glute_max", "", "0, 0.1, 0.25, 0.5, 0.75, 1"),
        ("exercises", "leg_press", "mechanic", "multi", "isolation, compound"),
        ("exercises", "leg_press", "unilateral", "no!", "yes, no"),
        ("exercises", "leg_press", "spinal_load_0_3", "4", "0 to 3"),
        ("exercises", "leg_press", "body_mass_share", "nan", "0 to 1"),
        ("exercises", "leg_press", "equipment", "leg press machine", "any will do"),
        ("exercises", "leg_press", "equipment", "teleporter", "ids of data/equipment.csv"),
        ("exercises", "leg_press", "body_mass_share", "0.5", "above 0 for body-mass load types"),
        ("exercises", "push_up", "body_mass_share", "0", "above 0 for body-mass load types"),
        ("exercises", "leg_press", "prime_movers", "glute_max", "quads_vasti"),
        ("pairings", "P053", "changeover_s", "-5", "0 to 180"),
        ("pairings", "P053", "changeover_s", "half a minute", "0 to 180"),
        ("pairings", "P053", "isolation_id", "leg_extention", "ids of data/exercises.csv"),
        ("pairings", "P053", "compound_ids", "leg_press;unknown", "ids of data/exercises.csv"),
        ("pairings", "P053", "isolation_name", "Leg curl", "Leg extension"),
        ("pairings", "P053", "safer_pairing_id", "P999", "an id of data/pairings.csv"),
        ("pairings", "P053", "overlap_target", "0.5", "1"),
        ("pairings", "P053", "compound_failure_safety", "bail", "safe"),
        ("pairings", "P053", "equipment", "leg_press_machine", "leg_extension_machine;leg_press_machine"),
        ("pairings", "P053", "within_seed_rep_range", "no", "10 to 15"),
        ("equipment", "dual_cable", "includes", "cabel", "ids of data/equipment.csv"),
    ],
)
def test_a_wrong_cell_is_reported_with_file_line_field_value_and_what_is_allowed(table, key, field, value, allowed):
    with pytest.raises(DataError) as caught:
        load_with(table, key, **{field: value})
    message = caught.value.message
    assert message.startswith(f"{table}.csv line {line_of(table, key)}: {field} is {value!r}; allowed: ")
    assert allowed in message
    assert caught.value.hint
    assert caught.value.exit_code == 8


def test_a_pairing_that_breaks_the_definition_of_pre_exhaust_is_reported():
    # Seen from the hamstrings, a leg press is not the second half of a pre-exhaust pair, nor is the extension the first.
    with pytest.raises(DataError, match="target_too_weak_in_isolation"):
        load_with("pairings", "P053", target_muscle="hamstrings", overlap_target="0")


def test_an_id_used_twice_is_reported_at_its_second_use():
    rows = packaged("exercises")
    rows[5] = dict(rows[4])
    with pytest.raises(DataError, match=r"line 7: exercise_id is 'pec_deck'; allowed: an id that no earlier row uses"):
        read_table("exercises", written(rows))


def test_a_missing_column_is_named():
    rows = [{k: v for k, v in row.items() if k != "station"} for row in packaged("exercises")]
    with pytest.raises(DataError, match=r"differ from data/fields\.csv in station"):
        read_table("exercises", written(rows))


def test_a_row_that_is_cut_short_is_reported():
    lines = written(packaged("equipment"))
    lines[3] = "kettlebell,One kettlebell\n"
    with pytest.raises(DataError, match=r"equipment\.csv line 4: 2 cells; allowed: 7"):
        read_table("equipment", lines)


def test_an_empty_file_is_reported():
    with pytest.raises(DataError, match="line 1"):
        read_table("equipment", [])


def test_an_unknown_exercise_is_refused_with_the_nearest_ids():
    with pytest.raises(UnknownExercise, match="leg_extension") as caught:
        load_catalogue().exercise("leg_extention")
    assert caught.value.exit_code == 4


def test_a_hopeless_name_gets_a_next_step_instead_of_a_guess():
    with pytest.raises(UnknownExercise, match="preex exercises"):
        load_catalogue().exercise("x" * 10_000)


def test_an_unknown_pairing_is_refused_with_the_nearest_ids():
    with pytest.raises(NotFound, match="P05"):
        load_catalogue().pairing("P05")


def test_the_examples_of_the_catalogue_document_hold():
    document = Path(__file__).parents[2] / "docs" / "catalogue.md"
    result = doctest.testfile(str(document), module_relative=False, encoding="utf-8")
    assert result.attempted >= 4
    assert result.failed == 0
