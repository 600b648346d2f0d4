"""What the tests read out of a picture: its texts with the room that they take, and what it may not hold at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

from mayor_schedule.exports.pictures.measure import Box, box

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"rect", "line", "path", "circle", "text", "title", "desc", "g", "a", "defs", "pattern", "svg"}
SMALLEST = 8.5 * 25.4 / 72 / 180 * 720  # 8.5 points, in units of which 720 are 180 mm


@dataclass(frozen=True)
class Text:
    words: str
    box: Box
    element: ET.Element


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - it was written here


def texts(svg: str) -> list[Text]:
    found = []
    for each in parsed(svg).iter(f"{SVG}text"):
        words, size = each.text or "", float(each.attrib["font-size"])
        bold, anchor = each.get("font-weight") == "bold", each.get("text-anchor", "start")
        x, y = float(each.attrib["x"]), float(each.attrib["y"])
        found.append(Text(words, box(words, x, y, size, anchor=anchor, bold=bold), each))
    return found


def words(svg: str) -> str:
    return "\n".join(each.words for each in texts(svg))


def segments(svg: str, stroke: str) -> Iterator[Box]:
    """The straight pieces that are drawn in a colour, by paths and by lines."""
    root = parsed(svg)
    for each in root.iter(f"{SVG}path"):
        if each.get("stroke") == stroke:
            for run in each.attrib["d"].strip("M").split("M"):
                points = [tuple(map(float, pair.split())) for pair in run.rstrip("Z").split("L")]
                for (x1, y1), (x2, y2) in pairwise(points):
                    yield Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    for each in root.iter(f"{SVG}line"):
        if each.get("stroke") == stroke:
            x1, y1, x2, y2 = (float(each.attrib[key]) for key in ("x1", "y1", "x2", "y2"))
            yield Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def check(svg: str, prefix: str) -> None:
    """A picture is whole, safe, and can be read: no text lies on another, or runs out of it, or is too small."""
    root = parsed(svg)
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    assert (left, top, wide) == (0, 0, 720)
    assert root.attrib["role"] == ("group" if root.find(f".//{SVG}a") is not None else "img")
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    assert all(each.startswith(f"{prefix}-") for each in ids)
    assert root.attrib["aria-labelledby"] in ids
    assert root.attrib["aria-describedby"] in ids
    _check_safe(root, ids)
    _check_room(svg, Box(0, 0, wide, high + 1e-6))


def _check_safe(root: ET.Element, ids: list[str]) -> None:
    for each in root.iter():
        assert each.tag.removeprefix(SVG) in DRAWN
        for key, value in each.attrib.items():
            assert not key.startswith("on")
            assert key != "style"
            assert "nan" not in value.lower() or key in {"href"}
            for target in re.findall(r"url\((.*?)\)", value):
                assert target.removeprefix("#") in ids
        assert each.get("href", "#").startswith("#")
        assert not re.search("[\x00-\x1f\x7f-\x9f]", "".join((each.text or "", each.tail or "", *each.attrib.values())))


def _check_room(svg: str, whole: Box) -> None:
    found = texts(svg)
    for each in found:
        assert each.words
        assert float(each.element.attrib["font-size"]) >= SMALLEST - 0.005
        assert each.box.within(whole), (each.words, each.box)
    for one, other in combinations(found, 2):
        assert not one.box.meets(other.box), (one.words, other.words)
    for each in parsed(svg).iter(f"{SVG}rect"):
        x, y, wide, high = (float(each.attrib[key]) for key in ("x", "y", "width", "height"))
        assert Box(x, y, x + wide, y + high).within(whole)
