"""What goes wrong below the window is told in the language of the window."""

import ast
from pathlib import Path

import pytest

from app.gui.language import speak
from app.gui.sentences import SENTENCES, in_words

ROOT = Path(__file__).parents[3]


@pytest.fixture
def chinese(qapp):
    speak("zh_CN")
    yield
    speak("en")


def written():
    """All sentences of the layers below, with {} for what is put into them."""
    for folder in ("app", "ingest", "model"):
        for file in (ROOT / folder).glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if said := template(node):
                    yield said


ERRORS = {"BookError", "LibraryError", "Locked", "ModelError"}
ELSEWHERE = ("data", "adapting", "adapter", "sharing", "lora", "settings", "terminal")
"""Files whose errors end a command in the terminal, and never reach the window."""
TYPED = {  # what a person typed in the terminal; the window offers only what there is
    "The library is empty; add a book first.",
    "There is no book “{}” in the library; there are {}.",
    "“{}” can mean {} books: {}. Give more of it, or the id.",
    "“{}” cannot be summarized; choose the book, a chapter, or the story so far.",
    "“{}” is no model of the hub: give OWNER/NAME.",
    "The hub is switched off (HF_HUB_OFFLINE). Switch it on, or use `models add FOLDER`.",
    "A model cannot be named “{}”: use letters, digits, dots and dashes.",
    "There is no installed model named “{}”. `lectern models` lists them.",
    "An adapter has no name of its own: leave --name away.",
}


def raised():
    """The sentences with which the layers below refuse something, where they stand at the place itself."""
    for folder in ("app", "ingest", "model"):
        for file in sorted((ROOT / folder).glob("*.py")):
            if any(word in file.stem for word in ELSEWHERE):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                    said = template(node.exc.args[0])
                    if getattr(node.exc.func, "id", "") in ERRORS and said:
                        yield said


def template(node):
    """A sentence with {} for what is put into it; none where the node is something else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return ""


def test_every_error_that_can_reach_the_window_is_listed(chinese):
    known = set(map(str, SENTENCES)) | TYPED
    missing = [one for one in raised() if one not in known]
    assert not missing, f"add to app/gui/sentences.py, and translate (`make translations`): {missing}"


def test_a_sentence_within_a_sentence_is_said_in_the_language_too(chinese):
    said = in_words("“a.epub” needs more memory than any book should; it may be damaged, or made to do harm.")
    assert said == "“a.epub”需要的内存超出任何书的正常需要；它可能已损坏，或是有害的文件。"


def test_every_sentence_that_is_listed_is_said_somewhere():
    every = "\n".join(written())
    for sentence in map(str, SENTENCES):
        pieces = [piece for piece in sentence.split("{}") if len(piece) > 3]
        missing = [piece for piece in pieces if piece not in every]
        assert not missing, f"{sentence!r} is said no more: {missing}"


def test_names_and_numbers_stay_in_the_sentence(chinese):
    assert (
        in_words("The book has no chapter 9; its chapters are 1 to 4.")
        == "这本书没有第 9 章；它有第 1 至 4 章。"
    )
    assert in_words("“a {b}.epub” has no text to read.") == "“a {b}.epub”没有可读的文字。"


def test_an_unknown_sentence_is_shown_as_it_came(chinese):
    assert in_words("Something else.") == "Something else."
