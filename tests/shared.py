"""What lies beside the checkout where this project is built: real books and data; a person's checkout has none."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="there is no ../shared with real books here")
