"""The zip archive of an EPUB: read in memory only, in bounds, and never written out."""

import posixpath
import re
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote

from ingest.book import BookError
from ingest.files import MEGABYTE
from ingest.markup import local, parse_package

LARGEST_MEMBER = 64 * MEGABYTE  # bytes when inflated
LARGEST_BOOK = 512 * MEGABYTE
_MARKS_OF_LOCKS = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
_FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_READABLE = re.compile(r"\.(?:x?html?|xml|opf|ncx|svg)$", re.I)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Archive:
    """The members of an EPUB by their paths; use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise self.damaged() from error
        self._members = {_normal(one.filename): one for one in reversed(self._zip.infolist())}
        self._folded = {name.casefold(): name for name in self._members}
        self._left = LARGEST_BOOK

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def damaged(self, what: str = "is damaged or incomplete") -> BookError:
        """Return the error that says what is wrong with the book."""
        return BookError(f"“{self._name}” {what}; download or copy it again.")

    def find(self, name: str) -> str | None:
        """Return the path of a member as the archive spells it."""
        name = _normal(name)
        return name if name in self._members else self._folded.get(name.casefold())

    def ending(self, suffix: str) -> str | None:
        """Return the first member whose path ends so."""
        return next((name for name in sorted(self._members) if name.lower().endswith(suffix)), None)

    def read(self, name: str) -> bytes | None:
        """Return a member's bytes, nothing if they cannot be read; raise BookError if they are too many."""
        found = self.find(name)
        if found is None:
            return None
        most = min(LARGEST_MEMBER, self._left)
        try:
            with self._zip.open(self._members[found]) as file:
                data = file.read(most + 1)
        except _DAMAGE:
            return None
        if len(data) > most:
            raise BookError(
                f"“{self._name}” unpacks to more text than any book has; it may be made to do harm."
            )
        self._left -= len(data)
        return data

    def check_open(self) -> None:
        """Raise BookError if the book is locked by a seller's digital rights management."""
        if any(self.find(mark) for mark in _MARKS_OF_LOCKS) or self._text_is_encrypted():
            raise BookError(
                f"“{self._name}” is locked with DRM, so its text cannot be read; "
                "get a copy without DRM from where you bought it."
            )

    def _text_is_encrypted(self) -> bool:
        data = self.read("META-INF/encryption.xml")
        root = parse_package(data) if data else None
        if root is None:
            return False
        for one in root.iter("{*}EncryptedData"):
            methods = [child.get("Algorithm") for child in one if local(child) == "encryptionmethod"]
            uris = [child.get("URI") or "" for child in one.iter("{*}CipherReference")]
            if any(_READABLE.search(uri) for uri in uris) and not set(methods) & set(_FONT_ALGORITHMS):
                return True
        return False


def joined(base: str, href: str) -> tuple[str, str]:
    """Return the path and the fragment that a link in the member `base` leads to."""
    path, _, fragment = href.strip().partition("#")
    path = unquote(path)
    if not path:
        return base, unquote(fragment)
    return _normal(posixpath.join(posixpath.dirname(base), path)), unquote(fragment)


@lru_cache(maxsize=4096)
def _normal(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")  # no way leads out of the root
