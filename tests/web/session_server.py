"""The app with an `/api/v1` in memory in front, for tests of the phone alone: each operation once, in order of arrival.

`/api/v1/forget` empties it, `/api/v1/shake?share=0.3` loses that share of what is asked and of what is answered, and
`/api/v1/newer` makes the worker one of a newer version.
"""

import json
from random import Random
from urllib.parse import parse_qs

SEED = 20_261


class Memory:
    """What stands in front of the app."""

    def __init__(self, application):
        self.application = application
        self.forget()

    def forget(self):
        self.log, self.ids = [], set()
        self.share, self.random, self.newer = 0.0, Random(SEED), 0
        return {}

    def __call__(self, environ, start_response):
        path, asked = environ["PATH_INFO"], parse_qs(environ["QUERY_STRING"])
        if path == "/sw.js" and self.newer:
            return self._worker(environ, start_response)
        if not path.startswith("/api/v1/"):
            return self.application(environ, start_response)
        told = {"forget": self.forget, "shake": lambda: self._shake(asked), "newer": self._newer}.get(path[8:])
        if told:
            return _answer(start_response, told())
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if self._lost():
            return _answer(start_response, {}, "503 Service Unavailable")
        found = self._take(json.loads(body)["ops"]) if path == "/api/v1/ops" else self._changes(asked)
        return _answer(start_response, found, "503 Service Unavailable" if self._lost() else "200 OK")

    def _take(self, ops):
        return {"schema": "preex.ops/1", "results": [self._keep(op) for op in ops], "cursor": len(self.log)}

    def _keep(self, op):
        known = op["id"] in self.ids
        if not known:
            self.ids.add(op["id"])
            self.log.append({"seq": len(self.log) + 1, **op})
        return {"id": op["id"], "status": "known" if known else "stored", "problem": None}

    def _changes(self, asked):
        since, limit = int(asked["since"][0]), int(asked.get("limit", ["200"])[0])
        page = self.log[since : since + limit]
        return {"ops": page, "cursor": since + len(page), "more": since + len(page) < len(self.log)}

    def _lost(self):
        return self.random.random() < self.share

    def _shake(self, asked):
        self.share = float(asked["share"][0])
        return {}

    def _newer(self):
        self.newer += 1
        return {}

    def _worker(self, environ, start_response):
        code = b"".join(self.application(environ, lambda *_: None))
        code = code.replace(b'"version": "', f'"version": "newer{self.newer}'.encode(), 1)
        start_response("200 OK", [("Content-Type", "text/javascript"), ("Content-Length", str(len(code)))])
        return [code]


def _answer(start_response, found, status="200 OK"):
    body = json.dumps(found).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    from preex.web import wsgi
    from preex.web.serve import prepare, serve

    prepare()
    wsgi.application = Memory(wsgi.application)
    serve(port=0)
