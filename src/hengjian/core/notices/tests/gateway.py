"""A small HTTP server that stands for a gateway: it keeps what it was sent and answers as told."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Gateway:
    """``answers``: what is answered in turn, the last one for ever."""

    answers: list[tuple[int, Any]] = field(default_factory=lambda: [(200, {"errcode": 0})])
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> "Gateway":
        gateway = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = {"path": self.path, "headers": dict(self.headers), "body": json.loads(body)}
                gateway.asked.append(told)
                left = gateway.answers
                status, content = left.pop(0) if len(left) > 1 else left[0]
                data = (
                    content.encode() if isinstance(content, str) else json.dumps(content).encode()
                )
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"
