"""Text to token ids, a stretch at a time, so that a book of any length is encoded in little memory."""

from collections.abc import Iterator

from transformers import PreTrainedTokenizerBase

STRETCH = 16_384
"""Characters encoded at once; the cuts depend on the text alone, so the same text always gives the same ids."""


def stretches(text: str) -> Iterator[str]:
    """Cut text after paragraphs (or, in a long one, before a space) into stretches of at most STRETCH characters."""
    at = 0
    while len(text) - at > STRETCH:
        cut = text.rfind("\n\n", at, at + STRETCH) + 2
        if cut <= at + 2:
            cut = text.rfind(" ", at + 1, at + STRETCH)
        if cut <= at:
            cut = at + STRETCH
        yield text[at:cut]
        at = cut
    yield text[at:]


def encode(tokenizer: PreTrainedTokenizerBase, text: str) -> Iterator[list[int]]:
    """Give the ids of each stretch; marks that stand in the text are read as plain text."""
    for stretch in stretches(text):
        yield tokenizer.encode(stretch, add_special_tokens=False, split_special_tokens=True)


def segments(
    tokenizer: PreTrainedTokenizerBase, text: str, length: int, skip: int = 0
) -> Iterator[list[int]]:
    """Give the ids of a chapter `length` at a time, the last as many as are left, after `skip` of them."""
    held: list[int] = []
    for ids in encode(tokenizer, text):
        if skip >= len(ids):
            skip -= len(ids)
            continue
        held += ids[skip:]
        skip = 0
        while len(held) >= length:
            yield held[:length]
            held = held[length:]
    if held:
        yield held
