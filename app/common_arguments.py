"""The options that work everywhere; they tell whether the window is wanted, which waits for no command's code."""

import argparse
from collections.abc import Sequence

from app.settings import DEVICES, QUANTIZATIONS


def common(default: str | None) -> argparse.ArgumentParser:
    """Make a parser of the options that work before and after every command."""
    made = argparse.ArgumentParser(add_help=False, allow_abbrev=False, argument_default=default)
    group = made.add_argument_group("options that work everywhere")
    group.add_argument("--library", metavar="DIR", help="the library's folder")
    group.add_argument("--model", metavar="NAME|FOLDER", help="the model that reads and answers")
    group.add_argument("--device", choices=DEVICES, help="where the model runs")
    group.add_argument("--quantization", choices=QUANTIZATIONS, help="how the model's weights are held")
    group.add_argument(
        "--json", action="store_true", default=default or False, help="print one JSON object a line"
    )
    return made


def window_options(argv: Sequence[str] | None) -> argparse.Namespace | None:
    """Give the options of the window; nothing when a command, help or something unknown was typed."""
    made = common(None)
    made.exit_on_error = False
    try:
        options, rest = made.parse_known_args(argv)
    except argparse.ArgumentError:
        return None
    if rest or options.json:
        return None
    options.command = None
    return options
