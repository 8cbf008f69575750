"""A changed register comes in from Excel: compared, confirmed whole, undone exactly, or refused."""

import io
import tempfile
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.entries.sealing import hashes_of_rows
from hengjian.core.people.models import Post
from hengjian.domain.registry import workbooks
from hengjian.domain.registry.actions import amend_row
from hengjian.domain.registry.history import known_at, written_by
from hengjian.domain.registry.models import Body, Certificate, Officer, Upload
from hengjian.domain.registry.registers import (
    BODIES,
    CERTIFICATES,
    DELEGATIONS,
    OFFICERS,
    REGISTERS,
    Register,
)
from hengjian.domain.registry.tests.register import AT, LittleRegister, entered, officer
from hengjian.domain.registry.uploads.actions import confirm_upload, keep_comparison, undo_upload
from hengjian.domain.registry.uploads.comparing import compare
from hengjian.domain.registry.uploads.intake import Taken, take_in
from hengjian.domain.registry.uploads.reading import read_register
from hengjian.ledger import algorithm, root_of
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.limits import Limits

LATER = AT + timedelta(hours=1)
HEADS = ["人员编号*", "机关编号", "姓名", "人员类型", "到岗日期"]


def workbook(heads: list[str], *rows: list[Any], title: str = "人员") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (heads, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def taken_in(register: Register, content: bytes) -> Taken:
    """What the guarded child reads, read here: starting one for every test would be slow."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名册.xlsx"
        path.write_bytes(content)
        frames, meta = read_register(path, register.name, Limits())
    rows, refused = frames["rows"].to_dicts(), frames["refused"].to_dicts()
    return Taken(rows, refused, meta["columns"], meta["unknown"], "0" * 64)


def uploaded(
    content: bytes, by: Post, register: Register = OFFICERS, *, complete: bool = False
) -> Upload:
    taken = taken_in(register, content)
    done = compare(
        register, taken.rows, taken.columns, complete=complete, day=day_of(AT), post=by, at=AT
    )
    return keep_comparison(
        register, done, refused=taken.refused, file_name="名册.xlsx", sha256=taken.sha256,
        complete=complete, by=by, at=AT,
    )  # fmt: skip


def told(upload: Upload) -> dict[str, list[tuple[str, Any]]]:
    found: dict[str, list[tuple[str, Any]]] = {}
    for one in upload.differences.all():
        what = one.values["reason"] if one.kind == "refused" else one.values
        found.setdefault(one.kind, []).append((one.key, what))
    return found


def all_rows(register: Register) -> list[dict[str, Any]]:
    return [register.values_of(row) for row in register.rows().order_by("pk")]


def changed_book(*more: list[Any]) -> bytes:
    return workbook(
        HEADS,
        ["P1", "A2", "甲P1", "执法人员", date(2020, 1, 1)],
        ["P5", "A1", "甲新", "法制审核人员", "2026-10-01"],
        *more,
    )


def test_nothing_is_written_before_it_is_confirmed(little: LittleRegister) -> None:
    before = all_rows(OFFICERS)
    upload = uploaded(changed_book(), little.city.county_a)
    assert all_rows(OFFICERS) == before
    found = told(upload)
    assert found["changed"] == [("P1", {"body_id": ["A1", "A2"]})]
    ((key, values),) = found["added"]
    assert (key, values["kind"], values["employed_from"]) == ("P5", "reviewer", "2026-10-01")
    assert set(found) == {"added", "changed"}


def test_it_is_written_whole_with_one_entry(little: LittleRegister) -> None:
    upload = uploaded(changed_book(), little.city.county_a)
    before = LedgerEntry.objects.count()
    confirm_upload(upload, since=date(2026, 11, 10), by=little.city.county_a, at=LATER)
    assert Officer.objects.get(code="P1").body.code == "A2"
    assert Officer.objects.get(code="P5").changed_by == little.city.county_a
    assert Certificate.objects.get(code="C1").body.code == "A2"
    (entry,) = LedgerEntry.objects.order_by("pk")[before:]
    written = written_by(upload, LATER)
    assert (entry.kind, entry.row_count) == ("upload.confirmed", len(written))
    root = root_of(algorithm("sha256"), hashes_of_rows(written, bytes(entry.rows_secret or b"")))
    assert entry.line.split("\t")[7] == f"{len(written)}:{root.hex()}"
    assert "甲新" not in entry.line + str(entry.content)
    then = known_at(OFFICERS, day=date(2026, 11, 9), moment=None).get(row=little.officer.pk)
    assert then.values["body_id"] == "A1", "the change holds from the day that was given"


def test_an_undone_import_leaves_the_register_exactly_as_it_was(little: LittleRegister) -> None:
    entered(OFFICERS, **officer("P3", "A1"))
    before = all_rows(OFFICERS)
    upload = uploaded(changed_book(), little.city.county_a, complete=True)
    assert [key for key, _ in told(upload)["ended"]] == ["P3"], "P2 is out of reach"
    confirm_upload(upload, since=day_of(AT), by=little.city.county_a, at=LATER)
    assert all_rows(OFFICERS) != before
    undo_upload(upload, by=little.city.county_a, at=LATER + timedelta(hours=1))
    assert all_rows(OFFICERS) == before
    assert Certificate.objects.get(code="C1").body.code == "A1"
    state = known_at(OFFICERS, day=day_of(AT), moment=None)
    assert {one.values["officer_id"]: one.values for one in state} == {
        values["officer_id"]: values for values in before
    }
    upload.refresh_from_db()
    assert upload.state == Upload.State.UNDONE
    with pytest.raises(PlainError, match="已经是“已撤销”"):
        undo_upload(upload, by=little.city.county_a, at=LATER)


def test_it_is_not_undone_over_later_work(little: LittleRegister) -> None:
    upload = uploaded(changed_book(), little.city.county_a)
    confirm_upload(upload, since=day_of(AT), by=little.city.county_a, at=LATER)
    row = Officer.objects.get(code="P1")
    amend_row(OFFICERS, row, {"name": "甲后"}, seen=2, since=None, by=little.city.city, at=LATER)
    after = all_rows(OFFICERS)
    with pytest.raises(PlainError, match=r"1 条又被改过（P1，最近一次是林一改的）"):
        undo_upload(upload, by=little.city.county_a, at=LATER)
    assert all_rows(OFFICERS) == after


def test_it_is_not_undone_under_a_card_of_a_new_officer(little: LittleRegister) -> None:
    upload = uploaded(changed_book(), little.city.county_a)
    confirm_upload(upload, since=day_of(AT), by=little.city.county_a, at=LATER)
    entered(CERTIFICATES, cert_no="C9", officer_id="P5", kind="enforcement",
            valid_from="2026-01-01", valid_to="2027-01-01")  # fmt: skip
    after = all_rows(OFFICERS)
    with pytest.raises(PlainError, match="被其他台账引用"):
        undo_upload(upload, by=little.city.county_a, at=LATER)
    assert all_rows(OFFICERS) == after


def test_what_changed_since_the_comparison_stops_it(little: LittleRegister) -> None:
    upload = uploaded(changed_book(), little.city.county_a)
    row = Officer.objects.get(code="P1")
    amend_row(OFFICERS, row, {"name": "甲先"}, seen=1, since=None, by=little.city.city, at=AT)
    with pytest.raises(PlainError, match=r"比较之后有 1 条又被改过（P1"):
        confirm_upload(upload, since=day_of(AT), by=little.city.county_a, at=LATER)
    assert not Officer.objects.filter(code="P5").exists()


def test_a_number_taken_since_stops_it(little: LittleRegister) -> None:
    upload = uploaded(changed_book(), little.city.county_a)
    entered(OFFICERS, **officer("P5", "B1"))
    with pytest.raises(PlainError, match="1 个编号已由别人登记（P5）"):
        confirm_upload(upload, since=day_of(AT), by=little.city.county_a, at=LATER)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["P9", "A1", "甲", "大侠", "2026-01-01"], "没有这个代码"),
        (["P9", "A1", "甲", "执法人员", "2026-02-30"], "2月没有30日"),
        (["P9", "", "甲", "执法人员", "2026-01-01"], "必填的“机关编号”是空的"),
        (["P9", "Z9", "甲", "执法人员", "2026-01-01"], "台账里没有编号 Z9"),
        (["P9", "B1", "甲", "执法人员", "2026-01-01"], "B1 不在您的管辖范围"),
        (["P2", "B1", "甲", "执法人员", "2026-01-01"], "P2 不在您的管辖范围"),
        (["P1", "B1", "甲P1", "执法人员", "2020-01-01"], "B1 不在您的管辖范围"),
        (["P5", "A1", "甲", "执法人员", "2026-01-01"], "与第 3 行编号相同"),
        (["P9", "A1", '=HYPERLINK("http://x")', "执法人员", "2026-01-01"], "这一格是公式"),
    ],
)
def test_a_bad_row_goes_back_with_its_reason_and_the_others_come_in(
    little: LittleRegister, row: list[Any], reason: str
) -> None:
    first = [row] if row[0] == "P1" else [["P1", "A2", "甲P1", "执法人员", "2020-01-01"], row]
    content = workbook(HEADS, first[0], ["P5", "A1", "甲新", "执法人员", "2026-10-01"], *first[1:])
    upload = uploaded(content, little.city.county_a)
    (refused,) = upload.differences.filter(kind="refused")
    assert reason in refused.values["reason"]
    assert refused.values["remedy"]
    assert refused.line == (2 if row[0] == "P1" else 4)
    assert [one.key for one in upload.differences.filter(kind="added")] == ["P5"]


def test_a_column_that_is_not_there_stays_and_an_empty_cell_empties(little: LittleRegister) -> None:
    upload = uploaded(
        workbook(["人员编号", "姓名", "到岗日期"], ["P1", "甲P1", None]), little.city.city
    )
    assert told(upload) == {"changed": [("P1", {"employed_from": ["2020-01-01", None]})]}


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_an_export_comes_back_unchanged(little: LittleRegister, name: str) -> None:
    register = REGISTERS[name]
    if name == "discretion":
        entered(
            register, item_id="I1", tier="一般", description="初次", fine_min=5000, fine_max=50050
        )
    Officer.objects.filter(code="P1").update(name='=HYPERLINK("http://evil","点我")')
    content = workbooks.export(register, register.rows(), simulated=True)
    upload = uploaded(content, little.city.leader, register)
    assert upload.unchanged + len(told(upload).get("refused", [])) == register.rows().count()
    upload = uploaded(content, _everything(little), register)
    assert (told(upload), upload.unchanged) == ({}, register.rows().count())


def _everything(little: LittleRegister) -> Post:
    little.city.city.unit.kind = "section_general"
    little.city.city.unit.save()
    from hengjian.core.rights.actions import rebuild_reach

    rebuild_reach(by=None, at=AT)
    return little.city.city


def test_no_export_holds_a_formula(little: LittleRegister) -> None:
    evil = '=HYPERLINK("http://evil","点我")'
    for number, name in enumerate((evil, "+1+1", "-2", "@SUM(A1)", "\t=1")):
        entered(OFFICERS, **officer(f"P{10 + number}", "A1", name=name))
    content = workbooks.export(OFFICERS, OFFICERS.rows(), simulated=False)
    sheet = load_workbook(io.BytesIO(content))["人员"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert evil in {cell.value for cell in sheet["C"]}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    text = "".join(workbooks.lines(OFFICERS, OFFICERS.rows()))
    assert "'=HYPERLINK" in text
    assert ",'+1+1," in text


def test_the_empty_template_has_all_columns_and_is_read_as_empty(little: LittleRegister) -> None:
    for register in REGISTERS.values():
        content = workbooks.template(register)
        heads = [cell.value for cell in next(iter(load_workbook(io.BytesIO(content)).active.rows))]
        assert [str(head).rstrip("*") for head in heads] == [one.label for one in register.fields]
        with pytest.raises(UnreadableError, match="没有一行数据"):
            taken_in(register, content)


def locked() -> bytes:
    """What Excel makes of a workbook with a password: an OLE container with this stream's name."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (locked(), "有打开密码"),
        (b"PK\x03\x04" + b"\0" * 200, "名册.xlsx"),
        (b"not a workbook", "名册.xlsx"),
        (workbook(["姓名", "电话"], ["甲", "1"]), "缺少“人员编号”"),
        (workbook(["机关编号", "名称"], ["A1", "局"]), "表头不是人员台账"),
        (workbook(HEADS), "没有一行数据"),
    ],
    ids=["locked", "broken", "text", "other heads", "another register", "empty"],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    little: LittleRegister, content: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableError) as refusal:
        taken_in(OFFICERS, content)
    assert reason in refusal.value.message
    assert refusal.value.remedy


