"""The tokenizer's marks: tokens that are no text, and how a prompt is put together from them."""

from collections.abc import Sequence

PAD, END, BOOK = "<|pad|>", "<|end|>", "<|book|>"
EVIDENCE, QUESTION, ANSWER, CLUES = "<|evidence|>", "<|question|>", "<|answer|>", "<|clues|>"
FACT, ASK = "<|fact|>", "<|ask|>"
MARKS = (PAD, END, BOOK, EVIDENCE, QUESTION, ANSWER, CLUES, FACT, ASK)


def question_prompt(question: str, evidence: Sequence[str] = ()) -> str:
    """Put evidence and a question before the model, as it was trained: what follows is the answer and END."""
    shown = "".join(f"{EVIDENCE}{text}" for text in evidence)
    return f"{shown}{QUESTION}{question}{ANSWER}"
