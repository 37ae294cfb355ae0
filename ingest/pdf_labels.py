"""The labels of a PDF's pages: what is printed on each as its number."""

import codecs
import re
from itertools import pairwise

from ingest.mupdf import BROKEN, pymupdf
from ingest.text import one_line

_WRITTEN = re.compile(r"<((?:[0-9A-F]{2})+)>", re.I)  # a text in the hexadecimal way of PDF
_LARGEST = 100_000  # no page is that far; as a Roman number it would fill the memory


def labels_of(document: pymupdf.Document) -> list[str]:
    """Return the label of every page; where a document says none, the number of the sheet.

    PyMuPDF reads all rules anew for each page, which takes minutes where every page has its own.
    """
    count = document.page_count
    labels = [""] * count
    try:
        rules = document.get_page_labels() if document.is_pdf else []
    except BROKEN:
        rules = []
    rules.sort(key=lambda rule: rule["startpage"])
    begins = [max(0, rule["startpage"]) for rule in rules]
    for rule, (begin, end) in zip(rules, pairwise([*begins, count]), strict=True):
        for number in range(begin, min(end, count)):
            labels[number] = _label(rule, number)
    return [label or str(number) for number, label in enumerate(labels, 1)]


def _label(rule: dict[str, object], page: int) -> str:
    style, prefix = rule.get("style", ""), str(rule["prefix"])
    number = int(str(rule["firstpagenum"])) + page - int(str(rule["startpage"]))
    if not 0 <= number <= _LARGEST:
        return ""
    try:
        said = pymupdf.utils.construct_label(style, "", number - 1 if style in ("a", "A") else number)
    except BROKEN:
        return ""
    written = _WRITTEN.match(prefix)
    if written:  # PyMuPDF leaves a prefix beyond ASCII as it is written
        prefix = _decoded(bytes.fromhex(written[1])) + prefix[written.end() :]
    return one_line(prefix + said)


def _decoded(prefix: bytes) -> str:
    if prefix.startswith(codecs.BOM_UTF16_BE):
        return prefix.decode("utf-16", "ignore")
    try:
        return prefix.decode("utf-8-sig")
    except UnicodeDecodeError:
        return prefix.decode("latin-1")
