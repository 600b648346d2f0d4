"""Put what is new for the public into a queue, each event once: `python feed_a_queue.py seoul.db queue.db`."""

import sqlite3
import sys
from contextlib import closing

from mayor_schedule import Office


def feed(office: Office, queue: sqlite3.Connection) -> int:
    """Add what is new, and keep the position in the same transaction: if either is lost, both are, and come again."""
    queue.execute("CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY AUTOINCREMENT, line BLOB NOT NULL)")
    queue.execute("CREATE TABLE IF NOT EXISTS positions (reader TEXT PRIMARY KEY, position TEXT NOT NULL)")
    with queue:
        queue.execute("BEGIN IMMEDIATE")  # of two who feed it at once, one waits
        kept = queue.execute("SELECT position FROM positions WHERE reader = 'public'").fetchone()
        new = office.events_since(kept[0] if kept else 0, audience="public")
        added = queue.executemany("INSERT INTO events (line) VALUES (?)", ((line,) for line in new.lines())).rowcount
        queue.execute("REPLACE INTO positions VALUES ('public', ?)", (new.position,))
    return added


if __name__ == "__main__":
    with Office.open(sys.argv[1], create=False) as opened, closing(sqlite3.connect(sys.argv[2])) as queue:
        print(feed(opened, queue), "events added")
