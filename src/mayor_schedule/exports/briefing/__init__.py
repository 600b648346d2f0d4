"""The council briefing in words, as Markdown, HTML and JSON."""
