"""All that is known: the packaged studies and findings, and those a user has added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from preex.core.table import Table, read_table
from preex.errors import NotFound
from preex.evidence.effects import Finding, findings_of
from preex.evidence.studies import Study, studies_of

POPULATIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "trained": ("training", "trained"),
        "recreational": ("training", "recreational"),
        "untrained": ("training", "untrained"),
        "men": ("sex", "male"),
        "women": ("sex", "female"),
        "both sexes": ("sex", "mixed"),
    }
)
DESIGNS = ("crossover", "parallel", "within_limbs", "cross_sectional", "measurement", "meta_analysis", "synthesis")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Studies and findings by id, in the order of their tables."""

    studies: Mapping[str, Study]
    findings: Mapping[str, Finding]

    def study(self, study_id: str) -> Study:
        """Return one study.

        Raises
        ------
        NotFound : there is no such id.
        """
        try:
            return self.studies[study_id]
        except KeyError:
            raise NotFound(
                f"no study is called {study_id[:60]!r}.", hint="List them: preex evidence --outcome all."
            ) from None

    def of(self, study_id: str) -> Iterator[Finding]:
        """Yield the findings of one study."""
        return (f for f in self.findings.values() if f.study == study_id)

    @property
    def own(self) -> tuple[str, ...]:
        """Ids of the studies this user has added."""
        return tuple(s.id for s in self.studies.values() if s.own)

    @property
    def registered(self) -> tuple[Study, ...]:
        """Studies that are announced and have no result yet."""
        return tuple(s for s in self.studies.values() if s.status == "registered")

    @property
    def last_reviewed(self) -> date:
        """The newest look at any row."""
        return max(s.last_reviewed for s in self.studies.values())

    def only(self, *, population: str = "", design: str = "") -> Evidence:
        """Return the part that concerns some people or designs; "" = all.

        Raises
        ------
        NotFound : a population that is not of `POPULATIONS`, or a design not of `DESIGNS`.
        """
        for name, value, known in (("population", population, POPULATIONS), ("design", design, DESIGNS)):
            if value and value not in known:
                raise NotFound(f"no {name} is called {value[:60]!r}.", hint=f"Choose from {', '.join(known)}.")
        field, wanted = POPULATIONS.get(population, ("", ""))
        kept = {
            s.id: s
            for s in self.studies.values()
            if (not population or getattr(s, field) == wanted) and (not design or s.design == design)
        }
        return Evidence(kept, {f.id: f for f in self.findings.values() if f.study in kept})

    def with_also(self, studies: Mapping[str, Study], findings: Mapping[str, Finding]) -> Evidence:
        """Return this evidence and more; of two rows of one id the new one stands."""
        return Evidence({**self.studies, **studies}, {**self.findings, **findings})


@cache
def packaged() -> Evidence:
    """Read, check and return the packaged evidence; later calls return the same object.

    Raises
    ------
    DataError : a packaged table breaks its own rules; the text names file, line, field, value and what is allowed.
    """
    return build(read_table("studies"), read_table("effects"))


def build(studies: Table, effects: Table, *, own: bool = False) -> Evidence:
    """Make evidence of checked tables, and check what no single cell can tell."""
    known = studies_of(studies, own=own)
    return Evidence(MappingProxyType(known), MappingProxyType(findings_of(effects, known)))
