"""JSON Schemas of what is read and what is written: dossiers, commands, events, and every output in JSON.

What lives here: pure functions that build them from the models and from what the importer reads, so that a new command,
event or field is described without a line here. The same program gives the same bytes. What a schema cannot see (that
a subject was opened, that a zone skips an hour) stays with the importer.
"""
