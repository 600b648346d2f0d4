"""What stores, audits and proofs refuse or find, in Korean: each cause comes out whole, with its code."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError

from desk import at
from mayor_schedule import (
    ConfirmEngagement,
    InvalidValueError,
    MayorScheduleError,
    Office,
    Period,
    PlanEngagement,
    PlanTrip,
    StoreError,
    Text,
    VerificationError,
)
from mayor_schedule.audit.checking import check_store
from mayor_schedule.audit.flaws import Flaw
from mayor_schedule.contentlines import read
from mayor_schedule.messages import Message, code_of
from mayor_schedule.proofs.bundles import check_bundle
from mayor_schedule.proofs.erasing import erase
from mayor_schedule.proofs.keys import VerifierKey
from mayor_schedule.proofs.notes import Checkpoint
from mayor_schedule.store import sqlite_file
from mayor_schedule.store.backup import NotBackedUpError, check_place
from mayor_schedule.store.backup_reasons import SAYINGS
from mayor_schedule.store.postgres import causes
from mayor_schedule.store.postgres.address import read_address
from mayor_schedule.store.postgres.causes import CrowdedError, UnreachableError
from mayor_schedule.store.recorder import Causes, translated
from mayor_schedule.telling import error_lines, told
from mayor_schedule.views.past import then

PLAN = PlanTrip(trip="t", title=Text(en="Trip"), period=Period.of("2018-09-27", "2018-10-07"))
UNUSABLE = "저장소 office.db을(를) 사용할 수 없습니다. "


def in_korean(error: MayorScheduleError) -> str:
    (line,) = error_lines(error, "ko")
    return line


def refused(run: Callable[[], object]) -> str:
    with pytest.raises(MayorScheduleError) as error:
        run()
    return in_korean(error.value)


def why(database: Causes, error: BaseException) -> str:
    """What is said in Korean of an error of a database, behind what is said of every one."""

    def run() -> None:
        with translated("office.db", database):
            raise error

    line = refused(run)
    assert line.startswith(UNUSABLE)
    return line.removeprefix(UNUSABLE)


def of_sqlite(text: str) -> str:
    return why(sqlite_file.CAUSES, sqlite3.OperationalError(text))


@pytest.mark.parametrize(
    ("text", "told_so"),
    [
        (
            "database is locked",
            "다른 프로그램이 30초 넘게 잠그고 있습니다. 그 프로그램을 닫거나 다시 시도하십시오 [MS-0759]",
        ),
        ("attempt to write a readonly database", "기록할 수 없습니다. 파일과 폴더의 권한을 확인하십시오 [MS-0760]"),
        (
            "database or disk is full",
            "디스크가 가득 찼습니다. 공간을 확보한 뒤 다시 시도하십시오. 기록된 것은 없습니다 [MS-0761]",
        ),
        ("unable to open database file", "열 수 없습니다. 폴더가 있는지, 쓰기가 가능한지 확인하십시오 [MS-0762]"),
        ("file is not a database", "SQLite 파일이 아닙니다 [MS-0763]"),
        ("database disk image is malformed", "파일이 손상되었습니다. 백업을 복원하십시오 [MS-0764]"),
        (
            "the file was written",
            ("읽는 동안 다른 프로그램이 기록하였습니다. 옆에 파일을 만들 수 없는 곳에서는 이를 미리 알 수 없습니다. "
             "표시된 내용이 틀렸을 수 있으니 명령을 다시 실행하십시오 [MS-0765]"),
        ),
        (
            "disk I/O error",
            "디스크에 오류가 있습니다. 디스크를 점검하고, 파일이 손상되었으면 백업을 복원하십시오 [MS-0766]",
        ),
        ("no such table: commands", "데이터베이스가 거부하였습니다 [MS-0750]"),
    ],
)  # fmt: skip
def test_why_a_file_cannot_be_used(text: str, told_so: str) -> None:
    assert of_sqlite(text) == told_so


def of_server(state: str) -> OperationalError:
    """The error that the package raises for one of the server's."""
    error = OperationalError()
    error.__cause__ = psycopg.errors.lookup(state)()
    return error


