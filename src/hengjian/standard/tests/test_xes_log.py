"""An event log is read the same way however it is written, or refused with a reason."""

import contextlib
import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from hengjian.content.speech import choose_language
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading import unpacking, xes_canonical, xes_streaming
from hengjian.standard.reading.limits import Limits
from hengjian.standard.reading.xes import EventLog, read_log
from hengjian.standard.tests.fines_log import FINES, needs_the_fines_log
from hengjian.standard.tests.written_logs import (
    HEADER,
    LOGS,
    SMALL,
    Trace,
    canonical,
    expected,
    odd,
)


@contextlib.contextmanager
def small_pieces(chunk: int = 300) -> Iterator[None]:
    """Borders of pieces, chunks and blocks fall into the middle of everything."""
    with (
        mock.patch.object(unpacking, "PIECE", 64),
        mock.patch.object(xes_canonical, "CHUNK", chunk),
        mock.patch.object(xes_streaming, "EVENTS_PER_BLOCK", 3),
    ):
        yield


def read(folder: Path, text: str | bytes, *, try_canonical: bool = True) -> EventLog:
    path = folder / "日志.xes"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_log(path, try_canonical=try_canonical)


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        read(folder, text)
    return str(refused.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    choose_language("zh")
    yield
    choose_language(None)


# --- reading ------------------------------------------------------------------------------------


def test_it_gives_one_row_per_event_with_the_attributes_of_its_trace(folder: Path) -> None:
    log = read(folder, canonical(SMALL))
    assert log.canonical
    assert log.traces == 3
    assert log.frame.to_dict(as_series=False) == {
        "__case": [0, 0, 2, 2],
        "__row": [1, 2, 3, 4],
        "case:concept:name": ["A1", "A1", "A3", "A3"],
        "case:place": [None] * 4,
        "concept:name": ["立案", "结案", "罚款 < 100 & 没收", None],
        "time:timestamp": ["2024-03-01T09:00:00+08:00", None, None, None],
        "amount": [None, "35.0", None, None],
    }


@settings(max_examples=60, deadline=None)
@given(LOGS, st.integers(0, 2**32))
def test_it_reads_the_same_rows_however_the_log_is_written(
    folder: Path, log: list[Trace], seed: int
) -> None:
    with small_pieces():
        fast = read(folder, canonical(log))
        sure = read(folder, canonical(log), try_canonical=False)
        strange = read(folder, odd(log, random.Random(seed)))
    if all(re.fullmatch('[^&<"\t\r\n]*', key) for trace in log for key in keys_of(trace)):
        assert fast.canonical
    assert not sure.canonical
    for found in (fast, sure, strange):
        assert_frame_equal(found.frame, expected(log))
        assert found.traces == len(log)


def keys_of(trace: Trace) -> list[str]:
    return [key for attributes in (trace.attributes, *trace.events) for key in attributes]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_it_never_takes_the_fast_way_into_what_the_parser_refuses(
    folder: Path, data: st.DataObject
) -> None:
    text = bytearray(canonical(SMALL).encode())
    start = text.index(b"\t<trace>")
    borders = [
        found.end() for found in re.finditer(rb'[<>"]|(?=[<>"])', text) if found.end() > start
    ]
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.one_of(st.sampled_from(borders), st.integers(start, len(text))))
        length = data.draw(st.sampled_from([0, 0, 1, 1, 3]))
        text[at : at + length] = data.draw(st.sampled_from(INSERTED))
    assert_same_both_ways(folder, bytes(text), data.draw(st.sampled_from([1, 300, 10_000])))


@pytest.mark.parametrize(
    "between",
    [
        '<string key="b" value="of no trace"/>',
        '<event><string key="b" value="of no trace"/></event>',
        "<",
        "text",
        '""]]>',
        "</trace>",
    ],
)
@pytest.mark.parametrize("border", ["</trace>", "<trace>", "<event>", "</event>"])
def test_it_leaves_to_the_parser_what_stands_in_a_wrong_place(
    folder: Path, border: str, between: str
) -> None:
    for text in (f"{between}{border}", f"{border}{between}"):
        assert_same_both_ways(folder, canonical(SMALL * 3).replace(border, text).encode())


def test_it_leaves_to_the_parser_what_lacks_a_tag(folder: Path) -> None:
    text = canonical([*SMALL, Trace({}, [{"a": "b"}]), Trace({})])
    for tag in re.finditer("</?(trace|event)>", text):
        without = (text[: tag.start()] + text[tag.end() :]).encode()
        for chunk in (1, 300, 10_000):
            assert_same_both_ways(folder, without, chunk)


