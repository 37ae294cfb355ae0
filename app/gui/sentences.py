"""The sentences in which the layers below say what went wrong, in the language of the window.

They come in English, with names, numbers and at times another sentence in them; each is recognized by its pattern. One
that is not listed here is shown as it came.
"""

import re
from functools import cache

from PySide6.QtCore import QT_TR_NOOP

from app.gui.language import tr

SENTENCES = (
    QT_TR_NOOP("The question is empty; ask something."),
    QT_TR_NOOP("Memory alone cannot be held to a part of the book; let the text be used, too."),
    QT_TR_NOOP("The book has no chapter {}; its chapters are 1 to {}."),
    QT_TR_NOOP("No chapter has been read as far as that; read the book first, or ask of its text only."),
    QT_TR_NOOP("This book is no longer in the library; add its file again."),
    QT_TR_NOOP("This passage is no longer in the library; ask again."),
    QT_TR_NOOP("The reader is still in the first chapter; there is nothing before it to summarize."),
    QT_TR_NOOP("The library {} is locked: another program is writing to it. Try again later."),
    QT_TR_NOOP("The disk is full; free some space and try again. What was stored before is kept."),
    QT_TR_NOOP("The library file {} is damaged; restore a backup, or move it away to start a new one."),
    QT_TR_NOOP("The library file {} cannot be opened for writing; check the permissions of its folder."),
    QT_TR_NOOP("The settings file {} cannot be written ({})."),
    QT_TR_NOOP("The choice of the folder cannot be written to {} ({})."),
    QT_TR_NOOP(
        "“{}” is locked with DRM, so its text cannot be read; get a copy without DRM from where you bought it."
    ),
    QT_TR_NOOP("“{}” has no text to read."),
    QT_TR_NOOP("“{}” has no text to read: its pages are pictures or empty."),
    QT_TR_NOOP("“{}” is damaged or incomplete; download or copy it again."),
    QT_TR_NOOP("“{}” is damaged: it has no description of a book; download or copy it again."),
    QT_TR_NOOP("“{}” was changed since it was added; add it again to see its pages as printed."),
    QT_TR_NOOP("“{}” was not found; check whether it was moved or renamed."),
    QT_TR_NOOP("“{}” is empty (0 bytes); download or copy it again."),
    QT_TR_NOOP("“{}” is not an ordinary file; choose a book, such as an EPUB or a PDF."),
    QT_TR_NOOP("“{}” is a comic book: its pages are pictures, which have no text to read."),
    QT_TR_NOOP("“{}” is protected by a password; save a copy without it in Word and add that."),
    QT_TR_NOOP("There is no folder {}; give one with books in it."),
    QT_TR_NOOP("There is no model in {}. Give the folder of one, or use the default."),
    QT_TR_NOOP("There is no model in {}. Give a folder that holds config.json."),
    QT_TR_NOOP("There is a model named “{}” already: remove it first, or use --name."),
    QT_TR_NOOP("There is no room for the model: it takes {} GB, and {} GB are free."),
    QT_TR_NOOP("The model cannot be copied to {} ({})."),
    QT_TR_NOOP("The model in {} is not whole: {} is missing. Get it again."),
    QT_TR_NOOP("The model in {} cannot be loaded ({}). Install it again."),
    QT_TR_NOOP("The model does not fit in the memory of {}. Choose a smaller one, or cpu."),
    QT_TR_NOOP(
        "The model {} needs about {} GB of memory, and {} GB are free. Choose a smaller one, close other programs, "
        "or use --quantization int8."
    ),
    QT_TR_NOOP(
        "The model {} needs about {} GB of memory, and {} GB are free. Choose a smaller one, or close other programs."
    ),
    QT_TR_NOOP("The weights in {} are damaged ({}). Get the file again."),
    QT_TR_NOOP("The weights in {} are quantized already; get the model's ordinary weights."),
    QT_TR_NOOP("Models of the kind {} cannot be read with; choose one of {}."),
    QT_TR_NOOP("This memory was made by another model. Read the book again with this one."),
    QT_TR_NOOP("The saved memory is damaged. Read the book again to make a new one."),
    QT_TR_NOOP("The saved memory was made by another model. Choose that model, or read the book again."),
    QT_TR_NOOP("“{}” is protected by a password; give the password to add it."),
    QT_TR_NOOP("“{}” is protected by a password; give the password to see its pages."),
    QT_TR_NOOP("The password does not open “{}”; try another."),
    QT_TR_NOOP("“{}” is locked: it is encrypted in a way that cannot be opened; save a copy without it."),
    QT_TR_NOOP(
        "“{}” has no text layer: {} only pictures or blank; install Tesseract and add it again, or run it "
        "through text recognition (OCR) and add the result."
    ),
    QT_TR_NOOP("“{}” has no text layer, and text recognition (OCR) found no text: {} pictures or blank."),
    QT_TR_NOOP("its {} pages are"),
    QT_TR_NOOP("its page is"),
    QT_TR_NOOP("“{}” has no pages; download or copy it again."),
    QT_TR_NOOP("“{}” has {} pages, too many to be shown as printed."),
    QT_TR_NOOP("“{}” is larger than {}; split it into smaller files."),
    QT_TR_NOOP("“{}” is a folder; choose a file inside it."),
    QT_TR_NOOP("“{}” is not the name of a file."),
    QT_TR_NOOP("“{}” is packed in a way that Lectern does not know; convert it to EPUB."),
    QT_TR_NOOP("“{}” unpacks to more text than any book has; it may be made to do harm."),
    QT_TR_NOOP("“{}” needs more memory than any book should; {}"),
    QT_TR_NOOP("“{}” takes too long to open and was given up; {}"),
    QT_TR_NOOP("it may be damaged, or made to do harm."),
    QT_TR_NOOP("“{}” is damaged in a way that stops its reading; download or copy it again."),
    QT_TR_NOOP("“{}” is an archive and not a book; unpack it and add what is in it. {}."),
    QT_TR_NOOP("“{}” is not a text that can be read; {}."),
    QT_TR_NOOP("“{}” is {}; {}."),
    QT_TR_NOOP("Lectern opens EPUB, PDF, text, Markdown, HTML, FB2, MOBI, AZW3, DOCX and XPS"),
    QT_TR_NOOP("a picture"),
    QT_TR_NOOP("a DjVu document"),
    QT_TR_NOOP("an RTF document"),
    QT_TR_NOOP("an old Office document"),
    QT_TR_NOOP(
        "The library {} was written by a newer version of Lectern; install that version, or choose another "
        "library folder. Nothing was changed."
    ),
    QT_TR_NOOP("The library's folder {} cannot be made ({}); choose another one."),
    QT_TR_NOOP("The disk failed while the library file {} was used ({}); check the disk."),
    QT_TR_NOOP("The library file {} cannot be used ({}); restore it from a backup, or move it away."),
    QT_TR_NOOP("{} has no weights in safetensors form, the only form that is read."),
    QT_TR_NOOP("{} of {} came damaged. Try again; the rest is kept."),
    QT_TR_NOOP("The model “{}” cannot be removed ({})."),
    QT_TR_NOOP("There is no device {}: choose auto, cuda, mps or cpu."),
    QT_TR_NOOP("The file {} holds no configuration of a model. Get the model again."),
    QT_TR_NOOP("The file {} cannot be read ({}). Get the model again."),
    QT_TR_NOOP("The file {} cannot be read. Get the file again."),
    QT_TR_NOOP("The model in {} has no tokenizer.json. Get the model's file."),
    QT_TR_NOOP("The tokenizer {} cannot be read. Get the file again."),
    QT_TR_NOOP(
        "The tokenizer in {} does not match the model: it has {} tokens, the model {}. Get both from the same"
        " place."
    ),
    QT_TR_NOOP("The weights in {} do not fit its config.json ({}). Get the model again, whole."),
    QT_TR_NOOP("There is no quantization {}: choose auto, {}."),
    QT_TR_NOOP("Weights cannot be {} on {}: choose {}."),
    QT_TR_NOOP("The saved memory has a format that this version does not know. Read the book again."),
    QT_TR_NOOP("The saved memory does not fit this model. Read the book again with it."),
    QT_TR_NOOP("The saved memory is not a memory of Lectern. Read the book again."),
    QT_TR_NOOP("The summary needs chapter {}, but {}; read on first."),
    QT_TR_NOOP("it has not been read yet"),
    QT_TR_NOOP("only the first {} chapters have been read"),
    QT_TR_NOOP("The model in {} has no weights in safetensors form, the only form that is read"),
    QT_TR_NOOP("{}. Get the model's safetensors files."),
    QT_TR_NOOP("{}: pickled weights can run programs. Get the model's safetensors files instead."),
    QT_TR_NOOP("The model's positions are scaled in a way ({}) that cannot be read with; known are {}."),
    QT_TR_NOOP("The model in {} is not whole: it lacks {}. Get it again."),
    QT_TR_NOOP("“{}” is the model that comes with Lectern: name this one with --name."),
    QT_TR_NOOP("The model “{}” is being installed already. Wait until it is there."),
    QT_TR_NOOP("The model's config.json says of its positions only {}. Get the model again."),
    QT_TR_NOOP("Only a part of each of the model's heads bears positions, which cannot be read with."),
    QT_TR_NOOP("The model's positions are scaled ({}), but its config.json lacks {}. Get it again."),
    QT_TR_NOOP("The model's config.json has no {} that can be ({}). Get the model again."),
    QT_TR_NOOP("Models with the activation {} cannot be read with; known are {}."),
    QT_TR_NOOP("{} has no {}, and so cannot be read with. Choose another model."),
    QT_TR_NOOP(
        "What answered for {} is not the hub: the network may want you to sign in first. Try again then."
    ),
    QT_TR_NOOP("{} is given only to who accepted its licence: do so on its page, and sign in."),
    QT_TR_NOOP("There is no model {} on the hub, or it is not open to you. Check its name."),
    QT_TR_NOOP("The hub refused {} ({}). Try again later."),
    QT_TR_NOOP("There is no room left on the disk for {}."),
    QT_TR_NOOP("{} could not be fetched: no connection to the hub, or it broke off. Try again."),
    QT_TR_NOOP("The adapter {} was made for another model. Delete it, or adapt this one."),
    QT_TR_NOOP("The adapter {} is damaged. Get it again, or delete it."),
    QT_TR_NOOP("The adapter {} has a format that this version does not know. Delete it."),
    QT_TR_NOOP("The adapter {} does not fit the model. Delete it, or adapt this one."),
    QT_TR_NOOP("The file {} is no adapter, or a damaged adapter. Get it again, or delete it."),
    QT_TR_NOOP(
        "The language “{}” is not installed for text recognition (OCR); installed: {}. Install its Tesseract pack, "
        "or choose another language."
    ),
)


def in_words(sentence: str) -> str:
    """Say a sentence of the layers below in the language of the window."""
    for pattern, template in _patterns():
        if match := pattern.fullmatch(sentence):
            return tr(template).format(*map(in_words, match.groups()))
    return sentence


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    every = [str(one) for one in SENTENCES]
    return tuple((re.compile(re.escape(one).replace(r"\{\}", "(.+?)"), re.DOTALL), one) for one in every)
