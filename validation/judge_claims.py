"""Write the certainty of every claim, as its questions are judged today, into data/claims.csv: python validation/judge_claims.py."""

import csv
import sys
from pathlib import Path

from preex.evidence.certainties import sureness
from preex.evidence.claims import SENTENCES, claims

LEDGER = Path(__file__).parents[1] / "src" / "preex" / "data" / "claims.csv"


def main() -> None:
    """Rewrite the two columns that are computed, and tell what changed."""
    with LEDGER.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        found = sureness(claims()[row["id"]])
        if found.certainty != row["certainty"]:
            sys.stderr.write(f"{row['id']}: {row['certainty']} -> {found.certainty}\n")
        row.update(certainty=found.certainty, why=SENTENCES.join(found.why))
    with LEDGER.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