def assert_same_both_ways(folder: Path, text: bytes, chunk: int = 300) -> None:
    outcomes = []
    for try_canonical in (True, False):
        try:
            with small_pieces(chunk):
                outcomes.append(read(folder, text, try_canonical=try_canonical))
        except UnreadableError as refused:
            outcomes.append(refused)
    fast, sure = outcomes
    if isinstance(sure, EventLog):
        assert isinstance(fast, EventLog)
        assert_frame_equal(fast.frame, sure.frame)
        assert fast.traces == sure.traces
    else:
        assert isinstance(fast, UnreadableError)
        assert fast.message == sure.message


INSERTED = [
    *(bytes([code]) for code in b"<>\"'&/=! \n\r\tabk;#\x00\x0b\x1f\x7f\xff"),
    b"",
    b"&lt;",
    b"&#10;",
    b"&#0;",
    b"&#xD800;",
    b"&nbsp;",
    b"\r\n",
    b'""',
    b"<<",
    b"<a/>",
    b"<event/>",
    b"</event>",
    b"<trace>",
    b"</trace>",
    b"</log>",
    b"]]>",
    b"\xef\xbf\xbf",
    b'<string key="" value="x"/>',
    b'<string key="b" value=""/>',
    b'<string key="b" value="1"/ >',
    b'<string key="b"value="1"/>',
    b'<string key="b" value="1" value="2"/>',
    b'"<',
    b'""]]>',
    b'"" value=""/>',
    b'\r"',
    b'<string key="a>" <',
    "\u2028\xa0\u3000".encode(),
]


def test_it_keeps_the_last_of_several_attributes_with_one_key(folder: Path) -> None:
    text = canonical(SMALL).replace(
        "\t\t</event>", '<string key="amount" value="1"/><id key="amount" value="2"/></event>'
    )
    fast, sure = read(folder, text), read(folder, text, try_canonical=False)
    assert fast.canonical
    assert_frame_equal(fast.frame, sure.frame)
    assert set(fast.frame["amount"]) == {"2"}


def test_it_keeps_the_outer_value_of_nested_attributes(folder: Path) -> None:
    nested = '<string key="amount" value="35.0"><int key="amount" value="9"/></string>'
    text = re.sub('<[a-z]+ key="amount" value="35.0"/>', nested, canonical(SMALL))
    assert nested in text
    log = read(folder, text)
    assert not log.canonical
    assert_frame_equal(log.frame, expected(SMALL))


@pytest.mark.parametrize("encoding", ["GBK", "gb2312", "GB18030", "UTF-16", "utf-8-sig"])
def test_it_reads_chinese_encodings_as_declared(folder: Path, encoding: str) -> None:
    text = canonical(SMALL).replace("UTF-8", encoding.removesuffix("-sig"))
    log = read(folder, text.encode(encoding))
    assert log.canonical
    assert_frame_equal(log.frame, expected(SMALL))


def test_it_reads_gzip_by_its_bytes_also_in_several_members(folder: Path) -> None:
    text = canonical(SMALL).encode()
    packed = gzip.compress(text[:700]) + gzip.compress(text[700:]) + bytes(512)
    assert_frame_equal(read(folder, packed).frame, expected(SMALL))


