"""The web: pages rendered on the server, which work without JavaScript and ask nothing of other hosts.

Each page reads the request, calls a verb of `preex.app` and renders the answer. `docs/web.md` tells how it is built.
"""

from __future__ import annotations

from preex.web.serve import reset_link, serve

__all__ = ["reset_link", "serve"]
