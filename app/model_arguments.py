"""What can be typed after `lectern models`."""

import argparse
from collections.abc import Callable

from app import model_commands
from app.session import Session

ROWS = """With --json, each model is one object: model (its name), in_use, family, parameters, bytes (of its
weights' files), quantization (how they are held on this machine), memory_bytes (estimated, when it reads),
free_bytes, fits (null: not known), adapted, folder, problem (a sentence, or null)."""
CHECKED = """With --json, one object: model, device, sound, seconds_to_load, tokens, tokens_per_second,
memory_bytes,
gain (nats a token that the memory gives), remembers, answer."""

RECOMMENDED = """With --json, each is one object: repo, family, parameters, bytes (to fetch), memory_bytes,
quantization, fits, licence."""
ADAPTED = """What was done is kept when it is interrupted; the same command goes on. With --json, one object: model,
adapter (the file), bytes, share (of the base's parameters), and perplexities of held-out text: inside and
beyond (the window), inside_base and beyond_base (without the adapter). It is refused where it makes text worse."""


def add_models(made: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """Give the command `models` its own commands; alone it lists."""
    made.epilog = ROWS
    subparsers = made.add_subparsers(dest="models_command", metavar="COMMAND", title="commands")

    def command(
        name: str, run: Callable[[Session], int], text: str, more: str = ROWS
    ) -> argparse.ArgumentParser:
        one = subparsers.add_parser(
            name, help=text[0].lower() + text[1:-1], description=text, epilog=more, parents=[everywhere],
            allow_abbrev=False,
        )  # fmt: skip
        one.set_defaults(run=run)
        return one

    command("list", model_commands.listed, "List the models.")
    command("recommended", model_commands.recommended, "List models of the hub to choose from.", RECOMMENDED)
    getting = command("get", model_commands.get, "Get a model from the Hugging Face hub; needs the network.")
    getting.add_argument("repo", metavar="OWNER/NAME", help="the model's name on the hub")
    adding = command("add", model_commands.add, "Install a model from a folder, or an adapter from a file.")
    adding.add_argument(
        "folder", metavar="FOLDER|FILE",
        help="a folder that holds config.json, safetensors and tokenizer.json; or an adapter, whose base is installed",
    )  # fmt: skip
    for one in (getting, adding):
        one.add_argument("--name", metavar="NAME", default=None, help="the name it gets here")
    using = command("use", model_commands.use, "Choose the model that reads and answers.")
    removing = command(
        "remove", model_commands.remove, "Remove an installed model.", "With --json: {“removed”: NAME}."
    )
    for one in (using, removing):
        one.add_argument("name", metavar="NAME", help="a model's name, as `lectern models` lists it")
    checking = command(
        "check", model_commands.check, "Test a model: it loads, reads a page, recalls, answers.", CHECKED
    )
    checking.add_argument("name", metavar="NAME", nargs="?", default=None, help="default: the one in use")
    adapting = command(
        "adapt", model_commands.adapt, "Let a model learn to use its memory, from books.", ADAPTED
    )
    adapting.add_argument("name", metavar="NAME", help="an installed model, or a folder")
    adapting.add_argument("--books", metavar="FOLDER", required=True, help="the books it learns from")
    for option, number, told in (
        ("steps", 1000, "how long (default: 1000)"),
        ("tokens", 4096, "tokens of a step (default: 4096)"),
        ("window", 0, "the most tokens read in one step later on (default: what the model allows, to 2048)"),
        ("rank", 0, "of the memory's own projections (default: what keeps to 1 %% of the parameters)"),
        ("lora", 0, "rank of a LoRA on the model's own projections too; needs peft (default: none)"),
    ):
        adapting.add_argument(f"--{option}", metavar="N", type=_number, default=number, help=told)


def _number(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
