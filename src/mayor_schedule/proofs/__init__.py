"""Tamper evidence, in the manner of transparency logs: commitments, the Merkle tree, signed checkpoints, bundles."""
