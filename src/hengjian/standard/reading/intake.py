"""Takes in a submission: finds its tables, maps what needs mapping, validates, accounts for all.

Serves the command line and, later, uploads; foreign files are read in a guarded child process. It
refuses a submission in which it finds nothing it knows, and says what it had hoped to find.
"""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from hengjian.content import Content, ContentError, models, say
from hengjian.standard import mapping as maps
from hengjian.standard.gaps import of_mended_rows_alone, without
from hengjian.standard.handed_back import without_remarks
from hengjian.standard.problems import UnreadableError
from hengjian.standard.raw import RawTable
from hengjian.standard.reading.foreign import refuse_foreign
from hengjian.standard.reading.limits import Limits, checked_size, shown
from hengjian.standard.reading.tabular import read_csv, read_json_lines, read_parquet
from hengjian.standard.reading.unpacking import bounded_unzip
from hengjian.standard.reading.workbook import read_workbook
from hengjian.standard.receiver import Receiver
from hengjian.standard.recognition import table_named
from hengjian.standard.records import Records
from hengjian.standard.submission import Submission
from hengjian.standard.tables import BY_NAME
from hengjian.standard.validation import Validation

Progress = Callable[[str, float], None]

READABLE = (".csv", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".parquet", ".xes", ".xes.gz")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".et", ".ods")
INSTRUCTIONS = ("填写说明", "代码表", "codes")
_NOT_TABLES = re.compile(r"^(README|说明|truth)", re.IGNORECASE)


def take_in(
    path: Path,
    content: Content,
    *,
    limits: Limits | None = None,
    mapping: str | None = None,
    receiver: Receiver | None = None,
    progress: Progress | None = None,
) -> Submission:
    """Read the submission at ``path`` in this process: a folder, a zip archive or one file.

    Raises UnreadableError where nothing can be accepted at all; single bad rows never raise.
    """
    limits = limits or Limits()
    tell = progress or (lambda doing, share: None)
    if not path.exists():
        raise UnreadableError(
            say(f"找不到“{path}”", f"no such file or folder: {path}"),
            say("请核对路径。", "Check the path."),
        )
    if path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory(prefix="hengjian-") as folder:
            bounded_unzip(path, limits, Path(folder))
            return _take_in(path, Path(folder), content, limits, mapping, receiver, tell)
    checked_size(path, limits)
    return _take_in(path, path, content, limits, mapping, receiver, tell)


def _take_in(
    path: Path,
    place: Path,
    content: Content,
    limits: Limits,
    mapping: str | None,
    receiver: Receiver | None,
    tell: Progress,
) -> Submission:
    entries = _entries(place)
    files = [file for file in entries if place.is_file() or _is_table(file)]
    if not files:
        raise _nothing_found(path)
    validation = Validation(content, receiver)
    for file in entries:
        if file not in files and file.name.lower().endswith(OTHER_WORKBOOKS):
            _note_other_workbook(file, validation)
    chosen = _chosen(content, mapping)
    used: models.Mapping | None = None
    tables, kept, mended = 0, 0, False
    for number, file in enumerate(files):
        tell(say(f"读取 {shown(file)}", f"reading {shown(file)}"), number / len(files))
        made, by = _tables_of(file, content, chosen, limits, validation)
        used = by or used
        raws = [(name, raw) for name, parts in made.items() for raw in parts]
        if receiver is not None:
            every = len(raws)
            raws = _not_kept(raws, receiver)
            kept += every - len(raws)
            _note_kept(made, receiver, validation)
        tables += len(raws)
        mended = mended or any(raw.came_from is not None for _, raw in raws)
        made.clear()
        while raws:  # one after the other is let go, because a large one fills the memory
            validation.add(*raws.pop(0))
    if not tables:
        raise _registers_alone(path) if kept else _nothing_found(path)
    tell(say("核对编号和引用", "checking keys and references"), 0.9)
    accepted = validation.finish()
    records = accepted.records
    if "cases" not in records.submitted and not records["events"].is_empty():
        raise _events_alone(path, mended)
    if not records["cases"].is_empty() and "events" not in records.submitted:
        _note_no_events(path, validation)
    if used is not None and "coverage" not in records.submitted:
        records = Records({**records.frames, "coverage": maps.coverage_of(used)}, records.submitted)
    gaps = accepted.gaps
    if receiver is not None:
        records, gaps = receiver.of_own_bodies(records), list(receiver.own_gaps(gaps))
    return Submission(
        path,
        without(records, gaps),
        validation.problems,
        accepted.sources,
        accepted.refused,
        used.title if used is not None else None,
        [*gaps, *(of_mended_rows_alone() if accepted.alone else [])],
        accepted.held_back,
    )


