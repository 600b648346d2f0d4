"""A store in a PostgreSQL database, for several people at once: it needs the extra ``mayor-schedule[postgres]``."""
