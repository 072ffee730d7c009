"""GymBook is read in languages nobody prepared for, because its columns never change."""

import pytest

from preex import logbook
from preex.errors import UnknownFormat

ITALIAN = (
    "Data,Programma,Orario,Esercizio,Zona,Gruppi muscolari (Primari),Gruppi muscolari (Secondari),"
    "Set / Set di riscaldamento / Set di defaticamento,Ripetizioni / Tempo,Peso / Distanza,Appunti,Saltato\n"
)
# Not what the app writes in French: only the shape is the same.
FRENCH = (
    "Date;Programme;Heure;Exercice;Zone;Muscles (primaires);Muscles (secondaires);"
    "Série / Série d'échauffement / Série de récupération;Répétitions / Temps;Poids / Distance;Notes;Sautée\n"
)


def italian(*rows):
    return (ITALIAN + "".join(f"{row}\n" for row in rows)).encode()


def row(time="18:00", title="A", kind="Set", amount="8 ripetizioni", load='"60,00 kg"', skipped="No", day="19/01/25"):
    return f"{day},{title},{time},Squat,Gambe,,,{kind},{amount},{load},,{skipped}"


def only(*rows):
    (one,) = logbook.read(italian(*rows)).sets
    return one


def test_a_language_without_table_is_read_by_the_words_of_its_header():
    text = FRENCH + "19/01/2025;A;18:00;Squat;Jambes;;;Série d'échauffement;12 répétitions;40,00 kg;;Non\n"
    text += "19/01/2025;A;18:05;Gainage;Tronc;;;Série;2 minutes;0,00 kg;;Non\n"
    text += "19/01/2025;A;18:09;Squat;Jambes;;;Série;8 répétitions;62,50 kg;;Oui\n"
    log = logbook.read(text.encode())
    assert [(one.kind, one.reps, one.load_kg, one.duration_s) for one in log.sets] == [
        ("warmup", 12, 40.0, None),
        ("working", 0, 0.0, 120.0),
    ]
    assert log.notes == 1


@pytest.mark.parametrize("word", ["Si", "Sì", "Ja", "Yes", "Oui", "Sim", "SÍ", "Да", "はい"])
def test_a_skipped_set_is_a_note(word):
    log = logbook.read(italian(row(skipped=word)))
    assert (len(log.sets), log.notes, log.problems) == (0, 1, ())


@pytest.mark.parametrize("word", ["No", "Nein", "Não", "Non", "Нет", "いいえ", ""])
def test_a_set_that_was_not_skipped_is_a_set(word):
    assert only(row(skipped=word)).reps == 8


@pytest.mark.parametrize(
    ("amount", "seconds"),
    [("45 secondi", 45), ("1 minuto", 60), ("1,5 ore", 5400), ("90 Sekunden", 90), ("2 h", 7200), ("3 мин", 180)],
)
def test_a_time_is_read_in_its_unit(amount, seconds):
    one = only(row(amount=f'"{amount}"'))
    assert (one.reps, one.duration_s) == (0, seconds)


@pytest.mark.parametrize(
    ("load", "kg", "metres"),
    [("62,50 kg", 62.5, None), ("45 lb", 20.412, None), ("5,00 km", 0.0, 5000.0), ("1.5 mi", 0.0, 2414.016)],
)
def test_a_load_or_distance_is_read_in_its_unit(load, kg, metres):
    one = only(row(load=f'"{load}"'))
    assert (one.load_kg, one.distance_m) == (kg, metres)


def test_a_load_without_unit_is_asked_about():
    log = logbook.read(italian(row(load='"62,50"')), unit="kg")
    assert log.sets[0].load_kg == 62.5


def test_a_gap_of_more_than_three_hours_parts_two_workouts():
    log = logbook.read(italian(row("07:00"), row("10:00"), row("13:01"), row("13:05", title="B")))
    assert len({one.workout for one in log.sets}) == 2
    assert [one.at.hour for one in log.sets] == [7, 10, 13, 13]


def test_a_workout_past_midnight_is_one():
    log = logbook.read(italian(row("23:50"), row("00:10", day="20/01/25")))
    assert log.workouts == 1
    assert [one.local_date for one in log.sets] == ["2025-01-19", "2025-01-20"]


def test_sets_that_lack_the_programme_belong_to_the_workout_all_the_same():
    assert logbook.read(italian(row("18:00", title=""), row("18:04"), row("18:08", title="B"))).workouts == 1


def test_twelve_columns_of_another_kind_are_not_taken_for_it():
    with pytest.raises(UnknownFormat):
        logbook.read(b"a,b,c,d,e,f (g),h (i),j,k / l,m / n,o,p\n1,2,3,4,5,6,7,8,9,10,11,12\n")