def _entries(place: Path) -> list[Path]:
    """All files of a submission, in order; those that no program shows are none of it."""
    if place.is_file():
        return [place]
    inside = sorted(entry for entry in place.iterdir() if not entry.name.startswith("."))
    files = [entry for entry in inside if entry.is_file()]
    folders = [entry for entry in inside if entry.is_dir()]
    if not files and len(folders) == 1:  # an archive that holds one folder
        return _entries(folders[0])
    return files


def _is_table(file: Path) -> bool:
    return file.name.lower().endswith(READABLE) and not _NOT_TABLES.match(file.name)


def _chosen(content: Content, name: str | None) -> models.Mapping | None:
    name = name or (content.overlay.mapping if content.overlay is not None else None)
    if name is None:
        return None
    found = content.mappings.get(name)
    if found is None:
        known = "、".join(sorted(content.mappings))
        raise ContentError(
            [say(f"没有映射 {name}；已有：{known}", f"no mapping {name}; known: {known}")]
        )
    return found


def _tables_of(
    file: Path,
    content: Content,
    chosen: models.Mapping | None,
    limits: Limits,
    validation: Validation,
) -> tuple[dict[str, list[RawTable]], models.Mapping | None]:
    """The standard tables of one file, and the mapping that made them (None: standard as it is)."""
    name = file.name.lower()
    if name.endswith((".xes", ".xes.gz")):
        from hengjian.standard.reading.xes import read_log  # NumPy with it, which no table needs

        of_logs = chosen if chosen is not None and chosen.source == "xes" else _generic_log(content)
        return maps.map_log(of_logs, shown(file), read_log(file, limits).frame), of_logs
    for_tables = chosen if chosen is not None and chosen.source == "table" else None
    made: dict[str, list[RawTable]] = {}
    used: models.Mapping | None = None
    for raw in map(without_remarks, _raw_tables(file, limits)):
        if raw.hint in INSTRUCTIONS:
            continue
        table = table_named(raw.hint, raw.frame.columns) if for_tables is None else None
        mapping = for_tables
        if table is None and mapping is None:
            mapping = maps.recognised_by(content.mappings.values(), raw.frame.columns)
        if table is not None:
            made.setdefault(table, []).append(raw)
        elif mapping is not None:
            used = mapping
            for part, raws in maps.map_table(mapping, raw).items():
                made.setdefault(part, []).extend(raws)
        else:
            _note_unknown(raw, validation)
    return made, used


def _generic_log(content: Content) -> models.Mapping:
    found = content.mappings.get("xes")
    if found is None:
        raise ContentError([say("没有用于事件日志的映射 xes", "no mapping xes for event logs")])
    return found


def _raw_tables(file: Path, limits: Limits) -> list[RawTable]:
    refuse_foreign(file)
    name = file.name.lower()
    if name.endswith((".xlsx", ".xlsm")):
        return read_workbook(file, limits)
    if name.endswith((".jsonl", ".ndjson")):
        return [read_json_lines(file, limits)]
    if name.endswith(".parquet"):
        return [read_parquet(file, limits)]
    return [read_csv(file, limits)]


