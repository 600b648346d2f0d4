"""Documents as located nodes: what is read, what is refused and how, and round trips."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import warnings
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayor_schedule.errors import InputError
from mayor_schedule.imports.files import MAX_BYTES, read_file, read_nodes
from mayor_schedule.imports.nodes import MAX_DEPTH, Node, line_of, to_plain

TRIP = """\
# the dossier
record:
  - plan_trip:
      trip: 2018-europe
      title: {ko: 유럽 순방,
              en: Europe}
      nights: 9
    at: L254

  - state_figure:
      key: hosted
"""


def refusal(name, document):
    """Return the line and the message with which a document is refused."""
    data = document if isinstance(document, bytes) else document.encode()
    with pytest.raises(InputError) as caught:
        read_nodes(name, data)
    (problem,) = caught.value.problems
    assert problem.file == name
    assert "\n" not in problem.message
    assert "Traceback" not in problem.message
    return problem.line, problem.message


def plain(name, document):
    return to_plain(read_nodes(name, document if isinstance(document, bytes) else document.encode()))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("a: 9", {"a": "9"}),
        ("a: 007", {"a": "007"}),
        ("a: 2018_09", {"a": "2018_09"}),
        ("a: 2018-02-30", {"a": "2018-02-30"}),
        ("[yes, no, true, 1e3, .5, 0x10, 12:30, NaN]", ["yes", "no", "true", "1e3", ".5", "0x10", "12:30", "NaN"]),
        ("[null, ~, Null, NULL, nULL]", [None, None, None, None, "nULL"]),
        ("a:\nb: # nothing", {"a": None, "b": None}),
        ("- \n- x", [None, "x"]),
        ("""["null", '~', ""]""", ["null", "~", ""]),
        ("a: |\n  one\n  two\nb: >\n  one\n  two\n", {"a": "one\ntwo\n", "b": "one two\n"}),
        ("2018: x\n1.5: y\n'': z\n'<<': w\ntrue: v", {"2018": "x", "1.5": "y", "": "z", "<<": "w", "true": "v"}),
        ("a: &x {b: c}\nd: *x\ne: [*x, *x]", {"a": {"b": "c"}, "d": {"b": "c"}, "e": [{"b": "c"}] * 2}),
        ("a: &x 1\nb: &x 2\nc: *x", {"a": "1", "b": "2", "c": "2"}),
        ("a: &x [&x 1, *x]", {"a": ["1", "1"]}),
        ("&k a: b\nc: *k", {"a": "b", "c": "a"}),
        ('a: "\\ud83d\\ude00 \\u2603 \\U0001F600"', {"a": "😀 ☃ 😀"}),
        ('a: "\\N\\L\\P"', {"a": "\x85\u2028\u2029"}),
        ("a: '\\ud83d'", {"a": "\\ud83d"}),
        ("---\na: 1\n...\n", {"a": "1"}),
        ("%YAML 1.1\n---\na: no\n", {"a": "no"}),
        ("{a, b: c}", {"a": None, "b": "c"}),
        ("[a: 1]", [{"a": "1"}]),
        ("? a\n: b", {"a": "b"}),
        ("{? a : b}", {"a": "b"}),
        ("?a: b", {"?a": "b"}),
        ("text", "text"),
        ("null", None),
        (b"\xef\xbb\xbfa: 1", {"a": "1"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("{\n\ta: 1\n}", {"a": "1"}),
    ],
)
def test_yaml_is_read(document, expected):
    assert plain("x.yaml", document) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('{"a": 1, "b": [true, false, null], "c": {}}', {"a": 1, "b": [True, False, None], "c": {}}),
        ('["1", "null", "<<", ""]', ["1", "null", "<<", ""]),
        ("[0, -0, -12, 123456789012345678901234567890]", [0, 0, -12, 123456789012345678901234567890]),
        ("[1.50, 1e3, -2E-5]", [Decimal("1.50"), Decimal("1e3"), Decimal("-0.00002")]),
        ('"\\ud83d\\ude00 \\u2603 \\n\\t\\"\\\\\\/"', '😀 ☃ \n\t"\\/'),
        (b"\xef\xbb\xbf[1]", [1]),
        ('"\x85\u2028"', "\x85\u2028"),
        (" \t\r\n 1 \n", 1),
        ("[]", []),
    ],
)
def test_json_is_read(document, expected):
    read = plain("x.json", document)
    assert read == expected
    assert repr(read) == repr(expected)


@pytest.mark.parametrize(
    ("document", "line", "message"),
    [
        ("", 1, "the document is empty"),
        (" \n\t\n", 1, "the document is empty"),
        ("# only\n# comments\n", 1, "the document is empty"),
        ("---\n", 1, "the document is empty"),
        ("a:\n\tb: 1", 2, "a tab where YAML wants spaces"),
        ("a:\n  b: 1\n\tc: 2", 3, "a tab where YAML wants spaces"),
        ("a: |\n  x\n\ty", 3, "a tab where YAML wants spaces"),
        ("a:\t1", 1, "a tab where YAML wants spaces"),
        ("a: 1\nb: @x", 2, "a value cannot start with '@'"),
        ("a: 1\nfoo\nb: 2", 2, "neither 'key: value' nor a list item"),
        ("a: 1\nb: c: d", 2, "': ' cannot stand here"),
        ("a: 1\n b: 2", 2, "': ' cannot stand here"),
        ("a: - b", 1, "a list item cannot start here"),
        ("a: ? b", 1, "'? ' cannot stand here"),
        ("a:\n  - b\n c: d", 3, "this does not fit what stands before it"),
        ('a: "x" y', 1, "this does not fit what stands before it"),
        ("a: 1\n]", 2, "this does not fit what stands before it"),
        ("a: [1,\n 2\nb: 3\n", 3, "expected ',' or ']' to go on with the bracket of line 1"),
        ("a: [1, 2\n\n\n", 1, "expected ',' or ']' to go on with the bracket of line 1"),
        ("a:\n  {b: 1\n", 2, "expected ',' or '}' to go on with the bracket of line 2"),
        ('a:\n  "x\n  y\n', 2, "the quote that opens here is never closed"),
        ("a: 'x\n---\nb: c", 1, "the quote that opens here is never closed"),
        ('a: "\\q"', 1, "unknown escape 'q' after a backslash"),
        ('a: "\\x1"', 1, "an escape in double quotes needs 2 digits"),
        ('a:\n  "\\UFFFFFFFF"', 1, "not readable YAML from here on"),
        ("%YAML " + "1" * 5000 + ".1\n---\na", 1, "not readable YAML from here on"),
        ("%YAML 2.0\n---\na", 1, "a line that starts with '%' is a directive"),
        ("%", 1, "a line that starts with '%' is a directive"),
        ("a: *", 1, "'*' and '&' start the name of an alias"),
        ("a: &\n", 1, "'*' and '&' start the name of an anchor"),
        ("a: [\n, 1]", 2, "a value is missing here"),
        ("a: |x\n  y", 1, "after '|' or '>' the text starts on the next line"),
        ("a: 1\n... b", 2, "the document has ended before this line"),
        ("a: 1\n---\nb: 2", 2, "a second YAML document starts here"),
        ("a: 1\n...\nb: 2", 3, "a second YAML document starts here"),
        ("a: 1\n---\n", 2, "a second YAML document starts here"),
        ("a: 1\nb: 2\na: 3", 3, "the key 'a' is here twice, first on line 1"),
        ("2018: 1\n'2018': 2", 2, "the key '2018' is here twice, first on line 1"),
        ("x: {b: 1,\n b: 2}", 2, "the key 'b' is here twice, first on line 1"),
        ("? [a]\n: b", 1, "a key must be text, not a list or a mapping"),
        ("a:\n  {{b}}: c", 2, "a key must be text, not a list or a mapping"),
        ("x: &a q\n*a : b", 2, "the alias '*a' cannot be a key"),
        ("a: 1\nb: [?x]", 2, "'?' cannot stand right before a key"),
        ("{?x: 1}", 1, "'?' cannot stand right before a key"),
        (": x", 1, "a key must be text, but found nothing"),
        ("a: 1\nnull: x", 2, "a key must be text, but found 'null'"),
        ("a: !!python/object/apply:os.system [ls]", 1, "tags such as '!!str' are refused"),
        ("a: !foo x", 1, "tags such as '!!str' are refused"),
        ("a: ! x", 1, "tags such as '!!str' are refused"),
        ("!!map {a: 1}", 1, "tags such as '!!str' are refused"),
        ("a: 1\n!!str b: 2", 2, "tags such as '!!str' are refused"),
        ("a: !h!x y", 1, "'!' starts a tag"),
        ("a: !<x y", 1, "'!' starts a tag"),
        ("a: &a {b: 1}\nc:\n  <<: *a", 3, "the merge key '<<' is refused; write out the keys"),
        ("a: *b", 1, "no anchor '&b' above this alias"),
        ("a: &a\n  - *a", 2, "the alias '*a' stands inside what it names"),
        ("a: &a\n  b:\n    c: *a", 3, "the alias '*a' stands inside what it names"),
        ("a: x\nb: \x07", 2, "this line holds the control character U+0007"),
        ("a: \x00", 1, "this line holds the control character U+0000"),
        ("a: \ufffe", 1, "this line holds the control character U+FFFE"),
        ("a: x\nb: c\u2028d", 2, "this line holds the separator U+2028"),
        ("# x\x85a: 1", 1, "this line holds the separator U+0085"),
        ('a: "\\0"', 1, "an escape writes the control character U+0000"),
        ('a: 1\nb: "\\ud800"', 2, "an escape writes half of a surrogate pair (U+D800)"),
        ('"\\ude00\\ud83d": 1', 1, "an escape writes half of a surrogate pair (U+DE00)"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), 1, "nested deeper than 50 levels"),
        ("- " * 100_000 + "x", 1, "nested deeper than 50 levels"),
        ("[" * 100_000, 1, "nested deeper than 50 levels"),
    ],
)
def test_yaml_is_refused(document, line, message):
    found_line, found = refusal("x.yaml", document)
    assert found.startswith(message)
    assert found_line == line


@pytest.mark.parametrize(
    ("document", "line", "message"),
    [
        ("", 1, "the document is empty"),
        (" \n", 1, "the document is empty"),
        ('{\n"a": 1\n"b": 2}', 3, "expected ',' or '}' to go on with the '{' of line 1, but found '\"b\"'"),
        ("[1\n2]", 2, "expected ',' or ']' to go on with the '[' of line 1, but found '2'"),
        ("[1\n", 2, "expected ',' or ']' to go on with the '[' of line 1, but found the end of the file"),
        ('{"a": 1,\n}', 2, "expected a key after ','; remove the comma"),
        ("[1,\n]", 2, "expected a value after ','; remove the comma"),
        ("[,]", 1, "expected a value, but found ','"),
        ('{"a"\n1}', 2, "expected ':' after the key 'a', but found '1'"),
        ('{"a":\n}', 2, "expected a value, but found '}'"),
        ("{a: 1}", 1, "expected a key in double quotes, but found 'a'"),
        ("{1: 1}", 1, "expected a key in double quotes, but found '1'"),
        ("['a']", 1, 'expected a value, but found "\'"; put texts in double quotes'),
        ("// x\n1", 1, "expected a value, but found '/'; JSON has no comments"),
        ("[True]", 1, "expected a value, but found 'True'; put texts in double quotes, and write true"),
        ("\n한글", 2, "expected a value, but found '한글'"),
        ("1\n2", 2, "expected the end of the file, but found '2'"),
        ("[1]]", 1, "expected the end of the file, but found ']'"),
        ("[\nNaN]", 2, "NaN is not a number that can be recorded"),
        ("Infinity", 1, "Infinity is not a number"),
        ("[-Infinity]", 1, "-Infinity is not a number"),
        ("01", 1, "'01' is not a JSON number"),
        ("[1.]", 1, "'1.' is not a JSON number"),
        ("+1", 1, "'+1' is not a JSON number"),
        ("1" * 5000, 1, "the number '111"),
        ("1e999999999", 1, "the number '1e999999999' is out of range"),
        ("1e-99999999999999999999", 1, "the number '1e-99999999999999999999' is out of range"),
        ('{"a": 1,\n "b": 2,\n "a": 3}', 3, "the key 'a' is here twice, first on line 1"),
        ('{"a": 1, "\\u0061": 3}', 1, "the key 'a' is here twice, first on line 1"),
        ('["a\nb"]', 1, "a text is not closed on its line"),
        ('\n"a', 2, "a text is not closed on its line"),
        ('"a\\"', 1, "a text is not closed on its line"),
        ('"a\tb"', 1, "a text holds a tab as it is"),
        ('"\\\\q \\q"', 1, "unknown escape '\\\\q"),
        ('"\\u12"', 1, "unknown escape '\\\\u12"),
        ('["x",\n"\\ud800"]', 2, "an escape writes half of a surrogate pair (U+D800)"),
        ('{"\\ude00\\ud83d": 1}', 1, "an escape writes half of a surrogate pair (U+DE00)"),
        ('"\\u0000"', 1, "an escape writes the control character U+0000"),
        ('[1,\n"\x01"]', 2, "this line holds the control character U+0001"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), 1, "nested deeper than 50 levels"),
        ("[" * 100_000, 1, "nested deeper than 50 levels"),
        ('{"a":\n' * 100_000, MAX_DEPTH + 1, "nested deeper than 50 levels"),
    ],
)
def test_json_is_refused(document, line, message):
    found_line, found = refusal("x.json", document)
    assert found.startswith(message)
    assert found_line == line


@pytest.mark.parametrize("name", ["x.json", "x.yaml", "-"])
def test_nesting_up_to_the_limit_is_read(name):
    document = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert plain(name, document) == json.loads(document)


@pytest.mark.parametrize("name", ["x.json", "x.yml", "-"])
@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (
            "a: 1\nb: 시장".encode("cp949"),
            2,
            "not UTF-8 at byte offset 8 (0xBD); perhaps it is CP949 (EUC-KR), the usual encoding of Korean Windows",
        ),
        (b"\xef\xbb\xbfa: 1\r\n\r\n\xff", 3, "not UTF-8 at byte offset 11 (0xFF); perhaps it is CP949"),
        ("a: 1".encode("utf-16"), 1, "not UTF-8 at byte offset 0 (0xFF); perhaps it is UTF-16"),
        (b"x" * (MAX_BYTES + 1), 1, "larger than 5 MB (5242880 bytes)"),
    ],
)
def test_bytes_are_refused(name, data, line, message):
    found_line, found = refusal(name, data)
    assert found.startswith(message)
    assert found_line == line


def test_alias_bomb_is_refused_where_it_grows_too_large():
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    line, message = refusal("x.yaml", "\n".join(levels))
    assert message.startswith("the aliases up to here stand for more than 100000 nodes")
    assert line == 5  # lines 2 to 4 expand to 110, 1,220 and 12,330 nodes; the tenth 12,331 is too many


def test_aliases_cannot_nest_deeper_than_text():
    levels = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 100)]
    line, message = refusal("x.yaml", "\n".join(levels))
    assert message.startswith("nested deeper than 50 levels")
    assert line == MAX_DEPTH  # line n holds n lists, in one mapping


def test_aliases_share_their_node():
    root = read_nodes("x.yaml", b"a: &a\n  - b\nc: *a")
    assert isinstance(root.value, dict)
    assert root.value["a"] is root.value["c"]
    assert line_of(root, ("c", 0)) == 2
    assert line_of(root, ("c",)) == 3


@pytest.mark.parametrize(
    ("name", "document", "expected"),
    [
        ("x.JSON", "[1]", [1]),
        ("x.YML", "[1]", ["1"]),
        ("-", "[1]", [1]),
        ("-", '\ufeff \n{"a": 1}', {"a": 1}),
        ("-", "{a: 1}", {"a": "1"}),
        ("-", '{"a": 1,}', {"a": "1"}),
        ("-", "a: 1", {"a": "1"}),
        ("-", '"a"', "a"),
        ("dossier", "[1]", [1]),
        ("x.txt", "1", "1"),
    ],
)
def test_format_follows_suffix_then_content(name, document, expected):
    assert plain(name, document) == expected


def test_yaml_is_not_tried_for_a_json_file():
    assert refusal("x.json", "{a: 1}")[1].startswith("expected a key in double quotes")


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        ((), 2),
        (("record",), 2),
        (("record", 0), 3),
        (("record", 0, "plan_trip"), 3),
        (("record", 0, "plan_trip", "trip"), 4),
        (("record", 0, "plan_trip", "missing"), 4),
        (("record", 0, "plan_trip", "title"), 5),
        (("record", 0, "plan_trip", "title", "en"), 6),
        (("record", 0, "PlanTrip", "plan_trip", "function-after[x()]", "nights"), 7),
        (("record", 0, "plan_trip", "nights", "int"), 7),
        (("record", 0, "plan_trip", "nights", "[key]"), 7),
        (("record", 0, "at"), 8),
        (("record", 1, "state_figure", "key"), 11),
        (("record", 1, "missing"), 10),
        (("record", 2), 3),
        (("record", -1), 3),
        (("nowhere", 5, "else"), 2),
    ],
)
def test_line_of(loc, line):
    assert line_of(read_nodes("x.yaml", TRIP.encode()), loc) == line


def test_line_of_takes_numbers_for_keys():
    assert line_of(read_nodes("x.yaml", b"a:\n  2018: x"), ("a", 2018)) == 2


def test_lines_of_keys_and_values():
    root = read_nodes("x.yaml", b"a:\n  b\n\nc: |\n  d\ne:\n")
    assert root == Node(1, {"a": Node(2, "b"), "c": Node(4, "d\n"), "e": Node(6, None)}, {"a": 1, "c": 4, "e": 6})


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("name", "document"), [("x.json", '{\n"a": 1,\n"b":\n2}'), ("x.yaml", "\na: 1\nb:\n  2")])
def test_every_line_break_counts(name, document, line_break):
    root = read_nodes(name, document.replace("\n", line_break).encode())
    assert root.key_lines == {"a": 2, "b": 3}
    assert line_of(root, ("b", "int")) == 4


@pytest.fixture
def file_refusal():
    def refused(path):
        with pytest.raises(InputError) as caught:
            read_file(path)
        (problem,) = caught.value.problems
        assert problem.file == str(path)
        assert problem.line == 1
        return problem.message

    return refused


def test_file_is_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")
    assert to_plain(read_file(path)) == to_plain(read_file(str(path))) == {"a": "1"}


def test_missing_files_folders_and_bad_names(tmp_path, file_refusal):
    assert file_refusal(tmp_path / "none.yaml").startswith("there is no such file")
    assert file_refusal("a\0b.yaml").startswith("there is no such file")
    assert file_refusal(tmp_path).startswith("this is a folder")
    assert file_refusal(tmp_path / ("a" * 300)).startswith("this file cannot be read (")


def test_unreadable_file(tmp_path, file_refusal):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root reads everything")
    assert file_refusal(path).startswith("this file may not be read")


def test_huge_file_is_refused_without_being_read(tmp_path, file_refusal):
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(10**12)  # sparse: reading it would take minutes, or all memory
    assert file_refusal(path).startswith("larger than 5 MB")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs an endless device")
def test_endless_device_is_refused(file_refusal):
    assert file_refusal("/dev/zero").startswith("this is a device")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("size", [10, MAX_BYTES + 100_000])
def test_named_pipe_is_read_up_to_the_limit(tmp_path, size, file_refusal):
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def write():
        with contextlib.suppress(BrokenPipeError):
            path.write_bytes(b"x" * size)

    writer = threading.Thread(target=write)
    writer.start()
    if size > MAX_BYTES:
        assert file_refusal(path).startswith("larger than 5 MB")
    else:
        assert to_plain(read_file(path)) == "x" * size
    writer.join()


def test_standard_input(monkeypatch, file_refusal):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"a": 1}')))
    assert to_plain(read_file("-")) == {"a": 1}
    endless = io.BytesIO(b"x" * (MAX_BYTES + 10))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(endless))
    assert file_refusal("-").startswith("larger than 5 MB")


def test_ruamel_is_imported_for_yaml_only():
    code = (
        "import sys; from mayor_schedule.imports.files import read_nodes; read_nodes('x.json', b'[1]');"
        "assert not any(name.startswith('ruamel') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": ":".join(sys.path)})


# What no text may hold, escaped or not, is tested above.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n\r\x85")
).filter(lambda text: not re.search("[\U0001fffe-\U0001ffff]", text))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


def located(value, line, step):
    """The tree that json.dumps writes from a line on, by counting; step is 0 if it writes one line."""
    end = line
    if isinstance(value, dict):
        members, key_lines = {}, {}
        for key, inner in value.items():
            key_lines[key] = end + step
            members[key], end = located(inner, end + step, step)
        return Node(line, members, key_lines), end + step * bool(value)
    if isinstance(value, list):
        items = []
        for inner in value:
            item, end = located(inner, end + step, step)
            items.append(item)
        return Node(line, items), end + step * bool(value)
    return Node(line, Decimal(repr(value)) if isinstance(value, float) else value), end


@given(JSON, st.sampled_from([None, 0, 1, 4, "\t", " \t"]), st.booleans())
def test_json_round_trip_with_lines(value, indent, ascii_only):
    document = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    root = read_nodes("x.json", document.encode())
    expected, last_line = located(value, 1, 0 if indent is None else 1)
    assert root == expected
    assert repr(root) == repr(expected)  # 1 == True == Decimal(1)
    assert last_line == document.count("\n") + 1


YAMLISH = st.lists(
    st.sampled_from(
        [*"{}[],:?-|>%@`!&*#'\"\\ \t\n\r\0x1", "\n  ", "- ", ": ", "&a ", "*a", "<<", "!!str ", "---\n", "...\n",
         "\\u", "\\ud83d", "\\ude00", "\\UFFFFFFFF", "%YAML 1.1\n", "%TAG ! x\n", "null", "NaN", "\x85", "\u2028",
         "\ufeff", "시", "1e9", "|2\n", "!<", "%41", "%ff"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(st.binary(max_size=200) | YAMLISH.map(str.encode), st.sampled_from(["x.json", "x.yaml", "-"]))
def test_anything_is_read_or_refused(data, name):
    try:
        root = read_nodes(name, data)
    except InputError as error:
        (problem,) = error.problems
        assert 1 <= problem.line <= len(re.findall(rb"\r\n?|\n", data)) + 1
        assert problem.message.isprintable()
    else:
        to_plain(root)
        repr(root).encode()


YAML_TEXT = TEXT.filter(lambda text: not re.search("[\x85\u2028\u2029]", text))
YAML_TREES = st.recursive(
    YAML_TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(YAML_TEXT, inner, max_size=4), max_leaves=8
)


# In brackets with quotes only: there ruamel.yaml writes "?x" and ":x" without them and reads something else.
@given(YAML_TREES, st.sampled_from([(False, None), (False, "'"), (True, '"')]))
def test_yaml_round_trip(value, style):
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.default_style = style
    yaml.allow_unicode = True
    yaml.width = 10**6  # folding a text after "\\r", ruamel.yaml adds a space to it
    stream = io.BytesIO()
    yaml.dump(value, stream)
    assert plain("x.yaml", stream.getvalue()) == value


def test_ruamel_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plain("x.yaml", "a: &x 1\nb: &x 2\nc: 1e3\nd: 2001-01-01")
