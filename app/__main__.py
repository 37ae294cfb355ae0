"""`python -m app` is `lectern`."""

import sys

from app.terminal import main

sys.exit(main())
