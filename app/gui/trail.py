"""Where the reader came from, as in a browser."""

from dataclasses import dataclass, field

from ingest.book import Locator


@dataclass
class Trail:
    """Places behind and before the one that lies open."""

    behind: list[Locator] = field(default_factory=list)
    ahead: list[Locator] = field(default_factory=list)

    def leave(self, place: Locator) -> None:
        """Note the place that a jump leaves."""
        if not self.behind or self.behind[-1] != place:
            self.behind.append(place)
        self.ahead.clear()

    def back(self, here: Locator) -> Locator | None:
        """Give the place to go back to."""
        if not self.behind:
            return None
        self.ahead.append(here)
        return self.behind.pop()

    def forward(self, here: Locator) -> Locator | None:
        """Give the place that was gone back from."""
        if not self.ahead:
            return None
        self.behind.append(here)
        return self.ahead.pop()
