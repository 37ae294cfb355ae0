"""Fetching a model from a hub: weights in safetensors form, configuration and tokenizer, never code.

A download that was cut off goes on where it stopped: what has come lies in `.downloads` in the models folder, which
is never listed. When all has come and the checksums are right, it is moved to its place in one step.
"""

import hashlib
import os
import shutil
import threading
from collections.abc import Generator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

from model.finding import ADAPTER
from model.installing import KEPT, Step, alone, check, free_name, place
from model.interface import ModelError
from model.looking import Look, look

WANTED = ("model*.safetensors", *KEPT)


class Fetched(NamedTuple):
    """What was installed, and under which licence it is given."""

    look: Look
    licence: str


class _StoppedError(Exception):
    """The download was cancelled."""


def fetch(repo: str, models: Path, name: str | None = None) -> Generator[Step, None, Fetched]:
    """Get a model from the hub and install it; yield how far that is, the licence first."""
    repo = repo.removeprefix("https://huggingface.co/").rstrip("/")
    if repo.count("/") != 1:
        raise ModelError(f"“{repo}” is no model of the hub: give OWNER/NAME.")
    name = free_name(models, name or repo.split("/")[-1])
    info = _asked(repo)
    files = [one for one in info.siblings or [] if _wanted(one.rfilename)]
    names = {one.rfilename for one in files}
    for needed in ("config.json", "tokenizer.json"):
        if needed not in names:
            raise ModelError(f"{repo} has no {needed}, and so cannot be read with. Choose another model.")
    if not [one for one in files if one.rfilename.endswith(".safetensors") and one.rfilename != ADAPTER]:
        raise ModelError(f"{repo} has no weights in safetensors form, the only form that is read.")
    licence, total = _licence(info), sum(one.size or 0 for one in files)
    yield Step(0, total, f"{repo}, licence: {licence}")
    part = models / ".downloads" / repo.replace("/", "--")
    try:
        with alone(part, repo):
            _ready(models, part, total)
            yield from _files(repo, info.sha, files, part, total)
            _check_whole(part, names)
            place(part, models, name)
    except OSError as error:
        raise _told(repo, error) from error
    return Fetched(look(models / name), licence)


def _files(repo: str, revision: str, files: list[Any], part: Path, total: int) -> Generator[Step, None, None]:
    """Fetch the files one after another, small ones first: they can refuse the model early."""
    done = 0
    for one in sorted(files, key=lambda one: one.size or 0):
        yield from _file(repo, revision, one, part, (done, total))
        done += one.size or 0
        if one.rfilename == "config.json":
            _readable(part)


def _check_whole(part: Path, names: set[str]) -> None:
    """Check what has come, and leave nothing beside it: another revision's files, the hub's own notes."""
    for other in [file for file in part.iterdir() if file.name not in names]:
        shutil.rmtree(other) if other.is_dir() else other.unlink()
    try:
        check(part)
    except ModelError:
        shutil.rmtree(part, ignore_errors=True)  # it has come whole and is no use
        raise


def _wanted(file: str) -> bool:
    return any(fnmatch(file, pattern) for pattern in WANTED) and "/" not in file


def _licence(info: Any) -> str:
    card = info.card_data
    told = (card.get("license_name") or card.get("license")) if card is not None else None
    return str(told or "not stated; look at the model's page before you use it")


def _asked(repo: str) -> Any:
    """Ask the hub what a model consists of."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError, HTTPError  # type: ignore[attr-defined]

    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE"):
        raise ModelError(
            "The hub is switched off (HF_HUB_OFFLINE). Switch it on, or use `models add FOLDER`."
        )
    try:
        return HfApi(endpoint=os.environ.get("HF_ENDPOINT")).model_info(repo, files_metadata=True, timeout=20)
    except HFValidationError as error:
        raise ModelError(f"“{repo}” is no model of the hub: give OWNER/NAME.") from error
    except (OSError, HTTPError) as error:
        raise _told(repo, error) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(
            f"What answered for {repo} is not the hub: the network may want you to sign in first. Try again then."
        ) from error


def _told(repo: str, error: Exception) -> Exception:
    """Turn what the hub's library raises into a sentence; what is no error of hub, net or disk stays as it is."""
    from huggingface_hub import errors
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]

    if not isinstance(error, OSError | HTTPError):
        return error

    if isinstance(error, errors.GatedRepoError):
        return ModelError(
            f"{repo} is given only to who accepted its licence: do so on its page, and sign in."
        )
    if isinstance(error, errors.RepositoryNotFoundError | errors.EntryNotFoundError):
        return ModelError(f"There is no model {repo} on the hub, or it is not open to you. Check its name.")
    if isinstance(error, errors.HfHubHTTPError):
        return ModelError(f"The hub refused {repo} ({str(error).splitlines()[0]}). Try again later.")
    if isinstance(error, OSError) and error.errno == 28:
        return ModelError(f"There is no room left on the disk for {repo}.")
    return ModelError(f"{repo} could not be fetched: no connection to the hub, or it broke off. Try again.")


def _ready(models: Path, part: Path, total: int) -> None:
    part.mkdir(parents=True, exist_ok=True)
    come = sum(file.stat().st_size for file in part.rglob("*") if file.is_file())
    free = shutil.disk_usage(models).free
    if free < total - come:
        raise ModelError(
            f"There is no room for the model: it takes {total / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free."
        )


def _readable(part: Path) -> None:
    """Refuse a kind that cannot be read before its weights are fetched."""
    try:
        look(part)
    except ModelError as error:
        if "of the kind" in str(error) or "quantized already" in str(error):
            shutil.rmtree(part, ignore_errors=True)
            raise


def _file(
    repo: str, revision: str, one: Any, part: Path, so_far: tuple[int, int]
) -> Generator[Step, None, None]:
    """Fetch one file on a thread of its own, and check it; closing the generator stops it."""
    stop, failed = threading.Event(), list[Exception]()
    thread = threading.Thread(
        target=_download,
        args=(repo, revision, one.rfilename, part, stop, failed),
        name="lectern fetching",
        daemon=True,
    )
    thread.start()
    done, total = so_far
    try:
        while thread.is_alive():
            thread.join(0.2)
            come = max((f.stat().st_size for f in part.rglob("*.incomplete")), default=0)
            yield Step(min(done + come, total), total, f"fetching {one.rfilename}")
    finally:
        stop.set()
        thread.join()
    if failed:
        raise _told(repo, failed[0])
    wanted = one.lfs.sha256 if one.lfs else None
    file = part / one.rfilename
    with file.open("rb") as stream:
        if wanted and hashlib.file_digest(stream, "sha256").hexdigest() != wanted:
            file.unlink()
            raise ModelError(f"{one.rfilename} of {repo} came damaged. Try again; the rest is kept.")


def _download(
    repo: str, revision: str, file: str, part: Path, stop: threading.Event, failed: list[Exception]
) -> None:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils import tqdm  # type: ignore[attr-defined]

    class Quiet(tqdm):
        """Shows nothing; ends the download when it is not wanted any more."""

        def __init__(self, *args: Any, **options: Any) -> None:
            options.pop("name", None)
            super().__init__(*args, **{**options, "disable": True})  # type: ignore[no-untyped-call]

        def update(self, n: float | None = 1) -> Any:
            if stop.is_set():
                raise _StoppedError
            return super().update(n)

    try:
        hf_hub_download(
            repo,
            file,
            revision=revision,
            local_dir=part,
            endpoint=os.environ.get("HF_ENDPOINT"),
            tqdm_class=Quiet,
        )
    except Exception as error:  # carried to the thread that waits, which tells or raises it
        failed.append(error)
