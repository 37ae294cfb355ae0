"""What the use cases say they are doing, in the language of the window."""

from PySide6.QtCore import QT_TR_NOOP

from app.gui.language import tr

KNOWN = {
    "waking the model": QT_TR_NOOP("Waking the model"),
    "recalling": QT_TR_NOOP("Recalling"),
    "looking up": QT_TR_NOOP("Looking up"),
    "writing": QT_TR_NOOP("Writing"),
    "summarizing": QT_TR_NOOP("Summarizing"),
    "opening": QT_TR_NOOP("Opening"),
    "read": QT_TR_NOOP("Read"),
}
WITH_NAME = {
    "reading ": QT_TR_NOOP("Reading {}"),
    "measuring ": QT_TR_NOOP("Measuring {}"),
    "copying ": QT_TR_NOOP("Copying {}"),
    "fetching ": QT_TR_NOOP("Fetching {}"),
    "checking ": QT_TR_NOOP("Checking {}"),
    "adding ": QT_TR_NOOP("Adding {}"),
    "opening ": QT_TR_NOOP("Opening {}"),
}


def doing(what: str) -> str:
    """Say what `Progress.what` says, as a sentence begins; what is not known is said as it is."""
    if what in KNOWN:
        return tr(KNOWN[what])
    for begin, said in WITH_NAME.items():
        if what.startswith(begin):
            return tr(said).format(what[len(begin) :])
    return what[:1].upper() + what[1:]
