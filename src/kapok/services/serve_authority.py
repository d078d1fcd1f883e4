"""The timestamp authority in the box, over HTTP (RFC 3161, 3.4), for networks that have no other."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kapok.errors import BackendError
from kapok.evidence.authority import LocalAuthority
from kapok.services.evidence_home import EvidenceHome

LARGEST_REQUEST = 16 * 1024


def authority_server(home: Path, host: str = "127.0.0.1", port: int = 0) -> ThreadingHTTPServer:
    """A server that is ready to `serve_forever`; port 0 takes any free one. Raises BackendError when the port is taken."""
    authority = LocalAuthority(EvidenceHome(home).signer("timestamp"))

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > LARGEST_REQUEST:
                self.send_error(413 if length.isdigit() else 411)
                return
            if self.headers.get_content_type() != "application/timestamp-query":
                self.send_error(415)
                return
            reply = authority.reply(self.rfile.read(int(length)))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what was stamped is nobody's business."""

    try:
        return ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise BackendError(f"{host}:{port} cannot be used", error.strerror or str(error), "Name another with --port") from None
