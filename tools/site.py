"""What the site has beside the pages: the examples and files that they link to, under ``files/``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
_LINK = re.compile(r"\]\(\.\./\.\./((?:examples|src)/[^)#]+)\)")


def on_files(files: Files, config: Any) -> Files:
    """Put every file that a page links to, outside of docs/, into the site."""
    linked = {
        found
        for page in files.documentation_pages()
        for found in _LINK.findall(Path(page.abs_src_path or "").read_text(encoding="utf-8"))
    }
    for path in sorted(linked):
        if (ROOT / path).is_file():
            files.append(File.generated(config, f"files/{path}.txt", abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Let links to such files lead to where they are in the site."""
    return _LINK.sub(r"](../files/\1.txt)", markdown)
