"""Looking at a model's folder without loading it: what it is, how large, whether it is whole. No torch is needed."""

import json
import struct
from contextlib import suppress
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from model.expecting import check_positions, check_sizes, misfit
from model.finding import ADAPTER, weight_files
from model.interface import ModelError

READABLE = ("infini", "llama", "mistral", "qwen2", "qwen3", "smollm3")
"""The kinds of models (`model_type`) that can be read with; `model.families` translates all but the first."""
HEADER_LIMIT = 100_000_000
FILLED = 0.5
"""The share of a network's vocabulary that its tokenizer has at least: it may be rounded up, but not so far."""
NARROW = ("BF16", "F16")
FLOATS = {"F64", "F32", "BF16", "F16"}
QUANTIZED = {"I8", "U8", "F8_E4M3", "F8_E5M2", "F4", "F6_E2M3", "F6_E3M2"}
"""What safetensors calls the numbers that weights are made of, ordinary and narrow ones."""
OUTER = ("model.embed_tokens.weight", "lm_head.weight")
"""Weights that no quantization makes narrower."""

Header = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """What a model's folder holds; `width` is the bytes a weight takes when it is loaded unquantized."""

    folder: Path
    family: str
    parameters: int
    embedding: int
    width: int
    size: int
    adapted: bool

    @property
    def name(self) -> str:
        """The name it is known by."""
        return self.folder.name


def look(folder: Path) -> Look:
    """Look at a model; raise ModelError with a sentence when it is none that can be read, or not whole."""
    about = configuration(folder)
    family = str(about.get("model_type"))
    if family not in READABLE:
        raise ModelError(
            f"Models of the kind {family!r} cannot be read with; choose one of {', '.join(READABLE[1:])}."
        )
    if "quantization_config" in about:
        raise ModelError(f"The weights in {folder} are quantized already; get the model's ordinary weights.")
    check_sizes(about)
    check_positions(
        about.get("rope_parameters") or about.get("rope_scaling"), about.get("partial_rotary_factor")
    )
    files = weight_files(folder)
    tensors = _whole(folder, files)
    dtypes = {str(one["dtype"]) for one in tensors.values()}
    if not dtypes & FLOATS or dtypes & QUANTIZED:
        raise ModelError(f"The weights in {folder} are quantized already; get the model's ordinary weights.")
    if wrong := misfit(about, tensors):
        raise unfit(folder, wrong)
    return Look(
        folder=folder,
        family=family,
        parameters=sum(prod(one["shape"]) for one in tensors.values()),
        embedding=sum(prod(tensors[name]["shape"]) for name in OUTER if name in tensors),
        width=2 if dtypes & set(NARROW) else 4,
        size=sum(file.stat().st_size for file in files),
        adapted=family == "infini" or (folder / ADAPTER).is_file(),
    )


def unfit(folder: Path, wrong: str) -> ModelError:
    """Say that a folder's weights are not those of its configuration, and which is wrong."""
    return ModelError(
        f"The weights in {folder} do not fit its config.json ({wrong}). Get the model again, whole."
    )


def configuration(folder: Path) -> dict[str, Any]:
    """Read a model's config.json."""
    try:
        return _object(folder / "config.json")
    except FileNotFoundError as error:
        raise ModelError(f"There is no model in {folder}. Give a folder that holds config.json.") from error


def _object(file: Path) -> dict[str, Any]:
    """Read one of a model's files of settings; raise FileNotFoundError where there is none."""
    try:
        about = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise ModelError(f"The file {file} cannot be read ({error}). Get the model again.") from error
    if not isinstance(about, dict):
        raise ModelError(f"The file {file} holds no configuration of a model. Get the model again.")
    return about


def header(file: Path) -> Header:
    """Read a safetensors file's header: dtype and shape by name; raise ModelError when the file is not whole."""
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            if length > min(size, HEADER_LIMIT):
                raise ValueError("its header is longer than itself")
            held = json.loads(stream.read(length))
        held.pop("__metadata__", None)
        end = max((int(one["data_offsets"][1]) for one in held.values()), default=0)
        if size != 8 + length + end:
            raise ValueError(f"it has {size:,} bytes and should have {8 + length + end:,}")
        [prod(one["shape"]) for one in held.values() if one["dtype"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise ModelError(f"The weights in {file} are damaged ({error}). Get the file again.") from error
    return dict(held)


def check_tokenizer(folder: Path) -> None:
    """Raise ModelError when the tokenizer is missing, damaged, or gives ids that the network does not have."""
    file, vocabulary = folder / "tokenizer.json", configuration(folder).get("vocab_size")
    try:
        about = json.loads(file.read_text(encoding="utf-8"))
        held = about["model"]["vocab"]
        ids = held.values() if isinstance(held, dict) else range(len(held))
        largest = max([*ids, *(one["id"] for one in about.get("added_tokens", []))])
    except FileNotFoundError as error:
        raise ModelError(f"The model in {folder} has no tokenizer.json. Get the model's file.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The tokenizer {file} cannot be read. Get the file again.") from error
    with suppress(FileNotFoundError):
        _object(folder / "tokenizer_config.json")
    if isinstance(vocabulary, int) and not vocabulary * FILLED <= largest + 1 <= vocabulary:
        raise ModelError(
            f"The tokenizer in {folder} does not match the model: it has {largest + 1:,} tokens, "
            f"the model {vocabulary:,}. Get both from the same place."
        )


def _whole(folder: Path, files: list[Path]) -> Header:
    """Read all headers; say which file is missing when the index names more than there are."""
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        try:
            named = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"The file {index} cannot be read. Get the file again.") from error
        missing = sorted(named - {file.name for file in files})
        if missing:
            raise ModelError(f"The model in {folder} is not whole: {missing[0]} is missing. Get it again.")
    tensors: Header = {}
    for file in files:
        tensors |= header(file)
    return tensors
