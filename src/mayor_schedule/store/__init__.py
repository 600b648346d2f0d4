"""Where envelopes are kept: the mapper to stored bytes, and the append-only log with its dense positions."""
