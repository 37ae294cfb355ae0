"""Fingerprints of models: what was saved with one fits where the fingerprint is equal. No torch is needed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from model.finding import ADAPTER, weight_files


def fingerprint(folder: Path, quantization: str) -> str:
    """Hash weights, adapter, configuration, tokenizer and quantization: memories fit where this is equal."""
    return _hashed([*weight_files(folder), folder / ADAPTER], folder, quantization)


def base_fingerprint(folder: Path) -> str:
    """Hash a base model without its adapter: an adapter fits where this is equal."""
    return _hashed(weight_files(folder), folder, "base")


def _hashed(weights: Iterable[Path], folder: Path, salt: str) -> str:
    parts = hashlib.sha256(salt.encode())
    for file in sorted([*weights, folder / "config.json", folder / "tokenizer.json"]):
        if file.exists():
            parts.update(file.name.encode())
            with file.open("rb") as stream:
                parts.update(hashlib.file_digest(stream, "sha256").digest())
    return parts.hexdigest()
