"""A memory as bytes and back: one checksum, then a safetensors body; never a pickle.

The first 32 bytes are the SHA-256 of the rest. The body holds M (layers, H, D, D), z where the rule has one
(layers, H, D, 1), and one line of metadata: format, fingerprint, rule, tokens, dtype and shape. Equal memories give
equal bytes. What does not fit is refused, never half-loaded.
"""

import hashlib
import json
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from model.interface import MemoryState, ModelError
from model.memory import LayerMemory

FORMAT = 1
DIGEST = hashlib.sha256().digest_size


def pack(state: MemoryState, rule: str) -> bytes:
    """Turn the memory of one stream (a batch of 1) into bytes."""
    layers: tuple[LayerMemory, ...] = state.layers
    tensors = {"M": torch.cat([layer.M for layer in layers]).float().cpu().contiguous()}
    if rule != "token-delta":  # it never uses z
        tensors["z"] = torch.cat([layer.z for layer in layers]).float().cpu().contiguous()
    about = {
        "format": FORMAT, "model": state.model, "rule": rule, "tokens": state.tokens, "dtype": "float32",
        "shape": list(tensors["M"].shape),
    }  # fmt: skip
    body = save(tensors, {"lectern": json.dumps(about, sort_keys=True)})
    return hashlib.sha256(body).digest() + body


def unpack(
    data: bytes, fingerprint: str, rule: str, shape: tuple[int, ...], device: torch.device
) -> MemoryState:
    """Turn bytes back into a memory for the model with this fingerprint, rule and shape of M."""
    body = data[DIGEST:]
    if len(data) <= DIGEST or hashlib.sha256(body).digest() != data[:DIGEST]:
        raise ModelError("The saved memory is damaged. Read the book again to make a new one.")
    about, tensors = _open(body)
    if about.get("format") != FORMAT:
        raise ModelError(
            "The saved memory has a format that this version does not know. Read the book again."
        )
    if about.get("model") != fingerprint:
        raise ModelError(
            "The saved memory was made by another model. Choose that model, or read the book again."
        )
    if about.get("rule") != rule or tuple(tensors["M"].shape) != shape:
        raise ModelError("The saved memory does not fit this model. Read the book again with it.")
    M = tensors["M"].to(device)
    z = tensors["z"].to(device) if "z" in tensors else torch.zeros(*shape[:-1], 1, device=device)
    layers = tuple(LayerMemory(m[None], n[None]) for m, n in zip(M, z, strict=True))
    return MemoryState(fingerprint, about["tokens"], layers)


def _open(body: bytes) -> tuple[dict[str, Any], dict[str, torch.Tensor]]:
    try:
        size = int.from_bytes(body[:8], "little")
        about = json.loads(json.loads(body[8 : 8 + size])["__metadata__"]["lectern"])
        return about, load(body)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError("The saved memory is not a memory of Lectern. Read the book again.") from error
