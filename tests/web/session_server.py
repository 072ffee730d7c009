"""The app with an `/api/v1` in memory in front, for tests of the phone alone: each operation once, in order of arrival."""

import json
from urllib.parse import parse_qs


def with_memory(application):
    """Answer `/api/v1/ops` and `/api/v1/changes` from memory, which `/api/v1/forget` empties; all else is the app's."""
    log: list[dict] = []
    ids: set[str] = set()

    def keep(op):
        if op["id"] in ids:
            return {"id": op["id"], "status": "known", "problem": None}
        ids.add(op["id"])
        log.append({"seq": len(log) + 1, **op})
        return {"id": op["id"], "status": "stored", "problem": None}

    def answer(environ, start_response):
        path = environ["PATH_INFO"]
        if not path.startswith("/api/v1/"):
            return application(environ, start_response)
        found = {}
        if path == "/api/v1/forget":
            log.clear()
            ids.clear()
        elif path == "/api/v1/ops":
            sent = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            found = {"schema": "preex.ops/1", "results": [keep(op) for op in sent["ops"]], "cursor": len(log)}
        else:
            asked = parse_qs(environ["QUERY_STRING"])
            since, limit = int(asked["since"][0]), int(asked.get("limit", ["200"])[0])
            page = log[since : since + limit]
            found = {"ops": page, "cursor": since + len(page), "more": since + len(page) < len(log)}
        body = json.dumps(found).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


if __name__ == "__main__":
    from preex.web import wsgi
    from preex.web.serve import prepare, serve

    prepare()
    wsgi.application = with_memory(wsgi.application)
    serve(port=0)
