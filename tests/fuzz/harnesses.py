"""What is fuzzed: each harness takes the bytes of a file, and does with them what the program does with such a file.

A file is taken, or refused with an error of this package, which records nothing. Whatever else comes of it leaves a
harness as another exception, which the fuzzer, or `test_kept_corpus.py`, tells of.

::

    dossier(data)      as `mayor-schedule import FILE`, where FILE is YAML or JSON
    ics(data)          as `mayor-schedule import FILE.ics`; then a newer file of the same calendar, where there is one
    bundle(data)       as `mayor-schedule verify --bundle FILE`
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from conftest import Clock, counting_entropy
from mayor_schedule import Audience, FoundOffice, Office, Text
from mayor_schedule.audit.checking import check_store
from mayor_schedule.cli.verdicts import tell, verify_bundle
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.office import Principal
from mayor_schedule.errors import InputError, MayorScheduleError
from mayor_schedule.imports.ics.options import CalendarOptions
from mayor_schedule.imports.loading import import_files
from mayor_schedule.proofs.keys import new_key

Harness = Callable[[bytes], bool]
"""Takes the bytes of a file, and tells whether it was taken; False if it was refused, as it should be."""

CORPUS: Final = Path(__file__).parent / "corpus"
KEY: Final = new_key("example.go.kr/mayor", lambda size: bytes(range(size)))
NEWER: Final = b"\n=== a newer file\n"
"""Stands between a calendar and a newer file of it."""

NAMES: Final = ("fuzzed.yaml", "fuzzed.json", "fuzzed")
_FOUNDED: Final = FoundOffice(
    name=Text(ko="비서실", en="Office"), zone="Asia/Seoul", domain="example.go.kr",
    principals=(Principal(principal="mayor", title=Text(ko="시장")), Principal(principal="vice_mayor")),
)  # fmt: skip
_TRIP: Final = {"trip": "europe", "title": {"en": "Europe"}, "period": "2018-09-27/2018-10-07"}


def _office(*, founded: bool) -> Office:
    """An office on the morning of 31 August 2018; one that is founded has a trip ahead."""
    office = Office.in_memory(clock=Clock(datetime(2018, 8, 31, 1, tzinfo=UTC)), entropy=counting_entropy())
    if founded:
        planned = COMMANDS["plan_trip"].model_validate(_TRIP)
        office.record_all([_FOUNDED, planned], by="p", known_on=date(2018, 8, 1))
    return office


def _imported(office: Office, name: str, data: bytes) -> bool:
    """Import a file: all of it, and a second time nothing more; or nothing of it."""
    before = len(office.store)
    options = CalendarOptions(by="p")
    with TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        try:
            report = import_files(office, [file], calendars=options)
        except MayorScheduleError as error:
            assert len(office.store) == before, "nothing is recorded of a file that is refused"
            for each in error.problems if isinstance(error, InputError) else ():
                assert each.line >= 1
                assert each.message
            return False
        assert len(office.store) >= before + report.recorded
        after = len(office.store)
        assert import_files(office, [file], calendars=options).recorded == 0, "a file that is loaded again is there"
        assert len(office.store) == after
    return True


def _is_whole(office: Office) -> None:
    """Make sure that what was recorded can be read."""
    assert not check_store(office.store, replay=True).flaws
    for audience in Audience:
        office.calendar(audience=audience).between("2018-01-01", "2019-12-31")
        office.counts(on="2018-12-31", audience=audience)
    office.clashes(on="2018-08-31").all()


def dossier(data: bytes) -> bool:
    """Import a dossier, into a new office or into one that has a trip; YAML or JSON, by its name or how it begins."""
    with _office(founded=b"office" not in data) as office:
        is_taken = _imported(office, NAMES[len(data) % len(NAMES)], data)
        if is_taken:
            _is_whole(office)
        return is_taken


def ics(data: bytes) -> bool:
    """Import a calendar, and perhaps a newer file of it."""
    with _office(founded=True) as office:
        are_taken = [_imported(office, "protocol.ics", each) for each in data.split(NEWER)[:3]]
        if any(are_taken):
            _is_whole(office)
        return all(are_taken)


def bundle(data: bytes) -> bool:
    """Verify a bundle, by the key that it names and by ours, and print what came of it; whether it holds by ours."""
    holds = False
    with TemporaryDirectory() as folder:
        file = Path(folder, "bundle.json")
        file.write_bytes(data)
        for keys in ((), (KEY.verifier,)):
            try:
                verdict = verify_bundle(file, None, keys, replay=False)
            except MayorScheduleError:
                return False
            for language, as_json in (("ko", False), ("en", False), ("en", True)):
                with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")):
                    holds = tell(verdict, language, as_json=as_json)
    return holds


HARNESSES: Final[Mapping[str, Harness]] = {"dossier": dossier, "ics": ics, "bundle": bundle}
