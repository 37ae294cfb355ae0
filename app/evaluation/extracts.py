"""ROUGE by Google's library, and summaries to compare with: the first sentences, and sumy's LexRank and TextRank."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from app.errors import LibraryError

if TYPE_CHECKING:
    from rouge_score.rouge_scorer import RougeScorer

COMPARED = 250
"""These compare every sentence with every other; a longer text is first reduced part by part."""


class Rouge(NamedTuple):
    """F of one-word and two-word sequences and of the longest common one, in percent."""

    one: float
    two: float
    longest: float


def check() -> None:
    """Raise LibraryError if the libraries for evaluation are not installed."""
    try:
        import rouge_score  # noqa: F401
        import sumy  # noqa: F401
    except ImportError as error:
        raise LibraryError(
            f"This needs {error.name}; install what evaluation needs with: pip install 'lectern[evaluation]'."
        ) from error


def rouge(said: str, references: Sequence[str]) -> Rouge:
    """Compare a summary with people's: with the nearest of them, word stems."""
    scores = _scorer().score_multi(list(references), said)
    return Rouge(*(100 * scores[name].fmeasure for name in ("rouge1", "rouge2", "rougeL")))


@cache
def _scorer() -> "RougeScorer":
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


def lead(sentences: Sequence[str], words: int) -> str:
    """Give the first sentences, about so many words."""
    return " ".join(within(sentences, words))


def lexrank(sentences: Sequence[str], words: int) -> str:
    """Give the most central sentences in the text's order, about so many words."""
    return _ranked(sentences, words, "lex_rank")


def textrank(sentences: Sequence[str], words: int) -> str:
    """Give TextRank's best sentences in the text's order, about so many words."""
    return _ranked(sentences, words, "text_rank")


def _ranked(sentences: Sequence[str], words: int, way: str) -> str:
    parts = [sentences[at : at + COMPARED] for at in range(0, len(sentences), COMPARED)]
    while len(parts) > 1:
        first = slice(max(10, COMPARED // len(parts)))
        kept = [one for part in parts for one in _central(part, itemgetter(first), way)]
        if len(kept) >= sum(map(len, parts)):
            break
        parts = [kept[at : at + COMPARED] for at in range(0, len(kept), COMPARED)]
    whole = [one for part in parts for one in part]
    return " ".join(_central(whole, lambda best: _enough(best, words), way))


def within(sentences: Sequence[str], words: int) -> list[str]:
    """Take sentences from the beginning, as many as come nearest to so many words, but one at least.

    Taking them until there are enough gave some 7 % more words than wanted, and ROUGE rewards length.
    """
    counts = list(accumulate(len(sentence.split()) for sentence in sentences))
    nearest = min(range(len(counts)), key=lambda at: (abs(counts[at] - words), at), default=-1)
    return list(sentences[: nearest + 1])


def _enough(best: Sequence[Any], words: int) -> Sequence[Any]:
    return best[: len(within([str(one.sentence) for one in best], words))]


def _central(
    sentences: Sequence[str], choose: Callable[[Sequence[Any]], Sequence[Any]], way: str = "lex_rank"
) -> list[str]:
    """Let sumy's LexRank or TextRank order the sentences; give those that are chosen of them, in the text's order."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer
    from sumy.utils import get_stop_words

    made = LexRankSummarizer if way == "lex_rank" else TextRankSummarizer
    summarizer = made(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    document = ObjectDocumentModel([Paragraph([Sentence(one, _Words()) for one in sentences])])
    return [str(one) for one in summarizer(document, choose)]


class _Words:
    """Cuts sentences into words for sumy, whose own way needs data from the network."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(re.findall(r"\w+", text.lower()))
