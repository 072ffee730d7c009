"""A plan while it is being edited: every state since it was opened, so that nothing is lost and each edit can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from preex.errors import ValidationError
from preex.planner.document import Plan, plan_from_json
from preex.planner.reading import Reader


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to a plan, and the plan after it."""

    did: str  # code of the edit; "" for the plan as it was opened
    about: str  # what it was done to: exercises or a day, in the words of the plan
    plan: Plan


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan while it is edited: where it began, and every edit since, so that each can be undone."""

    MOST = 50  # edits kept; older ones are part of the beginning

    base: str | None  # id of the saved plan it is a change of; None = of none
    edits: tuple[Edit, ...]  # the first is the plan as it was opened

    @classmethod
    def of(cls, plan: Plan, base: str | None) -> Draft:
        """Open a plan; what was said about it is of the plan as it was, and stays with it."""
        return cls(base, (Edit("", "", replace(plan, advice={})),))

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.edits[-1].plan

    @property
    def before(self) -> Plan:
        """The plan before the last edit."""
        return self.edits[-2].plan if len(self.edits) > 1 else self.plan

    @property
    def can_be_undone(self) -> bool:
        """True once something was edited."""
        return len(self.edits) > 1

    def edited(self, did: str, about: str, plan: Plan) -> Draft:
        """Add an edit."""
        return replace(self, edits=(*self.edits, Edit(did, about, plan))[-self.MOST :])

    def undone(self) -> Draft:
        """Take the last edit back.

        Raises
        ------
        ValidationError : nothing was edited.
        """
        if not self.can_be_undone:
            raise ValidationError("there is nothing to undo.", hint="The plan is as it was saved.")
        return replace(self, edits=self.edits[:-1])

    def to_json(self) -> dict[str, object]:
        """Return plain data."""
        edits = [{"did": e.did, "about": e.about, "plan": e.plan.to_json()} for e in self.edits]
        return {"base": self.base, "edits": edits}


def draft_from_json(data: object) -> Draft:
    """Read a draft.

    Raises
    ------
    FieldError : it is not as `Draft.to_json` writes it.
    """
    r = Reader(data)
    base = r.text("base") if r.has("base") else None
    edits = []
    for path, one in r.items("edits"):
        e = Reader(one, path)
        edits.append(Edit(e.text("did"), e.text("about"), plan_from_json(e.raw("plan"))))
        e.done()
    r.done()
    return Draft(base, tuple(edits))
