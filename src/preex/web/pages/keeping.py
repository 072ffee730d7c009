"""Everything a lifter put in, as one file to take away."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from preex import app
from preex.web.visitor import visitor_of


@require_safe
def export(request: HttpRequest) -> FileResponse:
    """Send the zip that `preex export` writes."""
    visitor = visitor_of(request)
    data = app.export_bytes(visitor.store, visitor.name)
    answer = FileResponse(io.BytesIO(data), as_attachment=True, filename=f"preex-{visitor.here:%Y-%m-%d}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer
