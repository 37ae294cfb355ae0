"""Installing models: copies in the library's `models` folder, put there whole or not at all. No torch is needed.

A model is copied beside its place, checked there, and renamed into it: what is listed is always whole, and what an
interruption leaves behind (a folder whose name begins with a dot) is never listed and is cleared by the next.
"""

import re
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from model.finding import ADAPTER, DEFAULT, find, installed, weight_files
from model.interface import ModelError
from model.looking import Look, check_tokenizer, look

KEPT = (
    "config.json", "generation_config.json", "model.safetensors.index.json", "tokenizer.json",
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja",
    "README.md", "LICENSE", "LICENSE.txt", ADAPTER,
)  # fmt: skip
"""What is copied beside the weights: no code, and nothing pickled."""
PIECE = 16 * 2**20


@dataclass(frozen=True)
class Step:
    """An event: `done` of `total` bytes, and of what."""

    done: int
    total: int
    what: str


def free_name(models: Path, name: str) -> str:
    """Check a new model's name; raise ModelError when it is taken or no name."""
    if not re.fullmatch(r"[\w][\w.+-]{0,99}", name):
        raise ModelError(f"A model cannot be named “{name}”: use letters, digits, dots and dashes.")
    if name == DEFAULT:
        raise ModelError(f"“{name}” is the model that comes with Lectern: name this one with --name.")
    if (models / name).exists():
        raise ModelError(f"There is a model named “{name}” already: remove it first, or use --name.")
    return name


def install(source: Path, models: Path, name: str | None = None) -> Generator[Step, None, Look]:
    """Copy a model's folder into `models`; yield how far that is, return what was installed."""
    source = source.expanduser().absolute()
    name = free_name(models, name or re.sub(r"[^\w.+-]+", "-", source.name).strip("-.+"))
    check(source)
    files = [*weight_files(source), *(source / one for one in KEPT if (source / one).is_file())]
    part = models / f".part-{name}"
    try:
        with alone(part, name):
            try:
                _room(models, sum(file.stat().st_size for file in files))
                shutil.rmtree(part, ignore_errors=True)
                part.mkdir()
                yield from _copies(files, part)
                check(part)
                place(part, models, name)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise ModelError(f"The model cannot be copied to {models} ({error.strerror or error}).") from error
    return look(models / name)


@contextmanager
def alone(part: Path, name: str) -> Iterator[None]:
    """Hold the folder in which a model comes together; raise ModelError when another program is at it."""
    from filelock import FileLock, Timeout  # here and below: listing, which needs neither, must be quick

    part.parent.mkdir(parents=True, exist_ok=True)
    file = part.with_name(f".lock-{part.name}")
    lock = FileLock(file, timeout=0, thread_local=False)  # work that is closed may end on another thread
    try:
        lock.acquire()
    except Timeout as error:
        raise ModelError(f"The model “{name}” is being installed already. Wait until it is there.") from error
    try:
        yield
    finally:
        lock.release()
        with suppress(OSError):
            file.unlink()


def place(part: Path, models: Path, name: str) -> None:
    """Move what has come whole to its place; raise ModelError when the name was taken meanwhile."""
    try:
        part.rename(models / name)
    except OSError:
        free_name(models, name)
        raise


def remove(models: Path, name: str) -> None:
    """Remove an installed model; what is in use elsewhere on the machine goes last."""
    if name not in [one.name for one in installed(models)]:
        raise ModelError(f"There is no installed model named “{name}”. `lectern models` lists them.")
    gone = models / f".removed-{name}"
    try:
        shutil.rmtree(gone, ignore_errors=True)
        (models / name).rename(gone)
        shutil.rmtree(gone)
    except OSError as error:
        raise ModelError(f"The model “{name}” cannot be removed ({error.strerror}).") from error


def check(folder: Path) -> Look:
    """Check all that can be checked of a model without loading it; raise ModelError with a sentence."""
    look_ = look(find(str(folder)))
    check_tokenizer(folder)
    if (folder / ADAPTER).is_file() and look_.family != "infini":
        from model.fingerprints import base_fingerprint
        from model.sharing import options

        options(folder / ADAPTER, base_fingerprint(folder))
    return look_


def _copies(files: list[Path], target: Path) -> Generator[Step, None, None]:
    total, done = sum(file.stat().st_size for file in files), 0
    for file in files:
        with file.open("rb") as source, (target / file.name).open("wb") as copy:
            while piece := source.read(PIECE):
                copy.write(piece)
                done += len(piece)
                yield Step(done, total, f"copying {file.name}")


def _room(models: Path, size: int) -> None:
    models.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(models).free
    if free < size:
        raise ModelError(
            f"There is no room for the model: it takes {size / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free."
        )
