"""Tables of the log.

Every change is an entry: a file imported, or sets recorded. Undoing an entry hides its sets, so nothing is lost and a
hidden set does not stand in the way of the same set coming again. Physical quantities carry their unit in the name.
"""

# ruff: noqa: DJ008 - rows are never shown to anybody; what is shown is made of `preex.store.records`

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from preex.core.performed import SetKind
from preex.units import LoadUnit

UNITS = ("", *(unit.value for unit in LoadUnit))
ID_LENGTH = 255  # characters of an id; PostgreSQL cannot index texts above some 2,700 bytes


def _not_negative(table: str, *fields: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(condition=Q(**{f"{field}__gte": 0}), name=f"{table}_{field}_not_negative")
        for field in fields
    ]


class AthleteRow(models.Model):
    """A lifter; see `preex.store.records.Athlete`."""

    name = models.CharField(max_length=80, unique=True)
    body_mass_kg = models.FloatField(null=True)
    experience = models.CharField(max_length=40, default="")
    goal = models.CharField(max_length=40, default="")
    goal_lift = models.CharField(max_length=ID_LENGTH, default="")
    unit = models.CharField(max_length=2, default="")
    zone = models.CharField(max_length=64, default="")
    gym = models.JSONField(default=dict)
    joints = models.JSONField(default=dict)
    lagging = models.JSONField(null=True)

    class Meta:
        """Table name and rules."""

        db_table = "preex_athlete"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(body_mass_kg__gt=0), name="athlete_body_mass_above_zero"),
            models.CheckConstraint(condition=Q(unit__in=UNITS), name="athlete_unit_known"),
        ]


class PlanRow(models.Model):
    """A plan as it was saved. Plans are never changed: a changed plan is a new one."""

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()  # counts up per athlete
    at = models.DateTimeField()
    plan = models.JSONField()

    class Meta:
        """Table name and rules."""

        db_table = "preex_plan"
        constraints: ClassVar = [models.UniqueConstraint(fields=["athlete", "number"], name="plan_number_once")]


class DraftRow(models.Model):
    """A plan while it is being edited: every state since it was opened, so that each edit can be undone; {} = none is."""

    athlete = models.OneToOneField(AthleteRow, primary_key=True, on_delete=models.CASCADE, related_name="draft")
    version = models.PositiveIntegerField()  # counts up with every change; two windows see each other by it
    at = models.DateTimeField()
    draft = models.JSONField()

    class Meta:
        """Table name."""

        db_table = "preex_plan_draft"


class FitRow(models.Model):
    """What a fit found of an athlete. Fits are never changed: the latest counts, `person` null = the population again."""

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, related_name="fits")
    number = models.PositiveIntegerField()  # counts up per athlete
    at = models.DateTimeField()
    person = models.JSONField(null=True)
    about = models.JSONField(default=dict)

    class Meta:
        """Table name and rules."""

        db_table = "preex_fit"
        constraints: ClassVar = [models.UniqueConstraint(fields=["athlete", "number"], name="fit_number_once")]


class TrialRow(models.Model):
    """A trial as it was locked; its seed is told to nobody until it is over."""

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, related_name="trials")
    number = models.PositiveIntegerField()  # counts up per athlete
    at = models.DateTimeField()
    protocol = models.JSONField()
    seed = models.CharField(max_length=ID_LENGTH)

    class Meta:
        """Table name and rules."""

        db_table = "preex_trial"
        constraints: ClassVar = [models.UniqueConstraint(fields=["athlete", "number"], name="trial_number_once")]


class TrialEventRow(models.Model):
    """Something that happened in a trial. Events are only added."""

    trial = models.ForeignKey(TrialRow, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()  # counts up per trial
    event = models.JSONField()

    class Meta:
        """Table name and rules."""

        db_table = "preex_trial_event"
        constraints: ClassVar = [models.UniqueConstraint(fields=["trial", "number"], name="trial_event_number_once")]


class EntryRow(models.Model):
    """One change of an athlete's log: the unit of undo."""

    class Kind(models.TextChoices):
        """Where the sets came from."""

        IMPORT = "import"
        RECORD = "record"

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()  # counts up per athlete
    kind = models.CharField(max_length=6)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    plan = models.ForeignKey(PlanRow, null=True, on_delete=models.SET_NULL, related_name="entries")

    class Meta:
        """Table name and rules."""

        db_table = "preex_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "number"], name="entry_number_once"),
            models.CheckConstraint(condition=Q(kind__in=["import", "record"]), name="entry_kind_known"),
        ]


class ImportRow(models.Model):
    """The file behind an entry of kind import, and what became of its rows."""

    entry = models.OneToOneField(EntryRow, primary_key=True, on_delete=models.CASCADE, related_name="file")
    file_name = models.TextField()
    digest = models.CharField(max_length=ID_LENGTH)
    format = models.CharField(max_length=80)
    unit = models.CharField(max_length=2)
    rows = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    already_stored = models.PositiveIntegerField()
    problems = models.PositiveIntegerField()

    class Meta:
        """Table name and rules."""

        db_table = "preex_import"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(unit__in=UNITS), name="import_unit_known")]


class RawRow(models.Model):
    """A line of an imported file as it was read. Kept apart from the sets, which are read far more often."""

    entry = models.ForeignKey(EntryRow, on_delete=models.CASCADE, related_name="raw_rows")
    line = models.PositiveIntegerField()
    text = models.TextField()  # a JSON object

    class Meta:
        """Table name and rules."""

        db_table = "preex_raw_row"
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "line"], name="raw_line_once")]


