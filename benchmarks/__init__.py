"""Benchmarks: ratios to a floor written by hand and to named peers, measured in one run. Never run by the tests."""
