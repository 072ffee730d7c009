"""Every route, every kind of object in it, everybody who might ask: who gets an answer, and who learns nothing.

The table below says who; it is written from the design (`Who may do what` in docs/accounts.md), not read from the code.
A route that stands in no row fails.
"""

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from preex.accounts.models import Grant, Role, User
from preex.accounts.rules import FOR_COACHES, Scope
from preex.accounts.sessions import SessionStore
from preex.app.trial_planning import new_trial
from preex.store.models import AthleteRow
from preex.web.api.service import description

NOW = datetime.now(UTC)
CANARY = "zzcanaryzz"
STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes\n"
ALL = frozenset(FOR_COACHES)
# Who asks -> scopes, from, until, revoked. All have an athlete of their own, too.
COACHES = {
    "coach": (ALL, NOW - timedelta(days=1), None, None),
    "coach of the log": ({Scope.LOG_READ}, NOW - timedelta(days=1), NOW + timedelta(days=1), None),
    "coach without scopes": (set(), NOW - timedelta(days=1), None, None),
    "coach of yesterday": (ALL, NOW - timedelta(days=9), NOW - timedelta(days=1), None),
    "coach of tomorrow": (ALL, NOW + timedelta(days=1), None, None),
    "coach sent away": (ALL, NOW - timedelta(days=9), None, NOW - timedelta(hours=1)),
}
ACTORS = ("owner", *COACHES, "other", "admin", "nobody")
LOG = frozenset({"owner", "coach", "coach of the log"})
ALL_OF_IT = frozenset({"owner", "coach"})
OWN = frozenset({"owner"})
# Name of a page -> who may read it, who may change something by it; None = it does not do that.
PAGES = {
    "today": (LOG, None), "compare": (ALL_OF_IT, None), "pairs": (LOG, None), "pair": (LOG, None), "pairs-compared": (LOG, None),
    "progress": (LOG, None), "strength": (LOG, None), "volume": (LOG, None), "volume-names": (LOG, OWN), "costs": (LOG, None), "trial-pool": (LOG, LOG), "trial-pool-figure": (LOG, None),
    "log": (ALL_OF_IT, ALL_OF_IT), "log-undo": (None, ALL_OF_IT), "session": (ALL_OF_IT, None), "session-ranges": (None, LOG),
    "plan": (ALL_OF_IT, ALL_OF_IT), "plan-edit": (ALL_OF_IT, ALL_OF_IT), "plan-undo": (None, ALL_OF_IT), "plan-save": (None, ALL_OF_IT),
    "import": (ALL_OF_IT, OWN), "import-preview": (ALL_OF_IT, OWN), "import-undo": (None, OWN),
    "settings": (ALL_OF_IT, OWN), "gym": (ALL_OF_IT, OWN), "gym-unit": (None, OWN), "export": (OWN, None),
    "session-trial-check-in": (None, OWN), "session-trial-record": (None, OWN),
    "trials": (ALL_OF_IT, None), "trial": (ALL_OF_IT, None), "trial-new": (ALL_OF_IT, OWN),
    "trial-result": (ALL_OF_IT, None), "trial-figure": (ALL_OF_IT, None), "trial-course": (ALL_OF_IT, None), "trial-blocks": (ALL_OF_IT, None),
    "trial-report": (ALL_OF_IT, None), "trial-audit": (None, ALL_OF_IT), "trial-export": (ALL_OF_IT, None),
    **{f"trial-{act}": (None, OWN) for act in ("check-in", "record", "miss", "pain-stop", "amend", "deviate", "look", "end")},
}  # fmt: skip
# Method and path of the API -> who.
ROUTES = {
    ("get", "/api/v1/changes"): ALL_OF_IT, ("post", "/api/v1/ops"): ALL_OF_IT, ("get", "/api/v1/status"): LOG,
    ("get", "/api/v1/volume"): LOG, ("get", "/api/v1/compare"): ALL_OF_IT, ("post", "/api/v1/predict"): LOG,
    ("get", "/api/v1/plans"): LOG, ("post", "/api/v1/plans"): ALL_OF_IT, ("get", "/api/v1/plans/current"): ALL_OF_IT,
    ("put", "/api/v1/plans/current"): ALL_OF_IT, ("get", "/api/v1/plans/{plan_id}"): ALL_OF_IT,
}  # fmt: skip
# What is the same for everybody, or concerns the one who asks and no athlete.
NOT_OF_AN_ATHLETE = {
    "demo", "look-at-me", "session-module", "session-worker", "learn", "claims", "claim", "evidence", "evidence-figure", "evidence-export",
    "evidence-template", "evidence-question", "evidence-study", "healthz", "readyz", "language",
    "begin", "begin-step",  # questions whose answers the browser holds; the last is tried by itself below
}  # fmt: skip
SAME_FOR_ALL = {"/api/v1/claims", "/api/v1/evidence", "/api/v1/exercises", "/api/v1/muscles", "/api/v1/pairs"}


