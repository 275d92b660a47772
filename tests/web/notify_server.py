"""A server that speaks as GOV.UK Notify does, on this machine: tokens are checked, and references are found again."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"local_nature-{SERVICE}-{SECRET}"


class Notify:
    """What it was given; `status` is what it answers to mail, `closes` whether it closes the line after taking one."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.status = 201
        self.error = "BadRequestError"
        self.closes = False
        self.address = ""


@contextmanager
def notify_server() -> Iterator[Notify]:
    """A server on a free port."""
    notify = Notify()

    class Handler(BaseHTTPRequestHandler):
        """Answers."""

        def do_POST(self) -> None:  # as the server names it
            """Take a mail."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self._is_ours():
                return self._answer(403, {"status_code": 403, "errors": [{"error": "AuthError"}]})
            if notify.status != 201:
                errors = [{"error": notify.error, "message": notify.error}]
                return self._answer(notify.status, {"status_code": notify.status, "errors": errors})
            notify.taken.append({"id": str(uuid4()), **asked})
            if notify.closes:
                return None
            return self._answer(201, {"id": notify.taken[-1]["id"], "reference": asked.get("reference")})

        def do_GET(self) -> None:
            """Find mails by their reference."""
            assert self._is_ours()
            (wanted,) = parse_qs(urlsplit(self.path).query)["reference"]
            found = [one for one in notify.taken if one.get("reference") == wanted]
            self._answer(200, {"notifications": found})

        def _is_ours(self) -> bool:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            try:
                return bool(jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE)
            except jwt.InvalidTokenError:
                return False

        def _answer(self, status: int, content: object) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        notify.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield notify
        finally:
            server.shutdown()
            thread.join()
