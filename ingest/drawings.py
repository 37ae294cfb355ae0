"""SVG drawings for MuPDF, which knows their attributes and not their style sheets."""

import re

from lxml import etree

from ingest.markup import local, parse_package

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\.?[\w-]+")
_PAINTED = frozenset(
    ("fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity", "display", "font-size")
)


def painted(data: bytes) -> bytes:
    """Return a drawing whose style sheet's rules for elements and classes have become attributes."""
    root = parse_package(data)
    if root is None:
        return data
    rules: dict[str, dict[str, str]] = {}
    for style in root.iter("{*}style"):
        for selectors, said in _RULE.findall(style.text or ""):
            for selector in (one.strip() for one in selectors.split(",")):
                if _SELECTOR.fullmatch(selector):
                    rules.setdefault(selector, {}).update(_properties(said))
    for element in root.iter("{*}*") if rules else ():
        _paint(element, rules)
    return etree.tostring(root)


def _paint(element: etree._Element, rules: dict[str, dict[str, str]]) -> None:
    names = [local(element), *(f".{name}" for name in (element.get("class") or "").split())]
    for properties in [rules[name] for name in names if name in rules]:
        for name, value in properties.items():
            element.set(name, value)


def _properties(said: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in said.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() in _PAINTED}
