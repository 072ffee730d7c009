"""`preex meta`: pool the effects of a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.output import Out, Table, Text, count
from preex.cli.verb import verb
from preex.meta.names import COMMON, METHODS, TESTS

if TYPE_CHECKING:
    from preex.app.meta import PooledFile

_TEST_WORDS = {"z": "normal", "knha": "Knapp-Hartung", "adhoc": "Knapp-Hartung with a floor"}


@verb("preex meta studies.csv", "preex meta studies.csv --effect g --se se_g --predict")
@click.argument("file")
@click.option("--effect", default="yi", show_default=True, metavar="COLUMN", help="Column of the effects.")
@click.option("--variance", default="vi", show_default=True, metavar="COLUMN", help="Column of sampling variances.")
@click.option("--se", metavar="COLUMN", help="Column of standard errors, in place of variances.")
@click.option(
    "--method",
    type=click.Choice(METHODS, case_sensitive=False),
    default="REML",
    show_default=True,
    help="Estimator of how much studies differ; FE = not at all.",
)
@click.option(
    "--test",
    type=click.Choice(TESTS),
    default="knha",
    show_default=True,
    help="knha allows for few studies; adhoc is never narrower than z.",
)
@click.option("--predict", is_flag=True, help="Also show where the true effect of a next study lies.")
@click.pass_obj
def meta(
    out: Out,
    file: str,
    effect: str,
    variance: str,
    se: str | None,
    method: str,
    test: str,
    predict: bool,
) -> None:
    """Pool the effects in a CSV file, one row a study.

    The rows must be independent: one effect a study. Every row counts; a cell that cannot be read stops the command.
    """
    found = app.pool_file(file, effect=effect, variance=variance, se=se, method=method, test=test)
    out.answer(found.to_json, lambda: _text(found, predict=predict))


def _text(found: PooledFile, *, predict: bool) -> Iterable[Text]:
    r = found.result
    yield f"{found.name}: {count(r.k, 'effect')}, {r.method}, {_TEST_WORDS[r.test]}."
    rows = [("mean", f"{r.mu:.4g}", f"{r.ci_low:.4g} to {r.ci_high:.4g}", _p(r.p))]
    if predict and found.predicts:
        rows.append(("next study", "", f"{r.pi_low:.4g} to {r.pi_high:.4g}", ""))
    if found.tau2_low is not None and found.tau2_high is not None:
        spread = f"{found.tau2_low**0.5:.4g} to {found.tau2_high**0.5:.4g}"
        rows.append(("tau", f"{r.tau2**0.5:.4g}", spread, ""))
    yield Table(("", "estimate", "95 % interval", "p"), rows)
    if r.k > 1:
        yield f"{100 * r.i2:.0f} % of the spread is not chance within studies (I2). Q {r.q:.4g}, df {r.k - 1}, p {_p(r.q_p)}."
    yield from r.notes
    if predict and not found.predicts:
        why = "a common effect is assumed" if r.method in COMMON else f"{count(r.k, 'effect')} cannot tell"
        yield f"Where a next study's effect lies is not shown: {why}."


def _p(p: float) -> str:
    return "< 0.0001" if p < 0.0001 else f"{p:.2g}"
