"""The values that commands and events are made of."""
