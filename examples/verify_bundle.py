"""Check a proof that `mayor-schedule prove` wrote, without mayor-schedule: to be read in ten minutes.

    python verify_bundle.py BUNDLE --trust VKEY     the office's verifier key, as it was published
    python verify_bundle.py BUNDLE --no-signature   without the package `cryptography`

A bundle is one line of JSON. Its `checkpoint` is a text that the office signed: the name of the log, how many events
it has, and one hash over all of them, the head of a Merkle tree (RFC 9162). Of each event there are 48 `commitments`,
hashes of its fields, and of nothing; a field that is `disclosed` is the text of which one of them is the hash. The hash
of all commitments is the `leaf`; `path` leads from it to the tree head. So whatever is disclosed was in the log when
the checkpoint was signed, and nothing can be learned of the other fields: each is hashed with a secret of its own.
"""

import argparse
import base64
import hashlib
import json
import sys
from typing import Any, NamedTuple


class Checkpoint(NamedTuple):
    """What the office signed (https://c2sp.org/tlog-checkpoint)."""

    origin: str
    size: int
    root: bytes


def need(holds: bool, part: str, what: str) -> None:
    """Stop, and say which part fails, unless something holds."""
    if not holds:
        sys.exit(f"NO: {part}: {what}")


def read_bundle(data: bytes) -> dict[str, Any]:
    """The bundle; it has one form only, so that not even a blank can be changed unnoticed."""
    bundle: dict[str, Any] = json.loads(data)
    again = json.dumps(bundle, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    need(again.encode() == data, "bundle", "it was edited: it is not in canonical form")
    need(bundle["format"] == "mayor-schedule-proof/1", "bundle", "it is of another format")
    return bundle


def read_checkpoint(note: str, vkey: str | None) -> Checkpoint:
    """A checkpoint whose signature holds (https://c2sp.org/signed-note); without a key, it is only read."""
    text, _, signatures = note.partition("\n\n")
    origin, size, root = text.rstrip("\n").split("\n")[:3]
    if vkey is not None:
        name, key_id, encoded = vkey.split("+", 2)
        key = base64.b64decode(encoded, validate=True)  # one byte that says Ed25519, and the key
        of_key = hashlib.sha256(f"{name}\n".encode() + key).digest()[:4]
        need(of_key.hex() == key_id and key[0] == 1, "checkpoint", "the verifier key is not one")
        lines = [line.split(" ") for line in signatures.splitlines()]
        ours = [base64.b64decode(line[2], validate=True) for line in lines if line[:2] == ["\u2014", name]]
        ours = [each[4:] for each in ours if each[:4] == of_key]
        need(bool(ours) and origin == name, "checkpoint", f"it is not signed by {name}")
        need(is_signed(key[1:], ours[0], f"{text}\n".encode()), "checkpoint", "the signature does not hold")
    return Checkpoint(origin, int(size), base64.b64decode(root, validate=True))


def is_signed(key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether an Ed25519 signature holds: the only thing here that the standard library cannot do."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def climb(index: int, last: int, path: list[bytes], start: bytes) -> tuple[bytes, bytes] | None:
    """Where a path leads to, and the same by left siblings only; None if it is too long or too short (RFC 9162)."""
    found = lefts = start
    for each in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            found, lefts = node(each, found), node(each, lefts)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            found = node(found, each)
        index, last = index // 2, last // 2
    return (found, lefts) if last == 0 else None


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def begins_with(new: Checkpoint, old: Checkpoint, path: list[bytes]) -> bool:
    """Whether the newer log begins with the older one (RFC 9162 section 2.1.4.2)."""
    if old.size in (0, new.size):
        return not path and (old.size == 0 or old.root == new.root)
    first, last = old.size - 1, new.size - 1
    if old.size & first == 0:  # a power of two: its root is a node of the newer tree
        path = [old.root, *path]
    while first % 2:
        first, last = first // 2, last // 2
    return old.size < new.size and climb(first, last, path[1:], path[0]) == (new.root, old.root)


def check_event(event: dict[str, Any], checkpoint: Checkpoint) -> None:
    """Check that an event is in the log (RFC 9162 section 2.1.3.2), and print what is disclosed of it."""
    position, commitments = event["position"], event["commitments"]
    told = {hashlib.sha256(each.encode()).hexdigest() for each in event["disclosed"]}
    need(told <= set(commitments), "event", "a field that is disclosed is not that of the event")
    leaf = hashlib.sha256(b"\x00" + json.dumps(commitments, separators=(",", ":")).encode()).digest()
    need(leaf.hex() == event["leaf"], "event", "its commitments do not give its leaf hash")
    there = climb(position, checkpoint.size - 1, [bytes.fromhex(each) for each in event["path"]], leaf)
    leads = 0 <= position < checkpoint.size and there is not None and there[0] == checkpoint.root
    need(leads, "path", "it does not lead from the event to the tree head of the checkpoint")
    print(f"OK: in the log at position {position}")
    for _secret, name, value in map(json.loads, event["disclosed"]):
        print(f"    {name}: {json.dumps(value, ensure_ascii=False)}")


def main() -> None:
    """Check the bundle that is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle")
    parser.add_argument("--trust", metavar="VKEY", help="the key that the office published")
    parser.add_argument("--no-signature", action="store_true", help="do not check the signature of the checkpoint")
    asked, part = parser.parse_args(), "bundle"
    try:
        with open(asked.bundle, "rb") as file:
            bundle = read_bundle(file.read())
        vkey, part = None if asked.no_signature else asked.trust or bundle["verifier"], "checkpoint"
        signer = None if bundle["kind"] == "consistency" and "\u2014" not in bundle["checkpoint"] else vkey
        head = read_checkpoint(bundle["checkpoint"], signer)
        if bundle["kind"] == "consistency":
            old, part = read_checkpoint(bundle["old"], vkey), "path"
            grown = begins_with(head, old, [bytes.fromhex(each) for each in bundle["path"]])
            need(grown and old.origin == head.origin, part, "it does not show that the log only grew")
            print(f"OK: the log begins with the {old.size} events of the older checkpoint")
        for event in bundle.get("events", []):
            part = "event"
            check_event(event, head)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        sys.exit(f"NO: {part}: it was damaged, or cannot be read")
    print(f"OK: {head.origin}, {head.size} events, head {head.root.hex()}, signed by {signer}")
    print("" if asked.trust else "You named no key: whoever wrote this may have signed it. Give --trust VKEY.")


if __name__ == "__main__":
    main()
