"""Answers for auditors: who said what, when, and on which source."""
