"""What is read: pure folds over envelopes. Views read no clock and no store; the office hands both in."""
