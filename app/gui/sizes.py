"""Sizes in words."""


def size(count: int) -> str:
    """Write a number of bytes for people."""
    if count < 1e6:
        return f"{count / 1e3:.0f} kB"
    return f"{count / 1e6:.1f} MB" if count < 1e9 else f"{count / 1e9:.1f} GB"
