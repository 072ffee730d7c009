"""The HTTP API, `/api/v1`: each route reads the request, calls a verb of `preex.app` and answers with its document.

`docs/api.md` tells how to use it; `docs/openapi.json` is its description, made from this code.
"""
