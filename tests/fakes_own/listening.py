"""A bot's end for the tests of the fakes: an HTTP server that answers as it is told."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.patience import PATIENCE


def client(root: str) -> httpx.Client:
    """A client for plain HTTP on this machine: no proxy, and no certificates to load for each test."""
    return httpx.Client(base_url=root, trust_env=False, verify=False, timeout=PATIENCE)  # noqa: S501 -- there is no TLS here


@dataclass
class Heard:
    method: str
    query: dict[str, str]
    body: str


@dataclass
class Listener:
    """`answers` gives the body for what was heard. The next `hang_ups` get none, the next `silent` wait for it in vain."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    hang_ups: int = 0
    silent: int = 0
    status: int = 200
    answers: Callable[[Heard], str] = lambda _: ""


@contextmanager
def listening(path: str) -> Iterator[Listener]:
    listener, over = Listener(), threading.Event()

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer("")

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["content-length"])).decode())

        def answer(self, body: str) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            heard = Heard(self.command, query, body)
            listener.heard.append(heard)
            if listener.hang_ups:
                listener.hang_ups -= 1
                return
            if listener.silent:
                listener.silent -= 1
                over.wait()
                return
            content = listener.answers(heard).encode()
            try:
                self.send_response(listener.status)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except ConnectionError:
                pass  # the platform did not wait

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    listener.url = f"http://127.0.0.1:{server.server_port}{path}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield listener
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()
