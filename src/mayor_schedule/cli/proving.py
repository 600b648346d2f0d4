"""The commands that prove the history: keys, checkpoints, proofs, verification."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Db, Format, FormatOption, Language, database, languages, open_office, read_office

proving_app = typer.Typer()

KeyFile = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="The signing key, such as office.key; see keygen.")
]
Trust = Annotated[
    list[str] | None,
    typer.Option(
        "--trust",
        metavar="VKEY",
        help="A verifier key that may have signed, as keygen prints it, or a file with it; may be repeated.",
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="The file to write, such as proof.json; else the terminal.")
]


@proving_app.command()
def keygen(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to put the key, such as office.key.")],
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="NAME", help="What the log is called, such as seoul.go.kr/mayor; else its domain."
        ),
    ] = None,
    db: Db = None,
    lang: Language = None,  # noqa: ARG001 - of what is refused, which `main` tells
) -> None:
    """Make a signing key, which never enters the store, and print the verifier key (C2SP vkey) to be published.

    Example: mayor-schedule keygen --out office.key --name seoul.go.kr/mayor
    """
    from .keys import make_key

    typer.echo(str(make_key(out, name or _named_after(db))))


def _named_after(db: str | None) -> str:
    from .keys import log_name

    return log_name(database(db), is_given=bool(db))


@proving_app.command()
def checkpoint(
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="The signing key, such as office.key.")],
    db: Db = None,
    lang: Language = None,  # noqa: ARG001
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The file to write, such as 2018-08-31.note; else the terminal."),
    ] = None,
) -> None:
    """Sign how long the history is and what is in it (C2SP tlog-checkpoint): to be kept by who wants to check it later.

    Example: mayor-schedule checkpoint --key office.key --out 2018-08-31.note
    """
    from mayor_schedule.audit.proving import signed_head

    from .keys import read_key
    from .verdicts import hashing
    from .whole_files import write_out

    signer = read_key(key)
    with read_office(db) as office, hashing() as progress:
        head = signed_head(office, signer, progress)
    write_out(out, head.note.encode())


@proving_app.command()
def prove(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[POSITION|UID]",
            help="The position of an event, as history shows it, such as 17; or the UID of a public calendar entry.",
        ),
    ] = None,
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD…]", help="More fields to disclose, after --disclose.")
    ] = None,
    key: KeyFile = None,
    disclose: Annotated[
        list[str] | None,
        typer.Option(
            "--disclose", metavar="FIELD", help="Tell only this field, such as title; may be repeated. Else all."
        ),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="OLD_CHECKPOINT", help="Show that nothing was rewritten since that checkpoint was signed."
        ),
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option("--checkpoint", metavar="FILE", help="Prove against this one, instead of signing a new one."),
    ] = None,
    trust: Trust = None,
    db: Db = None,
    lang: Language = None,  # noqa: ARG001
    out: Out = None,
) -> None:
    """Write a bundle that proves an event, or a public entry; or, with --from, that the history only grew since.

    Example: mayor-schedule prove 17 --key office.key --disclose title --disclose known_on --out proof.json
    """
    from .keys import proof
    from .verdicts import hashing
    from .whole_files import write_out

    disclosed = [*(disclose or ()), *(fields or ())]
    with read_office(db) as office, hashing() as progress:
        bundle = proof(
            office, what, key=key, disclose=disclosed or None, only_more=bool(fields) and not disclose, since=since,
            checkpoint=checkpoint, trust=trust or (), progress=progress,
        )  # fmt: skip
    write_out(out, bundle)


@proving_app.command()
def verify(
    checkpoint: Annotated[
        Path | None,
        typer.Option("--checkpoint", metavar="FILE", help="What was signed once, such as 2018-08-31.note."),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option("--bundle", metavar="FILE", help="Check this proof, such as proof.json, without any store."),
    ] = None,
    trust: Trust = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Also fold every event anew: does each still decode, and fit?")
    ] = False,
    db: Db = None,
    lang: Language = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Check that the history is whole and unchanged, by itself or by a checkpoint; or check a bundle. Code 1 says no.

    Example: mayor-schedule verify --checkpoint 2018-08-31.note --trust office.vkey
    """
    from mayor_schedule.errors import InvalidValueError
    from mayor_schedule.messages import say

    from .keys import trusted_keys
    from .verdicts import tell, verify_bundle, verify_store

    keys = trusted_keys(trust or ())
    if bundle is not None:
        if db is not None:
            raise InvalidValueError(
                say("MS-0068", "a bundle is checked by itself, without a store; leave --db out, or --bundle")
            )
        verdict = verify_bundle(bundle, checkpoint, keys, replay=replay)
    else:
        with open_office(db, read_only=True) as office:
            verdict = verify_store(office, checkpoint, keys, replay=replay)
    if not tell(verdict, languages(lang)[0], as_json=output is Format.JSON):
        raise typer.Exit(1)
