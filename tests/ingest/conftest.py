"""Where the real books are; tests over them are skipped where they are not."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def books() -> Path:
    """The folder of whole EPUBs."""
    return _there(SHARED / "books")


@pytest.fixture(scope="session")
def files() -> Path:
    """The folder of difficult documents."""
    return _there(SHARED / "files")


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return folder
