"""Check a proof that `mayor-schedule prove` wrote, without mayor-schedule: to be read in ten minutes.

    python verify_bundle.py BUNDLE --trust VKEY     the office's verifier key, as it was published
    python verify_bundle.py BUNDLE --no-signature   without the package `cryptography`

A bundle is one line of JSON. Its `checkpoint` is signed: the name of a log, how many events it has, and one hash over
all of them, the head of a Merkle tree (RFC 9162). Of each event there are `commitments`, hashes of its fields, each
with a secret of its own; what is `disclosed` is the text of which one is the hash. The hash of them all is the `leaf`;
`path` leads from it to the tree head: so what is disclosed was in the log when the checkpoint was signed.
"""

import json
import re
import sys
from argparse import ArgumentParser
from base64 import b64decode, b64encode
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

TEXT, HASH = r'"(?:[^"\\]|\\.)*"', '"[0-9a-f]{64}"'
TEXTS, HASHES = (rf"\[(?:{each}(?:,{each})*)?\]" for each in (TEXT, HASH))
EVENT = f'{{"commitments":{HASHES},"disclosed":{TEXTS},"leaf":{HASH},"path":{HASHES},"position":(?:0|[1-9][0-9]*)}}'
FORMAT = '"format":"mayor-schedule-proof/1","kind":'
KINDS = rf'("events":\[{EVENT}(?:,{EVENT})*\],{FORMAT}"events"|{FORMAT}"consistency","old":{TEXT},"path":{HASHES})'
BUNDLE = f'{{"checkpoint":{TEXT},{KINDS},"verifier":(?:null|{TEXT})}}\n'
LINE, SIGNATURE = "[^\x00-\x1f]+\n", "\u2014 [^\\s+\x00-\x1f]+ [^\\s=]{7}[^\\s]+\n"
NOTE = f"\\A(([^\x00-\x1f]+)\n(0|[1-9][0-9]{{0,19}})\n([^\n]{{43}}=)\n(?:{LINE})*)(?:\n((?:{SIGNATURE}){{1,100}}))?\\Z"


def need(holds: object, part: str, what: str) -> None:
    """Stop, and say which part fails, unless something holds."""
    if not holds:
        sys.exit(f"NO: {part}: {what}")


def shown(value: object) -> str:
    """A value as JSON, without anything on which a terminal would act, or which it cannot write."""
    text = json.dumps(value, ensure_ascii="utf" not in (sys.stdout.encoding or "").lower())
    return text if text.isprintable() else json.dumps(value)


def canonical(value: Any) -> str:
    """The one form of a value in JSON (RFC 8785): names in the order of UTF-16, and numbers as in JavaScript."""
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: str(pair[0]).encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(each)}" for name, each in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e21 else str(Decimal(repr(value))).lower()
    return json.dumps(str(value) if isinstance(value, int) and abs(value) >= 2**53 else value, ensure_ascii=False)


def decoded(text: str) -> bytes:
    need(b64encode(b64decode(text, validate=True)).decode() == text, "checkpoint", "its base64 was changed")
    return b64decode(text)


def read_key(vkey: str) -> tuple[str, bytes, bytes]:
    """A verifier key: its name, the hash by which a signature names it, and itself (https://c2sp.org/signed-note)."""
    name, of_key, encoded = vkey.split("+", 2)
    key, found = decoded(encoded), sha256(f"{name}\n".encode() + decoded(encoded)).digest()[:4]
    need(found.hex() == of_key and key[0] == 1, "checkpoint", "the verifier key is not one of Ed25519")
    return name, found, key[1:]


def read_checkpoint(note: str, keys: list[tuple[str, bytes, bytes]], must: bool) -> tuple[str, int, bytes, str]:
    """The name, the size and the root of a log (https://c2sp.org/tlog-checkpoint), and who signed that."""
    ((text, origin, size, root, signatures),) = re.findall(NOTE, note)
    need(len(note.encode()) <= 10**6 and int(size) < 2**64, "checkpoint", "it is too large")
    need(size != "0" or decoded(root) == sha256().digest(), "checkpoint", "an empty log has another root")
    signers = set()
    for _, name, encoded in (line.split(" ") for line in signatures.split("\n")[:-1]):
        signature = decoded(encoded)  # 4 bytes that name the key, and what it signed
        for key in (each[2] for each in keys if each[:2] == (name, signature[:4])):
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

            Ed25519PublicKey.from_public_bytes(key).verify(signature[4:], text.encode())  # raises InvalidSignature
            need(name == origin, "checkpoint", "it is of one log, and signed by the key of another one")
            signers.add(f"{name}+{signature[:4].hex()}")
    bare = not must and text.count("\n") == 3  # a newer head that nobody signed has no other lines
    need(signers or not keys if signatures else bare, "checkpoint", "it is not signed by a key that is trusted")
    return origin, int(size), decoded(root), " and ".join(map(shown, sorted(signers))) or "nobody who was checked"


