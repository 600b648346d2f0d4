"""Reading calendars of other programs (iCalendar, RFC 5545): what an office has today in Outlook or Google.

::

    stream.py     bytes to components, with their lines; hostile files are refused
    values.py     the values of properties: texts, days, times, durations
    zones.py      the zones that a calendar names, as IANA zones
    rules.py      recurrence rules
    wanted.py     what a calendar says of one entry
    known.py      what earlier loads of calendars said of it
    changes.py    the commands that lead from the one to the other
    options.py    how calendars are loaded, and what becomes of them
    taking.py     the entries of a file
    load.py       a whole file
"""
