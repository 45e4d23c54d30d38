"""A model and an embedding service behind OpenAI's protocol, on a real port: strict about requests, bad on demand."""

import hashlib
import json
import math
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Json = dict[str, Any]
KEY = "sk-fake"
DIMENSION = 64


class FakeOpenAI:
    """`with FakeOpenAI() as service:` answers at `service.url`. `says` words an answer from the last message.

    `status` makes every call fail with it; `hang` holds calls back until `release` or the end.
    """

    def __init__(self, says: Callable[[str], str] = lambda _asked: "") -> None:
        self.says = says
        self.status = 200
        self.hang = False
        self.dimension = DIMENSION
        self.calls: list[tuple[str, Json]] = []
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """What goes into `…_BASE_URL`."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def asked(self, path: str) -> list[Json]:
        """The bodies of all calls to a path."""
        return [body for called, body in self.calls if called == path]

    def release(self) -> None:
        """Let calls that hang go on."""
        self._released.set()

    def answer(self, path: str, body: Json) -> tuple[int, Json]:
        """What the service says to one call."""
        self.calls.append((path, body))
        if self.hang:
            self._released.wait(30)
        if self.status != 200:
            return self.status, {"error": {"message": "no", "type": "server_error", "code": None}}
        if path == "/v1/embeddings":
            texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
            assert all(isinstance(text, str) and text for text in texts), "texts, not token numbers"
            data = [
                {"object": "embedding", "index": place, "embedding": vector(text, self.dimension)}
                for place, text in enumerate(texts)
            ]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            return 200, {"object": "list", "model": body["model"], "data": data, "usage": usage}
        if path == "/v1/chat/completions":
            message = {"role": "assistant", "content": self.says(body["messages"][-1]["content"])}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            return 200, {"id": "x", "object": "chat.completion", "created": 1, "model": body["model"],
                         "choices": [choice], "usage": usage}  # fmt: skip
        return 404, {"error": {"message": f"no {path} here", "type": "invalid_request_error", "code": None}}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def vector(text: str, dimension: int) -> list[float]:
    """Characters counted into `dimension` places: near for texts that share words."""
    numbers = [0.0] * dimension
    for character in text:
        numbers[int(hashlib.md5(character.encode(), usedforsecurity=False).hexdigest(), 16) % dimension] += 1.0
    length = math.sqrt(sum(number * number for number in numbers)) or 1.0
    return [number / length for number in numbers]


def _handler(service: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if self.headers.get("authorization") != f"Bearer {KEY}":
                status, answer = 401, {"error": {"message": "key", "type": "auth", "code": "invalid_api_key"}}
            else:
                status, answer = service.answer(self.path, body)
            sent = json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(sent)))
                if status == 429:
                    self.send_header("retry-after", "0")
                self.end_headers()
                self.wfile.write(sent)
            except OSError:
                return  # whoever asked has given up

        def log_message(self, *_words: object) -> None:
            return

    return Handler
