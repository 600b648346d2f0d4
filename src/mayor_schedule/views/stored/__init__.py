"""The calendar as it is kept beside the log: rows that are filed once for each event, and read instead of the log.

`rows` is what is kept, `filing` makes it from events, and `calendar` reads it. A row says what one subject was after
one of its events, as far as that subject alone tells (its `Outline`); so it never changes, and any past can be read
from it. What the rows of several subjects say of each other is decided when they are read, by the calendar itself.
"""