def climb(count: int, size: int, path: list[str], start: bytes | None, to_leaf: bool) -> tuple[bytes, bytes]:
    """The roots over the first leaves and over all, from the last of the first (RFC 9162 sections 2.1.3 and 2.1.4)."""
    if size == (1 if to_leaf else count):
        (start,) = [*([] if start is None else [start]), *map(bytes.fromhex, path)]  # neither too long nor too short
        return start, start
    half, beside = 1 << ((size - 1).bit_length() - 1), bytes.fromhex(path[-1])
    if count <= half:
        first, every = climb(count, half, path[:-1], start, to_leaf)
        return first, sha256(b"\x01" + every + beside).digest()
    first, every = climb(count - half, size - half, path[:-1], start if to_leaf else None, to_leaf)
    return sha256(b"\x01" + beside + first).digest(), sha256(b"\x01" + beside + every).digest()


def check_event(event: dict[str, Any], size: int, root: bytes) -> list[str]:
    """Check that an event is in the log, and say what is disclosed of it."""
    position, commitments, fields = event["position"], event["commitments"], dict[str, str]()
    for disclosed in event["disclosed"]:
        secret, name, value = json.loads(disclosed)
        told = canonical([secret, name, value]) == disclosed and sha256(disclosed.encode()).hexdigest() in commitments
        once = isinstance(secret, str) and re.fullmatch("[a-z0-9_.]{1,200}", name) and name not in fields
        need(told and once, "event", "a field that is disclosed is not that of the event, or is told twice")
        fields[name] = f"    {name}: {shown(value)}"
    leaf = sha256(b"\x00" + json.dumps(commitments, separators=(",", ":")).encode()).digest()
    need(commitments == sorted(set(commitments)) and leaf.hex() == event["leaf"], "event", "its leaf is another one")
    leads = position < size and climb(position + 1, size, event["path"], leaf, to_leaf=True)[1] == root
    need(leads, "path", "it does not lead from the event to the tree head of the checkpoint")
    return [f"OK: in the log at position {position}", *fields.values()]


def main() -> None:
    parser, part, lines = ArgumentParser(), "bundle", list[str]()
    parser.add_argument("bundle")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--trust", metavar="VKEY", action="append", help="a key of the office; may be given again")
    group.add_argument("--no-signature", action="store_true", help="do not check the signature of the checkpoint")
    asked = parser.parse_args()
    try:
        text = Path(asked.bundle).read_bytes().decode()
        need(re.fullmatch(BUNDLE, text), part, "a part is missing, or is not of its kind")
        bundle = json.loads(text)
        need(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")) + "\n" == text, part, "it was edited")
        part, growth, named = "checkpoint", bundle["kind"] == "consistency", bundle["verifier"]
        need(not asked.trust or named in (None, *asked.trust), part, "it names a key that is not trusted")
        keys = [] if asked.no_signature else [read_key(each) for each in asked.trust or [named] if each is not None]
        origin, size, root, signers = read_checkpoint(bundle["checkpoint"], keys, must=not growth)
        if growth:
            log, old, start, by = read_checkpoint(bundle["old"], keys, must=True)
            part, path = "path", bundle["path"]
            grown = climb(old, size, path, start, to_leaf=False) == (start, root) if old else not path
            need(grown and old <= size and log == origin, part, "it does not show that the log only grew")
            lines.append(f"OK: the log begins with the {old} events of the older checkpoint, signed by {by}")
            lines += [] if "\n\n\u2014 " in bundle["checkpoint"] else ["Nobody signed for the newer head: ask for one."]
        for event in bundle.get("events", []):
            lines += check_event(event, size, root)
    except Exception as error:  # noqa: BLE001 - whatever a damaged file may lead to
        sys.exit(f"NO: {part}: it was damaged, or cannot be read ({type(error).__name__})")
    print(*lines, f"OK: {shown(origin)}, {size} events, head {root.hex()}, signed by {signers}", sep="\n")
    print("" if asked.trust else "You named no key: anybody may have written this. Give --trust VKEY.")


if __name__ == "__main__":
    main()
