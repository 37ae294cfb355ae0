"""Small networks, tokenizers and model folders, made in a moment; weights are random but large enough to matter."""

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from model.config import InfiniConfig
from model.network import InfiniForCausalLM
from model.tokens import BOOK, END, MARKS, PAD

RULES = ("linear", "delta", "token-delta")
TEXT = (
    "In the tide house a clock was kept whose name was Mrs Pomfret. It was wound on Fridays by the keeper.\n\n"
    * 6
)


def config(**changes: Any) -> InfiniConfig:
    small: dict[str, Any] = {
        "vocab_size": 320, "hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "segment_length": 16,
    }  # fmt: skip
    return InfiniConfig(**(small | changes))


def network(seed: int = 0, **changes: Any) -> InfiniForCausalLM:
    torch.manual_seed(seed)
    made = InfiniForCausalLM(config(**changes)).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return made


def ids(length: int, batch: int = 1, seed: int = 0) -> torch.Tensor:
    return torch.randint(10, 320, (batch, length), generator=torch.Generator().manual_seed(seed))


def tokenizer() -> PreTrainedTokenizerFast:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    made.train_from_iterator(
        [TEXT],
        trainers.BpeTrainer(
            vocab_size=320, special_tokens=list(MARKS), initial_alphabet=alphabet, show_progress=False
        ),
    )
    return PreTrainedTokenizerFast(tokenizer_object=made, pad_token=PAD, eos_token=END, bos_token=BOOK)


def plain(place: Path) -> Path:
    """Save an ordinary Llama checkpoint, made without a memory; give its folder."""
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=320, hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4
        )
    ).save_pretrained(place)
    tokenizer().save_pretrained(place)
    return place


def folder(place: Path, seed: int = 0, **changes: Any) -> Path:
    """Save a model as the trainer does; give its folder."""
    marks = tokenizer()
    network(seed, eos_token_id=marks.eos_token_id, **changes).save_pretrained(place)
    marks.save_pretrained(place)
    return place