def test_foreign_files_are_read_in_a_guarded_child(little: LittleRegister) -> None:
    with pytest.raises(UnreadableError, match="有打开密码"):
        take_in(OFFICERS, "../名册.xlsx", locked())
    taken = take_in(OFFICERS, "名册.xlsx", changed_book())
    assert [row["officer_id"] for row in taken.rows] == ["P1", "P5"]
    assert taken == replace(taken_in(OFFICERS, changed_book()), sha256=taken.sha256)


def test_a_sheet_of_endless_rows_is_refused() -> None:
    stream = io.BytesIO()
    book = Workbook(write_only=True)
    book.create_sheet("人员").append(HEADS)
    book.save(stream)
    rows = "".join(
        f"<row><c><v>{n}</v></c><c><v>{n * 7919 % 104729}</v></c></row>" for n in range(250_000)
    )
    grown = io.BytesIO()
    with (
        zipfile.ZipFile(stream) as old,
        zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            new.writestr(info.filename, data)
    with pytest.raises(UnreadableError, match="250,000 行，一次最多 200,000 行"):
        taken_in(OFFICERS, grown.getvalue())


def test_a_superior_may_come_with_the_same_file(little: LittleRegister) -> None:
    heads = ["机关编号", "名称", "主体类型", "层级", "区划代码", "上级机关编号"]
    content = workbook(
        heads,
        ["A8", "下属中队", "派出机构", "县级", "990101", "A9"],
        ["A9", "综合执法局", "行政机关", "县级", "990101", None],
        title="执法主体",
    )
    upload = uploaded(content, little.city.county_a, BODIES)
    confirm_upload(upload, since=day_of(AT), by=little.city.county_a, at=LATER)
    assert Body.objects.get(code="A8").parent == Body.objects.get(code="A9")
    undo_upload(upload, by=little.city.county_a, at=LATER)
    assert not Body.objects.filter(code__in=("A8", "A9")).exists()


def test_a_clerk_writes_only_what_is_his(little: LittleRegister) -> None:
    heads = ["事项编码", "承接机关编号", "文件"]
    content = workbook(heads, ["I1", "A2", "新文件"], title="下放与委托")
    upload = uploaded(content, little.city.clerk_a, DELEGATIONS)
    assert [one.values["reason"] for one in upload.differences.all()] == ["I1·A2 不在您的管辖范围"]
