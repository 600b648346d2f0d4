"""iCalendar feeds (RFC 5545): their time zones, and a linter for them."""