@pytest.fixture
def victim(accounts, store, client):  # noqa: ARG001 - people log in
    """An athlete with one of everything, each marked; what stands in the addresses of it."""
    AthleteRow.objects.create(name="victim")
    people = {}
    for actor in ACTORS[:-1]:
        user = User.objects.create(username=actor.replace(" ", "-"), joined_at=NOW, is_admin=actor == "admin")
        people[actor] = user
        mine = AthleteRow.objects.get(name="victim") if actor == "owner" else AthleteRow.objects.create(name=actor)
        Grant.objects.create(user=user, athlete=mine, role=Role.OWNER, since=NOW - timedelta(days=10))
        if actor in COACHES:
            scopes, since, until, revoked = COACHES[actor]
            athlete = AthleteRow.objects.get(name="victim")
            Grant.objects.create(
                user=user, athlete=athlete, role=Role.COACH, scopes=sorted(scopes), since=since, until=until, revoked_at=revoked,
            )  # fmt: skip
    owner = browser_of(people["owner"])
    days = [f"{NOW - timedelta(days=n):%Y-%m-%d} 18:00:00" for n in range(20, 1, -2)]
    lifts = [(lift, n) for lift in ("Leg Extension (Machine)", "Leg Press", CANARY) for n in (1, 2, 3)]
    rows = [f'{day},{CANARY},1h,"{lift}",{n},100,{9 - n},0,0,{CANARY}' for day in days for lift, n in lifts]
    file = SimpleUploadedFile(f"{CANARY}.csv", (STRONG + "\n".join(rows) + "\n").encode(), content_type="text/csv")
    answer = owner.post("/import", {"file": file, "unit": "kg"})
    assert answer.status_code == 302, answer.content.decode()
    ticket = answer.headers["Location"].split("/")[2].split("?")[0]
    owner.post(f"/import/{ticket}", {"unit": "kg", "tz": ""})
    assert store.count_sets("victim") == len(rows)
    owner.post("/log", {"line": "leg press 8x60kg"})
    assert store.count_sets("victim") == len(rows) + 1
    file.seek(0)
    ticket = owner.post("/import", {"file": file, "unit": "kg"}).headers["Location"].split("/")[2].split("?")[0]
    pain = {"session": uuid7(2), "joint": "knee", "level": 7, "stopped": False}
    told = owner.post(
        "/api/v1/ops",
        json.dumps({"athlete": "victim", "ops": [start(1), op(9, "pain", **pain)]}),
        content_type="application/json",
    )
    assert told.status_code == 200, told.content
    planned = {"days": 1, "minutes": 60, "lagging": ["quads"]}
    owner.post("/api/v1/plans?athlete=victim", json.dumps(planned), content_type="application/json")
    new_trial(store, "victim", asked="order", pairs=["leg_extension:leg_press"], weeks=4, per_week=2, seed="1", at=NOW)
    return people, {
        "ticket": ticket, "batch": "B-1", "trial_id": "T-1", "plan_id": "P-1", "pairing_id": "P053", "step": "goal",
    }  # fmt: skip


def uuid7(n):
    return str(UUID(int=(0x0199_B3C0_8A00 << 80) | (0x7000 << 64) | (0x8000 << 48) | n))


def op(n, kind, **body):
    at = f"{NOW:%Y-%m-%dT%H:%M:%S}.000Z"
    return {"id": uuid7(100 + n), "device": str(uuid4()), "clock": n, "at": at, "kind": kind, "body": body}


def start(n):
    return op(n, "session.start", session=uuid7(2), title=CANARY, local_date=f"{NOW:%Y-%m-%d}")


def browser_of(user, athlete="victim"):
    """Return a browser where this user is logged in and looks at an athlete."""
    session = SessionStore()
    session.create()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]})
    session.update({HASH_SESSION_KEY: user.get_session_auth_hash(), "began": time.time(), "seen": time.time()})
    said_again = {"method": "password", "at": time.time(), "reauthenticated": True}  # as an export asks for
    session.update(
        {"account_authentication_methods": [said_again], "account_authentication_methods_user": str(user.pk)}
    )
    session["athlete"] = athlete
    session.save()
    browser = Client(raise_request_exception=False)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.secret
    return browser


def pages():
    """Return (name, pattern, arguments) of every page that shows or changes an athlete's training."""
    from preex.web import urls

    found = [one for one in urls.urlpatterns if isinstance(one, URLPattern)]
    return [(one.name, str(one.pattern), one.pattern.converters) for one in found]


def test_every_route_stands_in_the_table():
    named = {name for name, _, _ in pages()}
    assert named == set(PAGES) | NOT_OF_AN_ATHLETE
    routes = {(method, path) for path, methods in description()["paths"].items() for method in methods}
    assert {route for route in routes if route[1] not in SAME_FOR_ALL} == set(ROUTES)
    accounts = {name for name in get_resolver("preex.web.urls_accounts").reverse_dict if isinstance(name, str)}
    about_oneself = {name for name in accounts - named if name.startswith(("account", "usersessions", "mfa"))}
    assert accounts - named - about_oneself == set()


