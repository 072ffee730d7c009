"""Figures and files that pages offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from preex.plots.drawing import Svg

# A figure opened by itself takes its dark colours from a rule of its own, and nothing from anywhere.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def svg_response(svg: Svg) -> HttpResponse:
    """Answer with a figure alone."""
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Content-Security-Policy": _POLICY})


def attachment(content: str | bytes, name: str, content_type: str) -> HttpResponse:
    """Answer with a file to keep."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def shown(draw: Callable[..., Svg], wide: str, narrow: str, *, alt: str, file: str) -> dict[str, Any]:
    """Return what `parts/figure.html` shows: both pictures with their sizes, so that nothing moves when they arrive.

    Parameters
    ----------
    draw : draws the figure, with `narrow=True` for a phone.
    wide, narrow : addresses of the two.
    alt : what it says, for who cannot see it.
    file : its name when kept.
    """
    return {
        "wide": (wide, *draw(narrow=False).size),
        "narrow": (narrow, *draw(narrow=True).size),
        "alt": alt,
        "file": file,
    }
