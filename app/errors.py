"""What can go wrong in `app` without being a bug."""


class LibraryError(Exception):
    """The library cannot do what was asked; the message is a sentence that a reader can act on."""