def test_it_tells_how_far_it_has_come(folder: Path) -> None:
    path = folder / "far.xes"
    path.write_text(odd(SMALL * 50, random.Random(1)))  # read twice, as it is not canonical
    heard: list[float] = []
    with small_pieces():
        read_log(path, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[0] < 0.1
    assert heard[-1] == 1.0


def test_it_does_not_mix_up_a_foreign_key_with_its_own_columns(folder: Path) -> None:
    event = {"case:a": "1", "event:case:a": "2", "__row": "3", "__case": "4", "event:a": "5"}
    frame = read(folder, canonical([Trace({"a": "0"}, [event])])).frame
    assert frame.row(0, named=True) == {
        "__case": 0,
        "__row": 1,
        "case:a": "0",
        "event:case:a": "1",
        "event:event:case:a": "2",
        "event:__row": "3",
        "event:__case": "4",
        "event:a": "5",
    }


# --- refusing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_it_refuses_a_log_that_breaks_off_wherever_that_is(folder: Path, pack: type) -> None:
    whole = pack(canonical(SMALL).rstrip().encode())
    for end in random.Random(7).sample(range(len(whole)), 60):
        message = refusal(folder, whole[:end])
        assert "日志.xes" in message
        assert message.endswith("再提交。")
    assert "不完整" in refusal(folder, whole[:-5])


def test_it_says_in_which_line_the_xml_is_wrong(folder: Path) -> None:
    text = canonical(SMALL)
    line = text[: text.index("立案")].count("\n") + 1
    message = refusal(folder, text.replace("立案", "立<案"))
    assert message == (
        f"“日志.xes”不是完好的 XML：第 {line} 行有错。请用原系统重新导出 XES 日志（UTF-8 编码）后再提交。"
    )


UNSOUND: list[tuple[str | bytes, str]] = [
    (b"case_id,activity\n1,a\n", "不是完好的 XML"),
    (b"", "不完整"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不是完好的 XML"),
    ("<html><body>登录</body></html>", "不是 XES 日志：根元素是 <html>"),
    ("<log/>", "没有任何事件"),
    ("<log><trace><string key='a' value='b'/></trace></log>", "没有任何事件"),
    (HEADER + "</log>", "没有任何事件"),
    ("<?xml version='1.0' encoding='EBCDIC'?><log/>", "编码 ebcdic 不受支持"),
    (canonical(SMALL).replace("UTF-8", "GBK").encode()[:-200] + b"\xff\xff", "内容却不是"),
    (canonical(SMALL).encode("gbk"), "不是完好的 XML"),
    (gzip.compress(b"<log/>")[:-6] + b"123456", "压缩数据已损坏"),
    (gzip.compress(canonical(SMALL).encode()) + b"rest", "压缩数据已损坏"),
]


@pytest.mark.parametrize(("text", "reason"), UNSOUND, ids=range(len(UNSOUND)))
def test_it_refuses_what_is_no_sound_log(folder: Path, text: str | bytes, reason: str) -> None:
    assert reason in refusal(folder, text)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE log SYSTEM "http://example.org/log.dtd">',
        "<!DOCTYPE log>",
    ],
)
def test_it_refuses_document_types_and_so_all_entities(folder: Path, declaration: str) -> None:
    text = canonical(SMALL).replace("<log ", f"{declaration}\n<log ", 1).replace("立案", "&b;")
    assert "含有 DOCTYPE 声明" in refusal(folder, text)


def test_it_leaves_no_file_open_when_it_refuses(folder: Path) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(folder, canonical(SMALL).replace("立案", "立<案") + " " * 3_000_000)
    assert refused.value.__cause__ is not None  # its traceback holds on to every frame
    assert not [file for file in psutil.Process().open_files() if file.path.endswith(".xes")]


def test_it_refuses_a_log_with_a_column_for_every_event(folder: Path) -> None:
    log = [Trace({}, [{f"key {number}": "x"} for number in range(1_001)])]
    assert "属性超过 1000 种" in refusal(folder, canonical(log))


def test_it_stops_at_the_limits_of_unpacked_size_and_ratio(folder: Path) -> None:
    path = folder / "bomb.xes.gz"
    path.write_bytes(gzip.compress(canonical(SMALL).encode() + b" " * (20 << 20)))
    with pytest.raises(UnreadableError, match="膨胀到 200 倍以上"):
        read_log(path)
    with pytest.raises(UnreadableError, match=r"解压后超过 16\.0 MB 的上限"):
        read_log(path, Limits(unpacked_mb=16, ratio=10**6))


def test_it_reads_a_trace_that_is_longer_than_a_chunk(folder: Path) -> None:
    log = [Trace({}, [{"a": "x" * 200}] * 40)]
    with small_pieces():
        assert read(folder, canonical(log)).canonical
        with mock.patch.object(xes_canonical, "LONGEST_TRACE", 1000):
            assert not read(folder, canonical(log)).canonical


# --- the real thing -----------------------------------------------------------------------------


@needs_the_fines_log
def test_it_reads_the_italian_road_fines_both_ways_alike() -> None:
    fast, sure = read_log(FINES), read_log(FINES, try_canonical=False)
    assert fast.canonical
    assert fast.traces == 150_370
    assert fast.frame.height == 561_470
    assert_frame_equal(fast.frame, sure.frame)
    names = dict(fast.frame["concept:name"].value_counts().iter_rows())
    assert names["Create Fine"] == 150_370
    assert names["Payment"] == 77_601
    assert len(names) == 11
