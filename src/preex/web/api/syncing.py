"""`/ops` and `/changes`: phones tell what happened, and hear what happened elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from preex import app
from preex.web.api.answers import FAILURES, answer
from preex.web.api.forms import AskChanges, ChangesAnswer, OpsAnswer, OpsSent
from preex.web.api.who import asker_of

router = Router(tags=["sync"], by_alias=True)


@router.post("/ops", response={200: OpsAnswer, **FAILURES})
def send_operations(request: HttpRequest, sent: OpsSent) -> HttpResponse:
    """Store operations of a training session."""
    asker = asker_of(request, sent.athlete)
    return answer(app.take_ops(asker.store, asker.athlete, sent.ops, asker.now).to_json())


@router.get("/changes", response={200: ChangesAnswer, **FAILURES})
def read_changes(request: HttpRequest, asked: Query[AskChanges]) -> HttpResponse:
    """Return operations in the order they arrived here."""
    asker = asker_of(request, asked.athlete)
    return answer(app.changes(asker.store, asker.athlete, asked.since, asked.limit).to_json())
