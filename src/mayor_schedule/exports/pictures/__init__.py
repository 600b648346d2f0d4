"""Pictures for a page that is printed: inline SVG without scripts, style sheets, fonts, or references elsewhere."""