def state(store):
    """Return what is kept of the victim."""
    profile = store.athlete("victim")
    return profile, store.sets("victim"), store.plans("victim"), store.trials("victim"), store.batches("victim")


def test_everybody_gets_what_is_theirs_and_nobody_else_learns_anything(victim, store):
    people, kept = victim
    before, wrong, asked = state(store), [], Counter()
    browsers = {actor: browser_of(user) for actor, user in people.items()} | {"nobody": Client()}
    for what, allowed, ask in requests(kept):
        for actor in sorted(ACTORS, key=lambda actor: actor in allowed):  # who may not asks first
            with transaction.atomic():
                answer = ask(browsers[actor])
                told = b"".join(answer.streaming_content) if answer.streaming else answer.content
                wrong += [f"{what} by {actor}: {fault}" for fault in faults(answer, told, actor, allowed)]
                if actor not in allowed and state(store) != before:
                    wrong.append(f"{what} by {actor}: something was changed")
                asked[actor in allowed] += 1
                transaction.set_rollback(True)
    assert wrong == [], "\n".join(wrong)
    assert min(asked.values()) > 80


def faults(answer, told, actor, allowed):
    """Yield what is wrong with an answer."""
    if actor in allowed:
        if (
            answer.status_code in {401, 404}
            or answer.status_code >= 500
            or answer.headers.get("Location", "").startswith("/account")
        ):
            yield f"turned away with {answer.status_code}"
        return
    if actor == "nobody":
        if answer.status_code not in {302, 401}:
            yield f"answered {answer.status_code}"
        elif answer.status_code == 302 and not answer.headers["Location"].startswith("/account/login"):
            yield f"led to {answer.headers['Location']}"
    elif answer.status_code != 404:
        yield f"answered {answer.status_code}"
    if CANARY.encode() in told:
        yield "told"


def requests(kept):
    """Yield (what, who may, how it is asked) for every way of every route."""
    for name, pattern, arguments in pages():
        if name in NOT_OF_AN_ATHLETE:
            continue
        address = "/" + pattern
        for argument in arguments:
            address = address.replace(f"<str:{argument}>", kept[argument])
        read, change = PAGES[name]
        if read is not None:
            yield f"GET {address}", read, lambda browser, address=address: browser.get(address)
        if change is not None:
            yield f"POST {address}", change, lambda browser, address=address: browser.post(address)
    for (method, path), who in ROUTES.items():
        address = path.replace("{plan_id}", kept["plan_id"]) + ("" if path.endswith("ops") else "?athlete=victim")
        if "compare" in path:
            address += "&isolation=leg_extension&compound=leg_press"
        body = {"athlete": "victim", "ops": [start(1)]} if path.endswith("ops") else {"days": 1}
        if path.endswith("predict"):
            body = {"sets": [{"exercise": "leg_press", "relative_load": 0.7, "reps": 8}]}
        yield (
            f"{method} {address}",
            who,
            lambda browser, method=method, address=address, body=body: getattr(browser, method)(
                address, *([json.dumps(body)] if method != "get" else []), content_type="application/json"
            ),
        )


def test_the_last_answer_of_the_beginning_changes_only_ones_own_profile(victim, store):
    people, _ = victim
    before = state(store)
    for actor in (*COACHES, "other", "admin"):
        browser = browser_of(people[actor])
        told = {"goal": "muscle", "experience": "beginner", "lagging": "lats", "equipment": "full_gym", "unit": "lb"}
        answers = [browser.post(f"/begin/{step}", {step: answer}) for step, answer in told.items()]
        assert answers[-1].status_code == 404, actor
        assert state(store) == before


def test_an_athlete_out_of_reach_and_one_who_does_not_exist_are_told_alike(victim):
    people, _ = victim
    browser = browser_of(people["other"])
    told = [browser.get(f"/api/v1/status?athlete={name}").json() for name in ("victim", "nobody-of-this-name")]
    for one in told:
        one.pop("trace_id")
    assert json.dumps(told[0]).replace("victim", "x") == json.dumps(told[1]).replace("nobody-of-this-name", "x")


def test_ids_guessed_at_random_lead_nowhere(victim):
    people, _ = victim
    browser = browser_of(people["other"], "other")
    for guess in ("T-1", "T-2", str(uuid4()), "0", "-1", "../1", "%00", "P-1"):
        for address in (f"/trial/{guess}", f"/trial/{guess}/export.json", f"/api/v1/plans/{guess}?athlete=other"):
            answer = browser.get(address)
            assert answer.status_code in {404, 422}, (address, answer.status_code)
            assert CANARY.encode() not in answer.content


def test_what_hurts_and_what_is_noted_is_told_to_nobody_who_may_read_the_log_alone(victim):
    """T2: fields by scope."""
    people, _ = victim
    browser = browser_of(people["coach of the log"])
    for address in (
        "/",
        "/progress",
        "/progress/strength",
        "/progress/volume",
        "/api/v1/volume?athlete=victim",
        "/api/v1/status?athlete=victim",
    ):
        said = browser.get(address).content.decode()
        assert "knee" not in said, address
        assert "7 of 10" not in said, address
