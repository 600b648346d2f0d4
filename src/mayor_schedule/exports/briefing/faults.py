"""What can be wrong with an office's template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jinja2 import TemplateRuntimeError

from mayor_schedule.messages import Message, Saying

FAULTS: Final[Mapping[str, Saying]] = {
    "object": Saying("MS-0500", "{kind} cannot be printed as it is; print a part of it that is text: {parts}"),
    "callable": Saying("MS-0501", "what is printed has to be called first; write it with brackets, as page.parts()"),
    "several": Saying(
        "MS-0502",
        "what is in a list or a mapping cannot be printed as it is; go through it with {{% for %}}, and "
        "print a part of each",
    ),
    "no_name": Saying("MS-0503", "a template is not given {name}; it is given {parts}"),
    "no_part": Saying("MS-0504", "{kind} has no {name}; it has {parts}"),
    "no_element": Saying(
        "MS-0505",
        "there is no {name} in it; look at what it stands for, or ask first with {{% if … is defined %}}",
    ),
    "of_none": Saying("MS-0506", "there is nothing that could have {name}; ask first, with {{% if … is not none %}}"),
    "unsafe": Saying(
        "MS-0507", "a template may not reach {name}; it can only read what it is given, which the how-to lists"
    ),
    "steps": Saying(
        "MS-0508", "it takes more than {most:,} steps; go through what there is, and not through loops within loops"
    ),
    "length": Saying("MS-0509", "it makes a text of more than {most:,} characters; shorten it"),
    "made": Saying(
        "MS-0510", "it makes texts of more than {most:,} characters in all; make them once, and not in every loop"
    ),
    "depth": Saying("MS-0511", "it calls itself more than {most:,} deep; end it, or include another template"),
    "too_deep": Saying("MS-0512", "it includes itself, or its brackets are too deep; end it, or split it"),
    "number": Saying("MS-0513", "{number:,} is too large here; {most:,} is the most"),
    "large": Saying(
        "MS-0514", "it makes a number that is too large; a template can add and compare, and need not do more"
    ),
    "range": Saying("MS-0515", "a range may have {most:,} numbers at most; go through what there is instead"),
    "syntax": Saying(
        "MS-0516",
        "this line cannot be understood; close every {{{{ … }}}}, {{% … %}} and {{# … #}}, and end every if, "
        "for and macro",
    ),
    "filter": Saying("MS-0517", "there is no filter {name}; {parts}"),
    "test": Saying("MS-0518", "there is no test {name}; {parts}"),
    "tag": Saying(
        "MS-0519",
        "there is no {{% {name} %}}; there are if, for, set, macro, include, extends, block and others of Jinja",
    ),
    "no_template": Saying(
        "MS-0520", "there is no template {name} in the folder, and none of ours has that name; add the file"
    ),
    "unreadable": Saying("MS-0521", "it cannot be read: {why}; check the file and its permissions"),
    "not_utf8": Saying("MS-0522", "byte {offset} of it is not UTF-8; save it as UTF-8"),
    "no_file": Saying(
        "MS-0523", "it is a folder or a device, and not a file; give it another name, and put a template there"
    ),
    "too_long": Saying("MS-0524", "it has more than {most:,} bytes; split it, or take out what is no template"),
    "empty": Saying("MS-0525", "the template lays out nothing; write it, or take the file away, so that ours is used"),
    "no_word": Saying("MS-0526", "we have no word {name}; write it out in the template, or take {parts}"),
    "word_parts": Saying("MS-0527", "the word {name} needs {parts}, as in word(\"{name}\", {parts}=…)"),
    "zero": Saying("MS-0528", "it divides by zero; ask first, with {{% if %}}"),
    "kinds": Saying(
        "MS-0529",
        "it puts together what does not go together, such as a text and a number; turn one into the other, "
        "as in {{{{ number | string }}}}",
    ),
    "not_many": Saying(
        "MS-0530", "this is one thing, and a list is needed; take the list in it, such as page.parts() or part.blocks"
    ),
    "not_called": Saying("MS-0531", "this cannot be called; leave the brackets away"),
    "missing": Saying("MS-0532", "there is no {name} here; ask first, with {{% if … in … %}}"),
    "other": Saying("MS-0533", "this line cannot be carried out; look at its names, and at what they stand for"),
}


class FaultError(TemplateRuntimeError):
    """Something that a template cannot do here.

    Attributes:
        key: what it is, a key of `FAULTS`.
        parts: what is named in its words.
        said: what Jinja2 says of it; empty where that adds nothing.
    """

    def __init__(self, key: str, *, said: str = "", **parts: object) -> None:
        self.key = key
        self.parts = parts
        self.said = said
        super().__init__(self.told)

    @property
    def told(self) -> Message:
        """What it is, in words."""
        return FAULTS[self.key](**self.parts)
