"""A tale of six chapters for tests of answers and summaries, read by a fake model."""

from dataclasses import dataclass, field
from pathlib import Path

from app.evidence import find
from app.library import Library
from app.question import understand
from app.quoting import rank
from app.reading import read
from app.work import follow
from ingest import passages
from tests.app.shelves import make_book
from tests.fakes import FakeModel

TALE = (
    "Orla Finch kept the ferry at Greywater. Every morning she rowed the baker across the river for "
    "two coins. Her brother Tam mended nets in the boathouse beside the old mill.\n\n"
    "One day in October a stranger called Professor Bluth came to the landing. He carried a copper "
    "box, and he paid with seven silver buttons. “What is in the box?” asked Orla. “A clock,” said "
    "the professor.",
    "Tam did not trust the professor because his boots were dry after the rain. The brother and "
    "sister followed the professor to the lighthouse on Gull Rock. Nobody had lit the lighthouse for "
    "thirty years.\n\n"
    "Inside they found a map on the wall. The map showed every ferry on the river, and Greywater was "
    "marked with a red cross.",
    "Orla hid the map under the floor of the ferry. The baker told her that the mill would be sold "
    "in spring.",
    "In spring the mill was sold to a woman from the city named Ada Wren. She wanted to build a "
    "bridge, so the ferry would not be needed any longer. Orla wept, but Tam laughed.",
    "The bridge fell in the first storm. Tam had cut its ropes with a bread knife. Ada Wren forgave him.",
    "Professor Bluth was a thief who had stolen the copper box from the museum in Harrow. The clock "
    "inside the box belonged to Orla's grandmother. Orla sold the clock and bought a new ferry with "
    "a green sail.",
)


@dataclass
class Shelf:
    """A library with the tale in it."""

    place: Path
    model: FakeModel = field(default_factory=FakeModel)
    book_id: str = "ab" * 32

    def add(self, texts=TALE):
        """Put the tale in, and read it."""
        book, chapters = make_book(texts, "The Ferry", self.book_id)
        with Library(self.place) as library, library.adding(book) as put:
            for chapter in chapters:
                put(chapter, passages(chapter))
        follow(read(self.place, self.book_id, self.model))
        return self

    def found(self, question, as_of=5):
        """Give the evidence for a question, and its sentences by rank."""
        with Library(self.place) as library:
            evidence = find(library, self.book_id, understand(question), (), as_of)
        return evidence, rank(evidence)

    def text(self, index):
        """Give a chapter's text as the library has it."""
        with Library(self.place) as library:
            return library.chapter(self.book_id, index).text

    def verbatim(self, citations):
        """Say whether every quote stands where it says."""
        return all(
            self.text(one.start.chapter)[one.start.offset : one.start.offset + len(one.quote)] == one.quote
            for one in citations
        )
