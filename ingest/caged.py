"""The process in which a stranger's file is parsed: `python -m ingest.caged`, its request on standard input.

It is bound before it looks at the file. It answers in frames, a chapter at a time, and whatever becomes of it
costs one file.
"""

import gc
import json
import os
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from ingest.book import BookError, Locked, Step
from ingest.frames import END, TOLD, Frame, send, to_frame
from ingest.limits import Limits, confine, forbid
from ingest.opening import reader
from ingest.tesseract import CHOSEN


def main() -> None:
    """Parse the file that is asked for and say what is in it."""
    request = json.loads(sys.stdin.buffer.readline())
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not get between the frames
    confine(Limits(**request["limits"]))
    CHOSEN.set(request["ocr_language"])
    try:
        _parse(Path(request["path"]), request["password"], out)
        last: Frame = END
    except BookError as error:
        last = {"error": str(error), "locked": isinstance(error, Locked)}
    except MemoryError:
        last = {"memory": True}
    # Whatever a stranger's file brings out in a parser, or in us, is told with its trace and costs that file alone:
    # no narrower list can be complete, and without an answer the one that asked would know nothing of the cause.
    except Exception:
        last = {"crash": traceback.format_exc()}
    send(out, last)


def _parse(path: Path, password: str | None, out: BinaryIO) -> None:
    read = reader(path)
    forbid()
    gc.disable()  # trees and lines are freed by their counts; looking for cycles among them takes a third of the time
    work = read(path, password)
    try:
        while True:
            send(out, to_frame(next(work)))
    except StopIteration as end:
        book, chapters = end.value
    send(out, to_frame(book))
    for chapter in chapters:
        send(out, to_frame(chapter))
        send(out, to_frame(Step(chapter.index + 1, len(book.contents))))
    send(out, TOLD)
    from ingest.covers import cover  # the text is told first

    picture = cover(path, password)
    if picture:
        send(out, to_frame(picture))


if __name__ == "__main__":
    main()