class WorkoutRow(models.Model):
    """One visit to the gym. Keeps the sets of two workouts apart that share a start, as date-only logs have."""

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, related_name="workouts")
    key = models.CharField(max_length=ID_LENGTH)  # `PerformedSet.workout`

    class Meta:
        """Table name and rules."""

        db_table = "preex_workout"
        constraints: ClassVar = [models.UniqueConstraint(fields=["athlete", "key"], name="workout_key_once")]


class SetRow(models.Model):
    """One set as it was done; see `preex.core.performed.PerformedSet`."""

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, db_index=False, related_name="sets")
    entry = models.ForeignKey(EntryRow, on_delete=models.CASCADE, related_name="sets")
    workout = models.ForeignKey(WorkoutRow, on_delete=models.CASCADE, related_name="sets")
    position = models.PositiveIntegerField()  # within the workout, in the order done
    source_id = models.CharField(max_length=ID_LENGTH, null=True)  # noqa: DJ001 - None and "" differ for uniqueness
    hidden = models.BooleanField(default=False)  # its entry was undone

    exercise = models.TextField()
    name = models.TextField()
    kind = models.CharField(max_length=10)
    reps = models.BigIntegerField()
    load_g = models.BigIntegerField()  # exact, so equal loads compare equal and sums do not drift
    load_typed = models.CharField(max_length=64)  # decimal number as typed; empty when the load was not typed
    load_unit = models.CharField(max_length=2)  # of `load_typed`
    rir = models.FloatField(null=True)
    rest_before_s = models.FloatField(null=True)
    duration_s = models.FloatField(null=True)
    distance_m = models.FloatField(null=True)
    at = models.DateTimeField()
    local_date = models.DateField(null=True)
    zone = models.CharField(max_length=64)
    superset = models.TextField(null=True)  # noqa: DJ001 - None = not in a superset
    block = models.BigIntegerField()
    source_line = models.BigIntegerField(null=True)
    flags = models.TextField()  # codes, separated by spaces
    note = models.TextField()
    gave_out = models.CharField(max_length=20, null=True)  # noqa: DJ001 - None = nobody asked

    class Meta:
        """Table name and rules."""

        db_table = "preex_set"
        indexes: ClassVar = [
            models.Index(
                fields=["athlete", "at", "workout", "position"], condition=Q(hidden=False), name="set_in_order_done"
            ),
            models.Index(fields=["athlete", "source_id"], condition=Q(hidden=True), name="set_taken_back"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "source_id"], condition=Q(hidden=False), name="set_source_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in SetKind]), name="set_kind_known"),
            models.CheckConstraint(condition=Q(load_unit__in=UNITS), name="set_load_unit_known"),
            *_not_negative("set", "reps", "load_g", "rir", "rest_before_s", "duration_s", "distance_m"),
        ]


# The columns that make a `PerformedSet`, in the order `preex.store.codec` writes and reads them.
SET_COLUMNS = (
    "exercise",
    "load_g",
    "reps",
    "at",
    "rir",
    "rest_before_s",
    "kind",
    "workout__key",
    "superset",
    "source_line",
    "name",
    "load_typed",
    "load_unit",
    "local_date",
    "zone",
    "duration_s",
    "distance_m",
    "note",
    "block",
    "flags",
    "source_id",
    "gave_out",
)


class OperationRow(models.Model):
    """Something that happened in a training session, as a phone told it. Rows are only added; see `preex.store.chain`."""

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, db_index=False, related_name="operations")
    seq = models.PositiveBigIntegerField()  # counts up per athlete, in the order of arrival
    op_id = models.CharField(max_length=36)
    clock = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    session = models.CharField(max_length=36)  # "" when it names none
    set = models.CharField(max_length=36)  # "" when it names none
    text = models.TextField()  # a JSON object: the operation; the columns above repeat what is looked for
    received_at = models.DateTimeField()
    hash = models.CharField(max_length=64)  # covers the hash before it

    class Meta:
        """Table name and rules."""

        db_table = "preex_operation"
        indexes: ClassVar = [
            models.Index(fields=["athlete", "session"], name="operation_of_session"),
            models.Index(fields=["athlete", "set"], name="operation_of_set"),
            models.Index(fields=["athlete", "clock"], name="operation_clock"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "seq"], name="operation_seq_once"),
            models.UniqueConstraint(fields=["athlete", "op_id"], name="operation_id_once"),
        ]


class PredictionRow(models.Model):
    """What was expected of a set before it was done; see `preex.store.records.SavedPrediction`. [reps]"""

    set = models.OneToOneField(SetRow, primary_key=True, on_delete=models.CASCADE, related_name="prediction")
    mean = models.FloatField()
    sd = models.FloatField()
    q10 = models.FloatField()
    q50 = models.FloatField()
    q90 = models.FloatField()
    fresh_mean = models.FloatField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        """Table name and rules."""

        db_table = "preex_prediction"
        constraints: ClassVar = [
            *_not_negative("prediction", "mean", "sd", "fresh_mean"),
            models.CheckConstraint(
                condition=Q(q10__lte=F("q50")) & Q(q50__lte=F("q90")), name="prediction_quantiles_ascend"
            ),
        ]


class NameRow(models.Model):
    """Which exercise an athlete means by a name the catalogue does not know."""

    athlete = models.ForeignKey(AthleteRow, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=ID_LENGTH)
    exercise = models.CharField(max_length=ID_LENGTH)

    class Meta:
        """Table name and rules."""

        db_table = "preex_name"
        constraints: ClassVar = [models.UniqueConstraint(fields=["athlete", "name"], name="name_once")]