def unreachable(text: str) -> UnreachableError:
    error = UnreachableError()
    error.__cause__ = psycopg.OperationalError(text)
    return error


@pytest.mark.parametrize(
    ("error", "told_so"),
    [
        (
            of_server("55P03"),
            "다른 프로그램이 lock_timeout보다 오래 잠그고 있습니다. 그 프로그램을 닫거나 다시 시도하십시오 [MS-0728]",
        ),
        (
            of_server("57014"),
            "서버의 처리 시간이 statement_timeout을 넘었습니다. URL에서 값을 늘리거나 다시 시도하십시오 [MS-0729]",
        ),
        (
            of_server("25P03"),
            ("다른 사용자를 기다리게 한 채 1분 동안 요청이 없었습니다. 기록된 것은 없습니다. 다시 시도하십시오 "
             "[MS-0730]"),
        ),
        (
            of_server("25006"),
            ("여기에는 기록할 수 없습니다. 대기 서버이거나, 데이터베이스 또는 사용자가 읽기 전용으로 설정되어 "
             "있습니다. 주 서버를 지정하거나 관리자에게 문의하십시오 [MS-0731]"),
        ),
        (
            of_server("42501"),
            ("이 사용자에게는 권한이 없습니다. 서버 관리자에게 권한을 요청하십시오(서버 응답: 42501) "
             "[MS-0732]"),
        ),
        (of_server("42P01"), "아직 저장소가 없습니다. mayor-schedule init --db URL로 만드십시오 [MS-0726]"),
        (
            of_server("53100"),
            "서버의 디스크가 가득 찼습니다. 공간을 확보한 뒤 다시 시도하십시오. 기록된 것은 없습니다 [MS-0733]",
        ),
        (
            of_server("53300"),
            ("서버의 연결이 너무 많습니다. 다시 시도하거나 URL에서 pool_size를 줄이거나, 서버의 max_connections를 "
             "늘려 달라고 요청하십시오 [MS-0734]"),
        ),
        (of_server("XX001"), "서버가 손상된 데이터를 발견하였습니다. 백업을 복원하십시오 [MS-0735]"),
        (of_server("XX002"), "인덱스가 손상되었습니다. 다시 만드십시오(REINDEX) [MS-0736]"),
        (
            of_server("57P01"),
            ("서버가 연결을 끊었습니다. 다시 시도하십시오. 기록하던 내용은 전부 남아 있거나 전혀 남아 있지 않으며, "
             "두 번 기록되지 않습니다 [MS-0727]"),
        ),
        (of_server("22012"), "데이터베이스가 거부하였습니다(SQLSTATE 22012) [MS-0744]"),
        (PersistenceError(), "데이터베이스가 거부하였습니다 [MS-0750]"),
        (
            unreachable('FATAL:  password authentication failed for user "s3cret"'),
            ("서버가 사용자 또는 비밀번호를 받아들이지 않습니다. 둘 다 확인하거나, 비밀번호를 PGPASSWORD 또는 "
             "~/.pgpass에 적어 두십시오(~/.pgpass는 소유자만 읽을 수 있어야 합니다. 권한 0600) [MS-0737]"),
        ),
        (
            unreachable('FATAL:  database "s3cret" does not exist'),
            "그런 데이터베이스가 없거나 이 사용자가 쓸 수 없습니다. 이름을 확인하십시오 [MS-0738]",
        ),
        (
            unreachable("FATAL:  no pg_hba.conf entry for host"),
            ("서버가 이 위치에서 이 사용자의 접속을 허용하지 않습니다. 서버 관리자에게 문의하십시오(pg_hba.conf) "
             "[MS-0739]"),
        ),
        (
            unreachable("FATAL:  the database system is starting up"),
            "서버가 시작 또는 종료 중입니다. 잠시 뒤 다시 시도하십시오 [MS-0740]",
        ),
        (
            unreachable("server does not support SSL"),
            "보안 연결을 할 수 없습니다. URL의 sslmode와 sslrootcert를 확인하십시오 [MS-0741]",
        ),
        (CrowdedError(), "모든 연결이 사용 중입니다. URL에서 pool_size를 늘리거나 다시 시도하십시오 [MS-0742]"),
        (
            unreachable("connection refused"),
            "응답하는 서버가 없습니다. 호스트와 포트, PostgreSQL의 실행 여부를 확인하십시오 [MS-0743]",
        ),
    ],
)  # fmt: skip
def test_why_a_server_cannot_be_used(error: BaseException, told_so: str) -> None:
    assert why(causes.CAUSES, error) == told_so


