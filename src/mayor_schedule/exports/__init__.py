"""What leaves the history: files in formats that other programs read."""
