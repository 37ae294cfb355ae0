"""What can be typed: the commands of the terminal, their arguments and options."""

import argparse
from collections.abc import Callable

from app import commands, model_commands, terminal_adding, terminal_model
from app.common_arguments import common
from app.evaluation import commands as measures
from app.evaluation.arguments import add_evaluate
from app.model_arguments import add_models
from app.session import Session

MODES = ("both", "memory", "text")


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line; the common options work before and after the command."""
    top = argparse.ArgumentParser(
        prog="lectern",
        description="Reads a book once, on this machine, remembers it, and answers questions about it.",
        allow_abbrev=False,
        parents=[common(None)],
    )
    everywhere = common(argparse.SUPPRESS)  # an option that is not given here leaves the one given before
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(
        name: str, run: Callable[[Session], int], text: str, book: bool = True
    ) -> argparse.ArgumentParser:
        told = text[0].lower() + text[1:-1]
        made = subparsers.add_parser(
            name, help=told, description=text, parents=[everywhere], allow_abbrev=False
        )
        made.set_defaults(run=run)
        if book:
            about = "a book's id or title, or an unambiguous start of one"
            made.add_argument("book", metavar="BOOK", type=_clean, help=about)
        return made

    _adding(command("add", terminal_adding.add, "Add books.", book=False))
    command("books", commands.books, "List the books.", book=False)
    command("contents", commands.contents, "List the chapters of a book.")
    reading = command("read", terminal_model.read, "Read on from where reading stopped.")
    reading.add_argument("--again", action="store_true", help="forget what was read of it and begin anew")
    _asking(command("ask", terminal_model.ask, "Answer a question about a book."))
    _summarizing(command("summarize", terminal_model.summarize, "Summarize a book."))
    command("history", commands.history, "List earlier answers and summaries.")
    command("export", commands.export, "Print earlier answers and summaries as Markdown.")
    command("remove", commands.remove, "Remove a book with all that was read and asked of it.")
    add_models(
        command("models", model_commands.listed, "List, install and choose models.", book=False), everywhere
    )
    # each measure's own command takes the place of the one that is named here
    add_evaluate(command("evaluate", measures.passkey, "Measure the model.", book=False), everywhere)
    return top


def _adding(made: argparse.ArgumentParser) -> None:
    made.add_argument("files", metavar="FILE", nargs="+", help="a book, or a folder with books in it")
    made.add_argument("--password", metavar="WORD", default=None, help="opens a locked PDF; is kept nowhere")
    made.add_argument(
        "--ocr-language",
        metavar="NAME",
        default=None,
        help="of text in pictures, such as de or deu+eng; else as in the settings, or the book's own",
    )


def _summarizing(made: argparse.ArgumentParser) -> None:
    scope = made.add_mutually_exclusive_group()
    scope.add_argument("--chapter", metavar="N", type=int, help="only this chapter, counted from 1")
    scope.add_argument("--so-far", action="store_true", help="only as far as the reader is")


def _asking(made: argparse.ArgumentParser) -> None:
    made.add_argument("question", metavar="QUESTION", type=_clean)
    made.add_argument("--as-of", metavar="N", type=int, help="from nothing later than the end of chapter N")
    made.add_argument(
        "--mode", choices=MODES, default="both", help="answer from memory, from the text, or both"
    )
    made.add_argument("--seed", type=int, default=None, help="the same seed gives the same answer")
    made.add_argument("--temperature", type=_temperature, default=None, help="0 takes the likeliest words")


def _temperature(written: str) -> float:
    value = float(written)
    if not 0.0 <= value <= 5.0:
        raise argparse.ArgumentTypeError("must be between 0 and 5")
    return value


def _clean(written: str) -> str:
    """Replace what is no text: bytes that the terminal's encoding does not know."""
    return written.encode("utf-8", "replace").decode("utf-8")
