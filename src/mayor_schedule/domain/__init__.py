"""What an office records: values, and one file per subject with its commands, events, state, `decide` and `evolve`.

Nothing in here reads a clock, a file or an environment variable, and nothing imports the store.
"""
