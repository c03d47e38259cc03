"""A small inbox to try it with: what is posted to a number is told to whoever has the key.

POST /messages   {"to": "+44...", "sender": "...", "text": "..."}
GET /inbox?number=+44...   Authorization: Bearer KEY

python inbox.py --port 8026 --key secret
"""

from __future__ import annotations

import argparse
import hmac
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Inbox(ThreadingHTTPServer):
    """On this machine only; all messages are kept until it ends."""

    daemon_threads = True

    def __init__(self, port: int, key: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.key = key
        self.messages: dict[str, list[dict[str, object]]] = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Inbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path != "/messages":
            return self.answer(404, {"error": "there is no such path"})
        try:
            sms = json.loads(body)
            to, text, sender = (str(sms[name]) for name in ("to", "text", "sender"))
        except (ValueError, KeyError, TypeError):
            return self.answer(400, {"error": "to, text and sender are needed, as JSON"})
        message = {"text": text, "sender": sender, "received_at": time.time()}
        self.server.messages.setdefault(to, []).append(message)
        return self.answer(201, {})

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        given = self.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self.server.key}".encode()):
            return self.answer(401, {"error": "the key is wrong"})
        if address.path != "/inbox":
            return self.answer(404, {"error": "there is no such path"})
        number = parse_qs(address.query).get("number", [""])[0]
        return self.answer(200, self.server.messages.get(number, []))

    def answer(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *message: object) -> None:
        """Silent: numbers and codes are nobody's business."""


def main() -> None:
    parser = argparse.ArgumentParser(description="A small inbox for SMS, on this machine only.")
    parser.add_argument("--port", type=int, default=8026, help="0: any that is free")
    parser.add_argument("--key", required=True)
    given = parser.parse_args()
    with Inbox(given.port, given.key) as inbox:
        print(f"http://127.0.0.1:{inbox.server_address[1]}", flush=True)
        inbox.serve_forever()


if __name__ == "__main__":
    main()