def every_cause() -> Iterator[Message]:
    yield from sqlite_file._CAUSES.values()
    yield from dict.fromkeys(causes._STATES.values())
    yield from (cause for _, cause in causes._SIGNS)
    yield from (saying(detail="") for saying in SAYINGS.values())


def test_no_cause_is_left_in_english() -> None:
    found = list(dict.fromkeys(every_cause()))
    assert len({code_of(each) for each in found}) == len(found)
    for each in found:
        assert re.fullmatch("MS-07[0-9]{2}", code_of(each)), each
        assert re.search("[가-힣]", told(each, "ko")), each


def test_who_was_first_is_told(tmp_path: Path) -> None:
    def run() -> None:
        with translated("office.db", sqlite_file.CAUSES):
            raise IntegrityError

    assert refused(run) == "다른 사용자가 office.db에 먼저 기록하였습니다 [MS-0751]"


def test_what_is_no_store(tmp_path: Path) -> None:
    text, empty, newer, other = (tmp_path / name for name in ("a.db", "b.db", "c.db", "d.db"))
    text.write_bytes(b"minutes of the meeting\n" * 100)
    empty.touch()
    Office.open(newer).close()
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE accounts (x)")
    assert refused(lambda: Office.open(text)) == (
        f"저장소 {text}을(를) 사용할 수 없습니다. SQLite 파일이 아닙니다 [MS-0763]"
    )
    assert refused(lambda: Office.open(empty, read_only=True)) == (
        f"{empty}은(는) 저장소가 아닙니다. 빈 파일입니다. --db로 다른 파일을 지정하십시오 [MS-0758]"
    )
    assert refused(lambda: Office.open(newer)) == (
        f"{newer}은(는) 더 새로운 버전의 mayor-schedule이 만든 저장소입니다. 업그레이드한 뒤 여십시오 [MS-0749]"
    )
    assert refused(lambda: Office.open(other)) == (
        f"{other}은(는) 다른 프로그램의 데이터베이스입니다. --db로 다른 파일을 지정하십시오 [MS-0768]"
    )
    assert refused(lambda: Office.open(tmp_path)) == (
        f"{tmp_path}을(를) 열 수 없습니다. 폴더입니다. 그 안의 파일을 지정하십시오 [MS-0767]"
    )
    assert refused(lambda: Office.open(tmp_path / "e.db", create=False)) == (
        f"{tmp_path / 'e.db'}에 저장소가 없습니다. 먼저 자료를 불러오거나 기록하십시오. 다른 저장소는 --db로 "
        "지정하십시오 [MS-0769]"
    )
    assert refused(lambda: Office.open(tmp_path / "x" / "e.db")) == (
        f"{tmp_path / 'x' / 'e.db'}을(를) 만들 수 없습니다. {tmp_path / 'x'} 폴더가 없습니다 [MS-0770]"
    )


def test_a_url_that_cannot_be_read_keeps_its_password() -> None:
    for url, code in [
        ("mysql://u:s3cret@host/db", "MS-0720"),
        ("postgresql://u:s3cret/x@host/db", "MS-0719"),
        ("postgresql://u:s3cret@/db", "MS-0721"),
        ("postgresql://u:s3cret@host", "MS-0722"),
        ("postgresql://u:s3cret@host/db?schema=A", "MS-0723"),
        ("postgresql://u:s3cret@host/db?colour=s3cret", "MS-0724"),
        ("postgresql://u:s3cret@host/db?pool_size=0", "MS-0725"),
    ]:
        line = refused(lambda url=url: read_address(url))  # type: ignore[misc]
        assert line.endswith(f"[{code}]")
        assert "열 수 없습니다" in line
        assert "s3cret" not in line
    assert refused(lambda: read_address("postgresql://host/db?colour=red")) == (
        "postgresql://…을 열 수 없습니다. 그런 옵션 'colour'이(가) 없습니다. schema, pool_size, lock_timeout, "
        "statement_timeout과(와), sslmode처럼 접속자와 접속 방법을 정하는 libpq의 옵션을 쓸 수 있습니다 [MS-0724]"
    )


