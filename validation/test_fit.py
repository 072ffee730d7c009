"""Does a fit find what a lifter is, and say how sure it may be? `docs/fit.md` shows the tables; this checks them in minutes."""

import sys
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from preex.errors import Unavailable
from preex.fatigue import verify
from preex.fatigue.fitting.fit import fit
from preex.fatigue.fitting.scoring import search
from preex.fatigue.fitting.sheet import read
from preex.fatigue.person import NAMES
from preex.units import KG_PER_LB

HERE = Path(__file__).parent / "fit"
sys.path.insert(0, str(HERE))
lifters, recovery, planted, nuts, foretold, page = (
    import_module(name) for name in ("lifters", "recovery", "planted", "nuts", "foretold", "fit_page")
)
FEW = 10  # lifters; the recorded tables hold more
SHORT = lifters.BY_NAME["short"]


@pytest.fixture(scope="module")
def few():
    """What the fit makes of a few lifters with 15 workouts each, as it takes logs to be."""
    case = replace(SHORT, habits=replace(SHORT.habits, open_loop=True, unreported=0.0))
    rows = [r for k in range(FEW) for r in lifters.judged(*lifters.invented(case, k))[0]]
    return {name: [r for r in rows if r.quantity == name] for name in (*NAMES, "level", "phi")}


def test_intervals_hold_the_truth_about_as_often_as_they_say(few):
    within = {name: np.mean([abs(r.rank - 0.5) <= 0.4 for r in rows]) for name, rows in few.items()}
    constants = np.mean([within[name] for name in NAMES])
    print(f"80 % intervals: constants {constants:.2f},", ", ".join(f"{n} {v:.2f}" for n, v in within.items()))
    assert constants == pytest.approx(0.8, abs=0.15)  # 80 ranks, those of one lifter alike: three standard errors
    assert within["level"] == pytest.approx(0.8, abs=0.15)


def test_who_tires_more_is_found_to_tire_more(few):
    for name in ("gain", "sigma", "tau_fast_s"):
        truth, centre = ([getattr(r, f) for r in few[name]] for f in ("truth", "centre"))
        assert np.corrcoef(truth, centre)[0, 1] > 0.6, name


@pytest.mark.parametrize("row", recovery.recorded(), ids=lambda r: f"{r['case']}: {r['quantity']}")
def test_recorded_intervals_are_not_far_too_narrow(row):
    """Where they fall short the page says so; below half of what it says an interval would mislead."""
    assert float(row["within_80"]) >= 0.4


@pytest.mark.parametrize("pinned", nuts.PINNED, ids=lambda p: p.name)
def test_the_fit_agrees_with_draws_of_the_same_posterior(pinned):
    entry = next(e for e in nuts.recorded()["logs"] if e["log"] == pinned.name)
    _, sets = pinned.invented()
    assert nuts.fingerprint(sets) == entry["fingerprint"], "the log is another one: run validation/fit/nuts.py"
    assert entry["divergences"] == 0
    assert max(entry["rhat"]) < 1.05
    assert min(entry["ess"]) > 100
    off, ratio = nuts.apart(entry, *nuts.fitted_now(pinned))
    for name, o, r in zip(entry["names"], off, ratio, strict=True):
        print(f"{name:30} {o:+.2f} sd, {r:.2f}")
    assert np.abs(off).max() < page.FARTHEST
    assert ratio.min() > page.NARROWEST
    assert ratio.max() < page.WIDEST


@pytest.mark.skipif(find_spec("nutpie") is None, reason="needs the extra `verify` (nutpie)")
@pytest.mark.filterwarnings("ignore")  # those of ArviZ about itself
def test_a_short_chain_goes_where_the_recorded_one_went():
    entry, pinned = nuts.recorded()["logs"][0], nuts.PINNED[0]
    sheet = read(pinned.invented()[1], lifters.MOVES, lifters.BODY_MASS_KG)
    drawn = verify.draw(verify.Density(sheet, search(sheet)), draws=60, warm_up=60, seed=1)
    away = (drawn.quantities().mean((0, 1)) - entry["mean"]) / entry["sd"]
    assert np.abs(away).max() < 1.0  # about four standard errors of the mean of 40 effective draws


@pytest.mark.skipif(find_spec("nutpie") is not None, reason="says what happens without the extra `verify`")
def test_without_the_extra_it_says_what_to_install():
    sheet = read(planted.equal(30), lifters.MOVES, lifters.BODY_MASS_KG)
    found = replace(search(sheet), belief=1.0)
    with pytest.raises(Unavailable, match=r"preex\[verify\]"):
        verify.draw(verify.Density(sheet, found))


@pytest.mark.parametrize("case", planted.planted(), ids=lambda c: c.name)
def test_a_fit_says_what_a_log_cannot_tell(case):
    row = planted.said(case)
    assert not set(case.silent) & set(row["told"].split())
    assert row["verdicts"].count("cannot tell") == len(NAMES) - len(row["told"].split())


def test_a_log_with_everything_written_tells_every_constant():
    assert set(planted.said(planted.planted()[0])["told"].split()) == set(NAMES)


def test_the_page_is_what_the_script_makes():
    assert page.PAGE.read_text(encoding="utf-8") == page.page()


# ---------------------------------------------------------------- laws


@pytest.fixture(scope="module")
def sets():
    return planted.usual(replace(planted.FULL, workouts=12))


def fitted(sets):
    person = fit(sets, lifters.MOVES, lifters.BODY_MASS_KG).person
    return person.centre_z, person.covariance


def test_the_order_of_workouts_in_the_file_does_not_matter(sets):
    days = sorted({s.workout for s in sets}, key=int, reverse=True)
    turned = [s for day in days for s in sets if s.workout == day]
    for a, b in zip(fitted(sets), fitted(turned), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-9)


def test_a_set_given_twice_counts_once(sets):
    named = [replace(s, source_id=f"s{i}") for i, s in enumerate(sets)]
    for a, b in zip(fitted(named), fitted([*named, *named]), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-9)


def test_pounds_and_back_change_nothing(sets):
    there_and_back = [replace(s, load_kg=s.load_kg / KG_PER_LB * KG_PER_LB) for s in sets]
    for a, b in zip(fitted(sets), fitted(there_and_back), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-4)


def test_more_workouts_narrow_the_intervals():
    widths = {n: np.sqrt(np.diag(fitted(planted.usual(replace(planted.FULL, workouts=n)))[1])) for n in (6, 12, 24, 48)}
    print({n: w.round(2).tolist() for n, w in widths.items()})
    mean = [w.mean() for w in widths.values()]
    assert mean == sorted(mean, reverse=True)