def _not_kept(raws: list[tuple[str, RawTable]], receiver: Receiver) -> list[tuple[str, RawTable]]:
    return [(name, raw) for name, raw in raws if name not in receiver.keeps]


def _note_kept(made: dict[str, list[RawTable]], receiver: Receiver, validation: Validation) -> None:
    """Registers are kept where the submission goes; what it says of them is passed over."""
    for name in receiver.keeps:
        for raw in made.get(name, ()):
            validation.problems.note(
                file=raw.file,
                field=say("（整个表）", "(whole table)"),
                reason=say(
                    f"{BY_NAME[name].label}以名录为准，没有读取这张表",
                    f"{name} are kept in the register here; not read",
                ),
                remedy=say("有出入的，请在名录中更改", "if it differs, amend the register"),
            )


def _registers_alone(path: Path) -> UnreadableError:
    return UnreadableError(
        say(
            f"“{shown(path)}”中只有机关、人员、证件、事项这类名录的表",
            f"“{shown(path)}” holds nothing but registers",
        ),
        say(
            "名录请在“名录”各页导入；这里报送案件、活动、文书等。",
            "Import registers on their own pages; hand in cases, events, documents here.",
        ),
    )


def _note_unknown(raw: RawTable, validation: Validation) -> None:
    validation.problems.note(
        file=raw.file,
        field=say("（整个表）", "(whole table)"),
        reason=say("认不出是哪一张表，没有读取", "not a known table; not read"),
        remedy=say(
            "请按表名命名，如 cases.csv，或者用 --mapping 指明映射",
            "name it after its table, like cases.csv, or give --mapping",
        ),
    )


def _note_other_workbook(file: Path, validation: Validation) -> None:
    """It may hold a table that is missed; alone it would be refused."""
    validation.problems.note(
        file=shown(file),
        field=say("（整个文件）", "(whole file)"),
        reason=say("这种格式的表格不能读取，没有读取", "a workbook of a kind that is not read"),
        remedy=say(
            "其中有报送数据的，请用 WPS 或者 Excel 打开，另存为 .xlsx 后再提交",
            "if it holds data, open it with WPS or Excel, save it as .xlsx and submit that",
        ),
    )


def _events_alone(path: Path, mended: bool) -> UnreadableError:
    """Events of no case at all; mended ones belong to cases that lie in the original data."""
    if mended:
        return UnreadableError(
            say(
                f"“{shown(path)}”中改好的活动所属的案件不在其中",
                f"“{shown(path)}” holds mended events of cases that it does not hold",
            ),
            say(
                "案件须整案提交：请把它与原来的数据放在同一文件夹中一起提交。",
                "A case is submitted whole: put it into one folder with the original data.",
            ),
        )
    return UnreadableError(
        say(
            f"“{shown(path)}”有活动表（events）而没有案件表（cases）",
            f"“{shown(path)}” holds events but no table of cases",
        ),
        say("请一并提交案件表（cases.csv）。", "Submit the table of cases as well (cases.csv)."),
    )


def _note_no_events(path: Path, validation: Validation) -> None:
    validation.problems.note(
        file=shown(path),
        field=say("（整批）", "(whole submission)"),
        reason=say(
            "没有活动表（events），程序和期限几乎都无从判断",
            "no table of events: hardly any step or term can be judged",
        ),
        remedy=say("请一并提交活动表（events.csv）", "submit the events as well (events.csv)"),
    )


def _nothing_found(path: Path) -> UnreadableError:
    return UnreadableError(
        say(f"“{shown(path)}”中没有可以读取的表", f"no readable table in “{shown(path)}”"),
        say(
            "需要 cases.csv、events.csv 等（CSV、XLSX、JSON 行、Parquet 或者 XES）；"
            "空表可用 hengjian template 生成。",
            "Wanted: cases.csv, events.csv and so on (CSV, XLSX, JSON lines, Parquet or XES); "
            "`hengjian template` writes empty ones.",
        ),
    )