def test_why_no_backup_is_made(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    assert refused(lambda: check_place(tmp_path / "a.db")) == (
        f"{tmp_path / 'a.db'}에 백업할 수 없습니다: 같은 이름이 이미 있으며 백업은 기존 파일을 덮어쓰지 않습니다. 다른 "
        "이름을 지정하십시오 [MS-0706]"
    )
    assert in_korean(NotBackedUpError(Path("b.db"), "unwritable", "Permission denied")) == (
        "b.db에 백업할 수 없습니다: Permission denied. 폴더와 권한을 확인하십시오 [MS-0711]"
    )


def test_a_backup_that_cannot_be_written_tells_why_in_korean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unwritten(*_: object) -> None:
        with translated(str(tmp_path / ".part"), sqlite_file.CAUSES):
            raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("mayor_schedule.store.backup._closed", unwritten)
    with Office.in_memory() as office:
        office.record(PLAN, by="protocol")
        line = refused(lambda: office.backup(tmp_path / "b.db"))
    assert line == (
        f"{tmp_path / 'b.db'}에 백업할 수 없습니다: 기록할 수 없습니다. 파일과 폴더의 권한을 확인하십시오. "
        "폴더와 권한을 확인하십시오 [MS-0711]"
    )


def test_what_an_audit_finds(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    with Office.open(file) as office:
        office.record(PLAN, by="protocol")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM commands")
        connection.execute("INSERT INTO commands VALUES ('forged', 'x')")
        connection.execute("CREATE TRIGGER spy AFTER INSERT ON commands BEGIN SELECT 1; END")
    with Office.open(file, read_only=True) as office:
        flaws = check_store(office.store).flaws
    assert [told(str(each), "ko") for each in flaws] == [
        "0번 위치(trip:t): 사건을 기록한 명령의 식별 정보가 삭제되었습니다",
        "1번 위치: commands 테이블이 만들어진 그대로가 아닙니다. 트리거 'spy'이(가) 추가되었습니다",
        "1번 위치: 명령 'forged'이(가) 저장되어 있으나 이를 기록한 사건이 없습니다",
    ]
    assert [str(each) for each in flaws][1:] == [
        "position 1: the table commands is not as it was made: a trigger 'spy' was added",
        "position 1: the command 'forged' is stored, and no event says that it was recorded",
    ]
    assert [code_of(each.reason) for each in flaws] == ["MS-0613", "MS-0756", "MS-0625"]


def test_a_flaw_that_names_no_subject() -> None:
    flaw = str(Flaw(3, "x"))
    assert flaw == "position 3: x"
    assert told(flaw, "ko") == "3번 위치: x"


def test_what_is_told_of_a_stored_event_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    with Office.open(file) as office:
        office.record(PLAN, by="protocol")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE stored_events SET state = x'7b7d'")
    with Office.open(file, read_only=True) as office:
        assert refused(lambda: list(office.store.log())) == (
            "trip:t@1의 저장 내용을 읽을 수 없습니다. 손상되었거나 더 새로운 버전이 기록한 것입니다 [MS-0716]"
        )


def test_what_does_not_verify_names_its_part() -> None:
    assert refused(lambda: check_bundle(b"{")) == (
        "증명 파일: UTF-8로 된 JSON이 아니거나 손상되었습니다 [MS-0656]"
    )
    assert refused(lambda: Checkpoint.parse("example.go.kr\n01\nx\n")) == (
        "체크포인트: 둘째 줄이 크기가 아닙니다. 앞에 0이 없는 십진수여야 합니다 [MS-0688]"
    )
    parts = {part: told(VerificationError(part, "x").args[0], "ko") for part in ("event", "path", "store")}
    assert parts == {"event": "사건: x", "path": "경로: x", "store": "저장소: x"}
    assert VerificationError("path", "x").part == "path"


def test_what_is_no_key() -> None:
    assert refused(lambda: VerifierKey.parse("x")) == (
        "검증 키가 아닙니다. 검증 키는 mayor-schedule keygen이 출력하는 대로 한 줄로 된 "
        "'이름+16진수 8자리+base64'입니다 [MS-0671]"
    )


def test_what_cannot_be_erased() -> None:
    with Office.in_memory() as office:
        (recorded,) = office.record(PLAN, by="protocol").recorded
        sealed = office.store.tree.sealed(0)
    assert refused(lambda: erase(recorded, sealed, ["topic"])) == (
        "trip:t@1의 topic을(를) 삭제할 수 없습니다. 이 항목이 없으면 이력을 읽을 수 없습니다 [MS-0668]"
    )


def test_two_places_at_once() -> None:
    def meeting(name: str, start: str, end: str) -> list[PlanEngagement | ConfirmEngagement]:
        when = at(f"2018-10-01T{start}", end, "UTC")
        return [PlanEngagement(engagement=name, title=Text(en=name), when=when), ConfirmEngagement(engagement=name)]

    with Office.in_memory() as office:
        office.record_all(meeting("a", "10:00", "11:00"), by="protocol")
        line = refused(lambda: office.record_all(meeting("b", "10:30", "12:00"), by="protocol"))
    assert line == (
        "engagement:b(2018-10-01 10:30–12:00 (UTC)) 확정 불가: mayor에게 그 시간에 engagement:a \"a\" "
        "일정(2018-10-01 10:00–11:00 (UTC))이 있습니다. 둘 중 하나를 옮기거나, 참석자를 정하거나, accept_clash로 "
        "사유를 적어 일정 중복을 허용하십시오 [MS-0810]"
    )


def test_what_nobody_knew() -> None:
    with Office.in_memory() as office:
        office.record(PLAN, by="protocol", known_on="2018-08-31")
        past = office.at(known_on="2018-08-30", recorded_until="2018-09-01T00:00:00Z")
        assert refused(lambda: list(past.replay("trip:t"))) == (
            "trip:t을(를) 2018-08-30 기준으로 2018-09-01T00:00:00Z까지의 기록에서 찾을 수 없습니다. "
            "mayor-schedule list로 확인하십시오 [MS-0802]"
        )
        assert refused(lambda: list(office.replay("trip:u"))) == (
            "trip:u을(를) 찾을 수 없습니다. trip:t을(를) 찾으십니까? mayor-schedule list로 확인하십시오 [MS-0802]"
        )
    assert then(None, None) == ""
    assert then(date(2018, 8, 30), None) == " as known on 2018-08-30"


def test_what_is_wrong_with_a_line_of_a_calendar() -> None:
    _, findings = read(b"BEGIN:VCALENDAR\nX:1\r\nEND:VEVENT\r\n")
    assert [told(str(each), "ko") for each in findings] == [
        "1번째 줄: 줄이 CRLF가 아니라 LF만으로 끝납니다 [line-break]",
        "3번째 줄: END:VEVENT에 짝이 되는 BEGIN이 없습니다 [nesting]",
        "1번째 줄: BEGIN:VCALENDAR에 짝이 되는 END가 없습니다 [nesting]",
    ]
    assert [code_of(each.message) for each in findings] == ["MS-0850", "MS-0860", "MS-0859"]


def test_an_error_is_its_english_text() -> None:
    with pytest.raises(StoreError) as error, translated("office.db", sqlite_file.CAUSES):
        raise sqlite3.OperationalError("database is locked")
    assert str(error.value) == (
        "cannot use the store office.db: another program has locked it for more than 30 seconds; close that program, "
        "or try again"
    )
    with Office.in_memory() as office, pytest.raises(InvalidValueError) as other:
        office.knowledge(audience="x")
    assert str(other.value) == "'x' is no audience; it is public or internal"
