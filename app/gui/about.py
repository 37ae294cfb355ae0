"""What Lectern is, and the licences of all that it is made of."""

from importlib.metadata import PackageNotFoundError, files, metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from app.gui.language import tr
from app.gui.parts import column, label, scrolled

MADE_OF = (
    *("PySide6_Essentials", "torch", "transformers", "tokenizers", "safetensors", "torchao", "numpy"),
    *("PyMuPDF", "EbookLib", "lxml", "huggingface_hub", "Jinja2", "chardet", "py3langid"),
    *("markdown-it-py", "sqlite-utils", "platformdirs", "accelerate"),
)

KNOWN_BY = {
    "Neither the name of": "BSD-3-Clause",
    "Redistribution and use in source and binary forms": "BSD-2-Clause",
    "Permission is hereby granted, free of charge": "MIT",
    "Apache License": "Apache-2.0",
}
"""Words that stand in the text of a licence, and its name."""


def about_page() -> QWidget:
    """Make the page."""
    inside = QWidget()
    box = column(inside, gap=6)
    version = _known("lectern")[0]
    box.addWidget(label(f"Lectern {version}".strip(), "heading"))
    told = tr(
        "A reading room on your own machine. It reads a book once, remembers it, and answers with its words."
    )
    box.addWidget(label(told, "muted", wraps=True))
    free = tr("Free software under the GNU Affero General Public License, version 3 or later. Qt {}.")
    box.addWidget(label(free.format(qVersion()), "muted", wraps=True))
    novel = tr("The sample novel is in the public domain (CC0). Interface icons were drawn for Lectern.")
    faces = tr("Source Serif Pro and Source Sans Pro by Adobe, under the SIL Open Font License 1.1.")
    box.addWidget(label(novel, "muted", wraps=True))
    box.addWidget(label(faces, "muted", wraps=True))
    box.addSpacing(12)
    box.addWidget(label(tr("Made of"), "label"))
    grid = QGridLayout()
    grid.setColumnStretch(2, 1)
    grid.setHorizontalSpacing(20)
    for at, name in enumerate(MADE_OF):
        version, licence = _known(name)
        for column_, text in enumerate((name.replace("_", " "), version, licence)):
            made = label(text, "" if column_ == 0 else "muted", wraps=column_ == 2)
            grid.addWidget(
                made, at, column_, Qt.AlignmentFlag.AlignTop if column_ < 2 else Qt.AlignmentFlag(0)
            )
    box.addLayout(grid)
    box.addStretch(1)
    return scrolled(inside)


def _known(name: str) -> tuple[str, str]:
    """Give the version and licence of an installed distribution."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return "", ""
    licence = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    kinds = [one.rpartition(":: ")[2] for one in about.get_all("Classifier") or [] if "License ::" in one]
    if not licence or "\n" in licence:  # some put the whole text of the licence there
        licence = ", ".join(kinds) or _by_its_text(name)
    return about["Version"], licence


def _by_its_text(name: str) -> str:
    """Name the licence whose text an installed distribution brings: some name it nowhere else."""
    texts = (
        one for one in files(name) or () if one.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
    )
    lines = next(texts, None)
    text = " ".join(lines.read_text(encoding="utf-8").split()) if lines is not None else ""
    return next((name for words, name in KNOWN_BY.items() if words in text), "")
