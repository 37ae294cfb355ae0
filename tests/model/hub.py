"""A hub on this machine: just enough of its protocol to get a model from, whole, cut off or refused."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

SHA = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """Serves one model, `owner/small`, out of a folder; `cut` bytes into a large file the connection breaks."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.cut, self.refuses, self.lies = folder, 0, 0, False
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range", "")))
        if self.server.refuses:
            self._send(self.server.refuses, b"{}", {"X-Error-Code": "GatedRepo"})
        elif self.path.startswith("/api/models/owner/small"):
            self._send(200, json.dumps(self._about()).encode())
        elif self.path.startswith("/owner/small/resolve/"):
            self._file(self.server.folder / self.path.rsplit("/", 1)[-1])
        else:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})

    def _about(self) -> dict[str, Any]:
        siblings = []
        for file in sorted(self.server.folder.iterdir()):
            size = file.stat().st_size
            one: dict[str, Any] = {"rfilename": file.name, "size": size}
            if file.suffix == ".safetensors":
                wrong = "0" * 64 if self.server.lies else hashlib.sha256(file.read_bytes()).hexdigest()
                one["lfs"] = {"sha256": wrong, "size": size, "pointerSize": 130}
            siblings.append(one)
        return {"id": "owner/small", "sha": SHA, "siblings": siblings, "cardData": {"license": "apache-2.0"}}

    def _file(self, file: Path) -> None:
        whole = file.read_bytes()
        more = {
            "X-Repo-Commit": SHA,
            "ETag": f'"{hashlib.sha256(whole).hexdigest()}"',
            "Accept-Ranges": "bytes",
        }
        start = int(self.headers.get("Range", "bytes=0-").split("=")[1].split("-")[0])
        if start:
            more["Content-Range"] = f"bytes {start}-{len(whole) - 1}/{len(whole)}"
        self._send(206 if start else 200, whole[start:], more)

    def _send(self, code: int, body: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            cut = self.server.cut if len(body) > 100_000 else 0
            self.wfile.write(body[: cut or None])
            self.close_connection = bool(cut)


@contextmanager
def hub(folder: Path) -> Iterator[Hub]:
    with Hub(folder) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
