"""`preex meta`: studies in a file."""

import json

import pytest

import preex

TABLE = "study,yi,vi\nA,-0.42,0.061\nB,-1.35,0.083\nC,-0.78,0.047\n"
FIELDS = {"k", "mu", "se", "ci_low", "ci_high", "tau2", "i2", "h2", "q", "q_p", "pi_low", "pi_high"}


@pytest.fixture
def pool(preex, tmp_path):
    def run(text, *words):
        path = tmp_path / "studies.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return preex("meta", path, *words)

    return run


def test_the_file_is_pooled_as_its_numbers_are(pool):
    answer = pool(TABLE, "--json").json
    assert answer["schema"] == "preex.meta/1"
    assert answer.keys() >= FIELDS
    r = preex.meta.random_effects([-0.42, -1.35, -0.78], [0.061, 0.083, 0.047])
    assert {name: answer[name] for name in FIELDS} == {name: getattr(r, name) for name in FIELDS}


@pytest.mark.parametrize("method", ["REML", "DL", "PM", "ML", "FE", "reml"])
@pytest.mark.parametrize("test", ["z", "knha"])
def test_every_method_and_test_of_the_interface_is_taken(pool, method, test):
    answer = pool(TABLE, "--json", "--method", method, "--test", test).json
    assert (answer["method"], answer["test"]) == (method.upper(), test)


def test_standard_errors_are_squared_only_when_they_are_named_so(pool):
    squared = pool(TABLE, "--json").json
    by_se = "g;s\n" + "".join(f"{y};{v**0.5:.17g}\n" for y, v in ((-0.42, 0.061), (-1.35, 0.083), (-0.78, 0.047)))
    assert pool(by_se, "--json", "--effect", "g", "--se", "s").json["mu"] == pytest.approx(squared["mu"])


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace(",", "\t"),
        TABLE.replace(",", ";").replace(".", ","),
        b"\xef\xbb\xbf" + TABLE.replace("\n", "\r\n").encode(),
        TABLE + "\n,,\n",
        TABLE.replace("-0.42", " -4.2E-1 "),
    ],
)
def test_a_file_may_be_written_as_spreadsheets_write_it(pool, text):
    assert pool(text, "--json").json["mu"] == pytest.approx(-0.8313288436)


def test_the_text_names_the_mean_its_interval_and_the_spread(pool):
    rows = "".join(f"{y},0.05\n" for y in (0.1, 0.5, 0.9, 0.2, 0.4))
    shown = pool("yi,vi\n" + rows, "--predict").out
    assert "5 effects, REML, Knapp-Hartung." in shown
    assert all(word in shown for word in ("mean", "next study", "tau", "I2"))
    assert "next study" not in pool("yi,vi\n" + rows).out


def test_three_studies_are_not_asked_where_a_next_one_lies(pool):
    assert "3 effects cannot tell" in pool(TABLE, "--predict").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yi,vi\n0.3,-0.1\n0.2,0.1\n", "line 2, vi: -0.1 is not above 0"),
        ("yi,vi\n0.3,0\n", "line 2, vi: 0 is not above 0"),
        ("yi,vi\n0.3,0.1\ntwelve,0.1\n", "line 3, yi: 'twelve' is not a number"),
        ("yi,vi\n0.3,NA\n", "line 2, vi: 'NA' is not a number"),
        ("yi,vi\n0.3,inf\n", "line 2, vi: 'inf' is not a number"),
        ("yi,vi\n0.3,\n", "line 2, vi: is empty"),
        ("yi,vi\n0.3\n", "line 2, vi: is empty"),
        ("yi,vi\n0.2,0.1\n0,3,0,05\n", "line 3: 4 cells; the header has 2"),
        ("yi,vi\n" + "x,1\n" * 9, "and 6 more"),
        ("g,v\n0.3,0.1\n", "has no column 'yi'; its columns are: g, v"),
        ("yi,yi,vi\n0.3,0.1,1\n", "has the column 'yi' 2 times"),
        ("yi,vi\n", "has no study below its header"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_pooled_is_refused_with_its_line(pool, text, said):
    done = pool(text, "--json")
    assert done.code == 3
    assert said in done.error["message"]
    assert done.error["hint"]


def test_a_file_that_is_not_there_is_not_found(preex, tmp_path):
    assert preex("meta", tmp_path / "none.csv").code == 4


def test_an_unknown_method_is_a_wrong_command_line(pool):
    assert pool(TABLE, "--method", "guess").code == 2


@pytest.mark.parametrize(("text", "k"), [("yi,vi\n0.3,0.1\n", 1), ("yi,vi\n" + "0.3,0.1\n" * 6, 6)])
def test_one_study_and_equal_ones_are_answered_with_what_must_be_known(pool, text, k):
    answer = pool(text, "--json").json
    assert (answer["k"], answer["mu"]) == (k, pytest.approx(0.3))
    assert answer["ci_low"] < 0.3 < answer["ci_high"]
    assert len(answer["notes"]) == 1
    assert answer["notes"][0] in pool(text).out


def test_ten_thousand_rows_are_pooled(pool):
    text = "yi,vi\n" + "".join(f"{(i % 7) / 10},{0.01 + (i % 5) / 100}\n" for i in range(10_000))
    assert pool(text, "--json").json["k"] == 10_000


def test_an_equation_without_a_solution_is_said(pool, monkeypatch):
    from preex.meta import heterogeneity

    monkeypatch.setattr(
        heterogeneity, "_doubled", lambda *_: (_ for _ in ()).throw(heterogeneity.NotConverged("no tau2."))
    )
    done = pool(TABLE, "--json")
    assert (done.code, done.error["code"]) == (3, "not_converged")
    assert json.dumps(done.json).count("mu") == 0
