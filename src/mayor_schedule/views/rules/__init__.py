"""Rules over figures, checked: `checking` looks, `findings` says what it found, in the words of `wording`."""
