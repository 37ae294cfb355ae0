"""llama.cpp through llama-cpp-python's plain bindings: token ids in, a key/value cache and logits inside.

The high-level class keeps every token's logits and wants a tokenizer; here is what a comparison needs, no more.
"""

import ctypes
import os
from pathlib import Path

import llama_cpp
import numpy as np
import numpy.typing as npt

BATCH = 512
QUIET = llama_cpp.llama_log_callback(lambda *_: None)


class Session:
    """A model with a key/value cache for `context` tokens, in 16 bits as is llama.cpp's way."""

    def __init__(self, file: Path, context: int) -> None:
        llama_cpp.llama_log_set(QUIET, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._model = llama_cpp.llama_model_load_from_file(
            str(file).encode(), llama_cpp.llama_model_default_params()
        )
        chosen = llama_cpp.llama_context_default_params()
        chosen.n_ctx, chosen.n_batch, chosen.n_ubatch = context, BATCH, BATCH
        chosen.n_threads = chosen.n_threads_batch = threads
        chosen.no_perf = True
        self._context = llama_cpp.llama_init_from_model(self._model, chosen)
        if not self._context:
            raise MemoryError(f"llama.cpp has no room for {context:,} tokens")
        self._batch = llama_cpp.llama_batch_init(BATCH, 0, 1)
        self._width = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self._model))
        self.tokens = 0

    def read(self, ids: list[int]) -> None:
        """Take in tokens, at most BATCH at once; logits are computed of the last alone."""
        for at in range(0, len(ids), BATCH):
            part, batch = ids[at : at + BATCH], self._batch
            batch.n_tokens = len(part)
            for i, token in enumerate(part):
                batch.token[i], batch.pos[i] = token, self.tokens + i
                batch.n_seq_id[i], batch.seq_id[i][0], batch.logits[i] = 1, 0, i == len(part) - 1
            if code := llama_cpp.llama_decode(self._context, batch):
                raise RuntimeError(f"llama_decode gave {code}")
            self.tokens += len(part)

    def logits(self) -> npt.NDArray[np.float32]:
        """Give the logits (V,) after the last token."""
        given = llama_cpp.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(given, (self._width,)).copy()

    def save(self, file: Path) -> int:
        """Write the cache to a file; give its bytes."""
        llama_cpp.llama_state_save_file(self._context, str(file).encode(), None, 0)
        return file.stat().st_size

    def restore(self, file: Path, tokens: int) -> None:
        """Read a cache back from a file."""
        count = ctypes.c_size_t(0)
        room = (llama_cpp.llama_token * 1)()
        if not llama_cpp.llama_state_load_file(
            self._context, str(file).encode(), room, 1, ctypes.byref(count)
        ):
            raise RuntimeError("llama.cpp did not load its saved state")
        self.tokens = tokens

    def clear(self) -> None:
        """Forget all tokens."""
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._context), True)
        self.tokens = 0

    def close(self) -> None:
        """Give everything back."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)
        llama_cpp.llama_model_free(self._model)
