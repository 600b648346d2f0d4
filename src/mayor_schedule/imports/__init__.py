"""Reading files into an office, dossiers and calendars, with the line of everything that is wrong in them."""
