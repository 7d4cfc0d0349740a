"""The API as a process of its own, in front of the database its environment names; prints its port, ends with stdin."""

from __future__ import annotations

import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 50


class Quiet(WSGIRequestHandler):
    def log_message(self, *said: object) -> None:
        """Say nothing; what goes wrong is logged by Django."""


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    print(server.server_port, flush=True)  # noqa: T201  whoever started it reads that
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
