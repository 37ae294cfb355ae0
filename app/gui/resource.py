"""Where the files are that come with the window: icons, style, typefaces, translations."""

from pathlib import Path

import resources


def resource(*parts: str) -> Path:
    """Find a file among the resources."""
    return Path(str(resources.__file__)).parent.joinpath(*parts)
