"""Prompts as token ids: with the marks that our own models were trained on, or in plain words for any other model.

Another model's chat template is put around evidence and question when its tokenizer has one. Only the template's own
text may hold special tokens: what stands in a book or a question is plain text, whatever it looks like.
"""

from collections.abc import Sequence

from jinja2 import TemplateError
from transformers import PreTrainedTokenizerBase

from model.tokens import ANSWER, EVIDENCE, QUESTION

PLAIN = {EVIDENCE: "\n\nFrom the book: ", QUESTION: "\n\nQuestion about the book: ", ANSWER: "\nAnswer:"}
HOLE = "LECTERN-HOLE"
LONGEST_QUESTION = 192
"""Tokens of a question that the model is shown, from its beginning: each costs it a step in every passage it judges."""


class Prompts:
    """Puts evidence, questions and answers into the form a tokenizer's model knows."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer
        known = tokenizer.get_vocab()
        self._marks = {mark: [known[mark]] if mark in known else self.plain(PLAIN[mark]) for mark in PLAIN}
        self._chat = None if QUESTION in known else _chat(tokenizer)

    def plain(self, text: str) -> list[int]:
        """Give the ids of plain text; marks that stand in it are no marks."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
        return ids

    def start(self) -> list[int]:
        """Give one token to begin with, so that a text's first token can be scored too."""
        return self._marks[EVIDENCE][:1]

    def shown(self, text: str) -> list[int]:
        """Give one piece of evidence."""
        return [*self._marks[EVIDENCE], *self.plain(text)]

    def asked(self, question: str) -> list[int]:
        """Give a question, or the beginning of a very long one."""
        return [*self._marks[QUESTION], *self.plain(question)[:LONGEST_QUESTION]]

    def question(self, question: str, evidence: Sequence[str] = ()) -> list[int]:
        """Give evidence and question; what follows is the answer."""
        shown = [token for text in evidence for token in self.shown(text)]
        if self._chat:
            before, after = self._chat
            return [*before, *shown, *self.asked(question), *after]
        return [*shown, *self.asked(question), *self._marks[ANSWER]]


def _chat(tokenizer: PreTrainedTokenizerBase) -> tuple[list[int], list[int]] | None:
    """Give what a chat template puts before and after a person's words; None without a template that works."""
    if not getattr(tokenizer, "chat_template", None):
        return None
    said = [{"role": "user", "content": HOLE}]
    try:  # an answer is wanted, no thoughts before it; a template that knows no thinking ignores that
        text = tokenizer.apply_chat_template(
            said, tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
    except (TemplateError, ValueError, TypeError):
        return None
    before, hole, after = str(text).partition(HOLE)
    if not hole:
        return None
    ids = (tokenizer.encode(part, add_special_tokens=False) for part in (before, after))
    return next(ids), next(ids)
