"""An auditor's own tool: verifies an export of a Hengjian ledger on a machine that has only Python.

Serves whoever trusts no installation but his own reading: one file, the standard library alone, and
`cryptography` for nothing but signatures (without it the report says that none was checked). It
believes nothing that it has not computed, changes nothing, and is one long file on purpose.

    python auditor.py EXPORT [--head RECEIPT ...] [--witness KEY ...] [--lang en]
    python auditor.py --draw LIST --number 30 --head RECEIPT [--purpose TEXT]

The forms are described in docs/ledger.md; `docs/ledger.md` and this file are enough to check a ledger.
"""

import argparse
import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

# --- hashing: RFC 9162, 2.1 --------------------------------------------------------------------------

LEAF, NODE, COMMITMENT, DRAW = b"\x00", b"\x01", b"\x02", b"\x04"
NO_SALT = bytes(32)
"""With which public statements (keys) are committed to, so that everybody can recompute it."""
Constructor = Callable[[bytes], Any]


def constructor(name: str) -> Constructor:
    """`hashlib.sha256`, or the like for SM3, which OpenSSL has unless it was built without."""
    if name == "sha256":
        return hashlib.sha256
    try:
        empty = hashlib.new(name)
    except ValueError as error:
        raise UnsupportedError(name) from error

    def begin(data: bytes) -> Any:
        begun = empty.copy()
        begun.update(data)
        return begun

    return begin


class UnsupportedError(Exception):
    """This machine cannot compute a log's hash."""


class Tree:
    """The roots of the perfect subtrees, by level: all that a growing tree needs of its past."""

    def __init__(self, new: Constructor) -> None:
        self.new, self.size, self.peaks = new, 0, dict[int, bytes]()

    def append(self, hashes: list[bytes]) -> None:
        new, level, row = self.new, 0, hashes
        size, self.size = self.size, self.size + len(hashes)
        while row:
            if size >> level & 1:
                row = [self.peaks.pop(level), *row]
            if len(row) & 1:
                self.peaks[level] = row[-1]
            pairs = zip(row[::2], row[1::2], strict=False)
            row = [new(b"\x01" + left + right).digest() for left, right in pairs]
            level += 1

    def root(self) -> str:
        found: bytes | None = None
        for level in sorted(self.peaks):
            peak = self.peaks[level]
            found = peak if found is None else self.new(NODE + peak + found).digest()
        return (self.new(b"").digest() if found is None else found).hex()


# --- small texts: heads, keys, places ----------------------------------------------------------------

_HEX = {"log": 32, "key": 32, "old": 32, "lost": 32, "nonce": 32, "root": 64, "leaf": 64}
_HEX |= {"public": 64, "new": 64, "signature": 128, "accepted": 128}
_WORDS = {"algorithm": r"(sha256|sm3)", "size": r"(0|[1-9]\d{0,17})", "number": r"([1-9]\d{0,17})"}
_WORDS["at"] = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z)"
_WORDS["witness"] = r"((?:witness\s+(?:[0-9a-f]\s*){64}:(?:\s*[0-9a-f]){128}\s*)*)"
FORMS = {
    "hengjian-log/1": ("algorithm", "at", "public", "nonce"),
    "hengjian-head/1": ("log", "algorithm", "size", "root", "at", "key", "signature"),
    "hengjian-rotation/1": ("log", "at", "old", "new", "signature", "accepted"),
    "hengjian-recovery/1": ("log", "at", "lost", "size", "root", "new", "accepted", "witness"),
    "hengjian-entry/1": ("log", "number", "leaf"),
}
_PROOFS = ("signature", "accepted", "witness")


def _pattern(form: str) -> re.Pattern[str]:
    parts = [re.escape(form)]
    for label in FORMS[form]:
        value = _WORDS.get(label) or rf"((?:[0-9a-f]\s*){{{_HEX[label]}}})(?![0-9a-f])"
        parts.append(value if label == "witness" else rf"{label}\s+{value}")
    return re.compile(r"\s*".join(parts), re.IGNORECASE)


_PATTERNS = {form: _pattern(form) for form in FORMS}


@dataclass(frozen=True)
class Block:
    """One small text: its form, and label → value as canonically written."""

    form: str
    values: dict[str, str]

    def text(self) -> str:
        return self._lines(FORMS[self.form])

    def body(self) -> bytes:
        """What is signed: every line before the signatures, each with its line feed."""
        return self._lines([one for one in FORMS[self.form] if one not in _PROOFS]).encode()

    def _lines(self, labels: Sequence[str]) -> str:
        lines = [self.form]
        for label in labels:
            values = self.values[label].split() if label == "witness" else [self.values[label]]
            lines += [f"{label} {value}" for value in values]
        return "".join(f"{line}\n" for line in lines)


def blocks(text: str) -> list[Block]:
    """Every small text in a receipt or file, whatever stands around it and wherever lines break."""
    found = []
    for start in re.finditer(r"hengjian-[a-z]+/\d+", text, re.IGNORECASE):
        form = start[0].lower()
        match = _PATTERNS[form].match(text, start.start()) if form in FORMS else None
        if match is None:
            raise ValueError(form)
        values = {}
        for label, value in zip(FORMS[form], match.groups(), strict=True):
            if label == "witness":
                parts = re.split(r"witness\s+", value, flags=re.IGNORECASE)
                values[label] = " ".join("".join(one.lower().split()) for one in parts if one)
            elif label == "at":
                values[label] = value.upper()
            else:
                values[label] = "".join(value.lower().split())
        found.append(Block(form, values))
    return found


def key_id(public: str) -> str:
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]


def log_id(begun: Block) -> str:
    return hashlib.sha256(begun.text().encode()).hexdigest()[:32]


def signed_by(public: str, signature: str, body: bytes) -> bool | None:
    """Whether an Ed25519 signature holds; None where `cryptography` is not installed."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), body)
    except (InvalidSignature, ValueError):
        return False
    return True


# --- what can be wrong -------------------------------------------------------------------------------

MESSAGES = {
    "not_an_export": ("这里没有账本导出（缺少 export.txt，或者它读不懂）", "no ledger export here (export.txt is missing or not as it should be)"),
    "no_algorithm": ("这台机器不能计算 {algorithm}", "this machine cannot compute {algorithm}"),
    "unreadable": ("读不了 {file}：{reason}", "cannot read {file}: {reason}"),
    "file_altered": ("文件 {file} 与导出时的散列值不符：导出之后被改动", "file {file} is not as it was exported: it was altered afterwards"),
    "manifest_altered": ("export.txt 被改动：与它自己的散列值不符", "export.txt was altered: it does not match its own sum"),
    "malformed": ("{file} 中有读不懂的内容：{what}", "{file} holds something that is not as it should be: {what}"),
    "entry_form": ("第 {number} 条不是规范的写法（entries.tsv 第 {number} 行）", "entry {number} is not in canonical form (entries.tsv, line {number})"),
    "entry_altered": ("第 {number} 条被改动：内容与登记时的散列值不符{sure}", "entry {number} was altered: its bytes do not give the recorded leaf hash{sure}"),
    "more_altered": ("此外还有 {count} 条与登记时的散列值不符", "{count} more entries do not give their recorded leaf hashes"),
    "hashes_altered": ("散列清单 leaves.bin 在第 {number} 条处被改动；条目本身与签名账头相符", "leaves.bin was altered at entry {number}; the entries themselves agree with the signed head"),
    "hashes_length": ("散列清单 leaves.bin 有 {listed} 条，条目有 {size} 条", "leaves.bin lists {listed} leaf hashes, there are {size} entries"),
    "missing_tail": ("末尾缺少条目：{whose}覆盖 {covered} 条，导出只有 {size} 条，少 {count} 条", "the tail is missing: {whose} covers {covered} entries, the export has {size}; {count} are missing"),
    "size_differs": ("export.txt 说有 {told} 条，实际 {size} 条", "export.txt tells of {told} entries, there are {size}"),
    "rewritten": ("第 {first} 至 {last} 条之间有改动：根散列与 {at} 的签名账头不符", "something among entries {first} to {last} was changed: the root differs from the head signed at {at}"),
    "fork": ("历史被改写：与 {file} 中 {at} 见证的账头（{size} 条）不符，改动在第 {first} 至 {last} 条之间", "history was rewritten: it differs from the head in {file} witnessed at {at} ({size} entries); the change lies among entries {first} to {last}"),
    "other_log": ("{file} 中见证的账头属于另一个账本 {theirs}，不是这个账本 {ours}：账本被整个重建，或者拿错了导出", "the head witnessed in {file} belongs to log {theirs}, not to {ours}: the log was built anew, or this is the wrong export"),
    "bad_signature": ("{whose}的签名不对（密钥 {key}）", "the signature of {whose} is wrong (key {key})"),
    "unknown_key": ("{whose}由未知的密钥 {key} 签名", "{whose} is signed by the unknown key {key}"),
    "wrong_key": ("{whose}由密钥 {key} 签名，而当时有效的是 {expected}", "{whose} is signed by key {key}, while {expected} was the one in force"),
    "begun": ("账本的开端对不上：{what}", "the beginning of the log does not fit: {what}"),
    "statement": ("第 {number} 条的密钥声明对不上：{what}", "the key statement of entry {number} does not fit: {what}"),
    "unbound_key": ("新密钥 {key} 是在旧密钥丢失后启用的，没有您认可的见证：请用 --head 给出覆盖 {size} 条的旧账头，或者用 --witness 写明见证方的密钥", "key {key} replaced a lost one and nobody you named vouches for it: give the old head of {size} entries by --head, or the key of a witness by --witness"),
    "payload_altered": ("第 {number} 条的内容（payloads.tsv）被改动：与账本中的承诺不符", "the payload of entry {number} (payloads.tsv) was altered: it does not open the commitment"),
    "payload_missing": ("第 {number} 条的内容缺失，没有依法删除的记录", "the payload of entry {number} is missing and no lawful erasure is recorded"),
    "more_missing": ("此外还有 {count} 条的内容缺失", "{count} more payloads are missing"),
    "payload_not_erased": ("第 {number} 条登记为已依法删除，内容却还在", "entry {number} is recorded as erased, but its payload is still there"),
    "receipt": ("{file} 中的回执说第 {number} 条是 {leaf}，导出中不是", "the receipt in {file} says that entry {number} is {leaf}; in the export it is not"),
    "no_heads": ("没有签名账头", "there is no signed head"),
    # what is not wrong, but should be known
    "signatures_unchecked": ("没有安装 cryptography：签名一个也没有检查", "cryptography is not installed: no signature was checked"),
    "no_witness": ("没有给出见证过的账头（--head）：整个重建的账本看不出来", "no witnessed head was given (--head): a log built anew could not be told from this one"),
    "uncovered": ("末尾 {count} 条还没有签名账头覆盖", "the last {count} entries are not covered by a signed head yet"),
    "pending": ("待编号 {count} 条，最早 {oldest}", "{count} entries are pending, the oldest of {oldest}"),
    "erased": ("第 {number} 条的内容已依法删除，依据：{ground}（第 {erasure} 条）", "the payload of entry {number} was lawfully erased on the ground {ground} (entry {erasure})"),
    "recovered": ("密钥 {lost} 丢失，{at} 起由 {key} 接替，见证：{witnesses}", "key {lost} was lost, {key} took over at {at}; vouched for by {witnesses}"),
}  # fmt: skip
_KEY_KINDS = {"key.rotated": "hengjian-rotation/1", "key.recovered": "hengjian-recovery/1"}
SHOWN = 10
"""So many altered entries are named one by one; of the others the number."""


@dataclass(frozen=True)
class Remark:
    """One thing that is wrong, or should be known; ``values`` fill its sentence."""

    code: str
    values: dict[str, Any]

    def words(self, language: str = "zh") -> str:
        chosen = 1 if language == "en" else 0
        filled = {
            name: value[chosen] if isinstance(value, tuple) else value
            for name, value in self.values.items()
        }
        return MESSAGES[self.code][chosen].format(**filled)


@dataclass
class Report:
    """What a verification found. ``whole`` = nothing is wrong."""

    log: str = ""
    algorithm: str = ""
    size: int = 0
    root: str = ""
    heads: int = 0
    witnessed: int = 0
    payloads: int = 0
    pending: int = 0
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.problems

    def wrong(self, code: str, **values: Any) -> None:
        self.problems.append(Remark(code, values))

    def known(self, code: str, **values: Any) -> None:
        self.notes.append(Remark(code, values))


# --- reading -----------------------------------------------------------------------------------------

_ID = rb"(?:-|[a-z][a-z0-9_.]{0,63}+:[A-Za-z0-9._-]{1,64}+)"
_LINE = (
    rb"1\t\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z"
    rb"\t[a-z][a-z0-9_.]{0,63}+\t" + _ID + rb"\t" + _ID + rb"\t[0-9a-f]{32}"
    rb"\t(?:-|[0-9a-f]{64})\t(?:-|[1-9]\d{0,17}+:[0-9a-f]{64})\n"
)
_LINES = re.compile(rb"(?:" + _LINE + rb")*+")
MANIFEST, ENTRIES, LEAVES = "export.txt", "entries.tsv", "leaves.bin"
HEADS, KEYS, PAYLOADS, PENDING = "heads.txt", "keys.txt", "payloads.tsv", "pending.tsv"
_PORTION, _LONGEST = 1 << 20, 1 << 12
_OPENING = re.compile(rb"([1-9]\d{0,17})\t([0-9a-f]{64})\t(\{.*\})", re.DOTALL)
_SPECIAL = (b"\tlog.begun\t", b"\tkey.rotated\t", b"\tkey.recovered\t", b"\tpayload.erased\t")
_KEPT_OUTSIDE = ("hengjian-head/1", "hengjian-entry/1")


def is_entry(line: bytes) -> bool:
    return b"\n" not in line and _LINES.fullmatch(line + b"\n") is not None


class UnreadableError(Exception):
    """A part of the export cannot be read; the verification goes on with the others."""

    def __init__(self, error: Exception | None = None) -> None:
        self.reason = ("一行过长", "a line is too long")
        if isinstance(error, FileNotFoundError | KeyError):
            self.reason = ("没有这个文件", "it is not there")
        elif isinstance(error, PermissionError):
            self.reason = ("没有权限", "permission denied")
        elif isinstance(error, OSError):
            self.reason = (f"系统错误 {error.errno}", str(error))
        elif error is not None:
            self.reason = ("压缩包损坏、加密或者不是 zip", f"damaged, encrypted or no zip: {error}")


_UNREADABLE = (
    OSError,
    KeyError,
    EOFError,
    RuntimeError,
    ValueError,
    zlib.error,
    zipfile.BadZipFile,
)
"""What a folder or a damaged, foreign or encrypted zip may answer."""


class Reading:
    """A file of the export, hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self.sum, self.ended = file, 0, hashlib.sha256(), False

    def read(self, wanted: int) -> bytes:
        """So many bytes; fewer only at the end."""
        parts, missing = [], wanted
        while missing and not self.ended:
            try:
                part = self.file.read(missing)
            except _UNREADABLE as error:
                raise UnreadableError(error) from error
            self.ended = not part
            self.sum.update(part)
            parts.append(part)
            missing -= len(part)
        found = b"".join(parts)
        self.size += len(found)
        return found

    def portions(self) -> Iterator[bytes]:
        while portion := self.read(_PORTION):
            yield portion

    def lines(self, longest: int) -> Iterator[list[bytes]]:
        """Whole lines without their line feeds, many at a time; the last may lack its own."""
        rest = b""
        for portion in self.portions():
            *found, rest = (rest + portion).split(b"\n")
            if found:
                yield found
            if len(rest) > longest:
                raise UnreadableError
        if rest:
            yield [rest]


class Export:
    """The files of an export, in a folder or zip."""

    def __init__(self, place: Path) -> None:
        self.place, self.zip, self.prefix = place, None, ""
        self.readings: dict[str, Reading] = {}
        self.opened = ExitStack()
        if place.is_dir():
            return
        try:
            self.zip = self.opened.enter_context(zipfile.ZipFile(place))
        except _UNREADABLE as error:
            raise UnreadableError(error) from error
        names = [name for name in self.zip.namelist() if name.split("/")[-1] == MANIFEST]
        self.prefix = min(names, key=len)[: -len(MANIFEST)] if names else ""

    def open(self, name: str) -> Reading:
        try:
            file = self.zip.open(self.prefix + name) if self.zip else (self.place / name).open("rb")
        except _UNREADABLE as error:
            raise UnreadableError(error) from error
        self.readings[name] = Reading(self.opened.enter_context(file))
        return self.readings[name]

    def close(self) -> None:
        self.opened.close()

    def text(self, name: str) -> str:
        return b"".join(self.open(name).portions()).decode("utf-8", "replace")


@dataclass(frozen=True)
class Manifest:
    """What export.txt says; ``files``: name → (bytes, SHA-256); ``body`` is what was summed."""

    log: str
    algorithm: str
    size: int
    exported: str
    complete: bool
    files: dict[str, tuple[int, str]]
    signature: tuple[str, str] | None
    body: bytes


_MANIFEST = re.compile(
    r"hengjian-export/1\nlog ([0-9a-f]{32})\nalgorithm (sha256|sm3)\nsize (\d{1,18})\n"
    r"exported (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\npayloads (all|some)\n"
    r"((?:file [\w.-]+ \d+ [0-9a-f]{64}\n)+)"
    r"sum ([0-9a-f]{64})\n(?:signed ([0-9a-f]{32}) ([0-9a-f]{128})\n)?"
)


def read_manifest(export: Export, report: Report) -> Manifest | None:
    try:
        text = export.text(MANIFEST)
    except UnreadableError:
        text = ""
    match = _MANIFEST.fullmatch(text)
    if match is None:
        report.wrong("not_an_export")
        return None
    body = text[: match.start(7) - len("sum ")].encode()
    if hashlib.sha256(body).hexdigest() != match[7]:
        report.wrong("manifest_altered")
    listed = [line.split(" ") for line in match[6].splitlines()]
    files = {name: (int(size), summed) for _, name, size, summed in listed}
    signature = (match[8], match[9]) if match[8] else None
    complete = match[5] == "all"
    return Manifest(match[1], match[2], int(match[3]), match[4], complete, files, signature, body)


def small_texts(export: Export, name: str, report: Report) -> list[Block]:
    """The blocks of a file of the export, which must stand there exactly as canonically written."""
    try:
        text = export.text(name)
    except UnreadableError as error:
        report.wrong("unreadable", file=name, reason=error.reason)
        return []
    found = []
    for part in text.split("\n\n") if text else []:
        try:
            found += blocks(part)
        except ValueError as error:
            report.wrong("malformed", file=name, what=error)
    if "\n".join(block.text() for block in found) != text:
        report.wrong("malformed", file=name, what=("不是规范的写法", "not in canonical form"))
    return found


# --- the long file: read, check the form, hash, build the tree, open payloads ------------------------


class Openings:
    """payloads.tsv, read beside the entries: which payloads open their commitments."""

    def __init__(self, export: Export, new: Constructor, complete: bool, report: Report) -> None:
        self.new, self.complete, self.report = new, complete, report
        self.grounds: dict[int, str] = {}
        self.missing: list[int] = []
        self.opened = bytearray(1)
        self.count = 0
        self.lines = self._lines(export)
        self.next = next(self.lines, None)

    def _lines(self, export: Export) -> Iterator[tuple[int, bytes, bytes]]:
        before = 0
        try:
            for lines in export.open(PAYLOADS).lines(1 << 26):
                for line in lines:
                    match = _OPENING.fullmatch(line)
                    if match is None or int(match[1]) <= before:
                        what = line[:20].decode("utf-8", "replace")
                        self.report.wrong("malformed", file=PAYLOADS, what=what)
                        continue
                    before = int(match[1])
                    yield before, bytes.fromhex(match[2].decode()), match[3]
        except UnreadableError as error:
            self.report.wrong("unreadable", file=PAYLOADS, reason=error.reason)

    def check(self, first: int, lines: list[bytes]) -> None:
        """Open what there is for these entries; in a complete export note what is not there."""
        self.opened.extend(bytes(len(lines)))
        while self.next is not None and self.next[0] < first + len(lines):
            number, salt, payload = self.next
            self._open(number, salt, payload, lines[number - first].split(b"\t"))
            self.next = next(self.lines, None)
        if self.complete:
            for number, line in enumerate(lines, first):
                if not self.opened[number] and line.split(b"\t")[6:7] not in ([b"-"], []):
                    self.missing.append(number)

    def _open(self, number: int, salt: bytes, payload: bytes, fields: list[bytes]) -> None:
        self.count += 1
        self.opened[number] = 1
        commitment = self.new(COMMITMENT + salt + payload).hexdigest().encode()
        if fields[6:7] != [commitment]:
            self.report.wrong("payload_altered", number=number)
        elif fields[2] == b"payload.erased":
            with suppress(ValueError, RecursionError):
                self.grounds[number] = str(json.loads(payload).get("ground", "?"))

    def finish(self) -> None:
        for number, _, _ in ([self.next] if self.next else []) + list(self.lines):
            self.report.wrong("payload_altered", number=number)


class Entries:
    """The one pass over all entries; what it notes is all that the checks after it look at."""

    def __init__(self, manifest: Manifest, sizes: set[int], numbers: set[int]) -> None:
        self.new = constructor(manifest.algorithm)
        self.tree = Tree(self.new)
        self.sizes, self.numbers = sorted(sizes), numbers
        self.roots: dict[int, str] = {}
        self.leaves: dict[int, str] = {}
        self.special: list[tuple[int, list[str]]] = []
        self.altered: list[int] = []
        self.altered_count = 0
        self.bad_form: int | None = None

    def read(self, export: Export, openings: Openings, report: Report) -> None:
        try:
            listed = export.open(LEAVES)
        except UnreadableError as error:
            report.wrong("unreadable", file=LEAVES, reason=error.reason)
            listed = Reading(io.BytesIO())
        try:
            for lines in export.open(ENTRIES).lines(_LONGEST):
                self._take(lines, listed)
                openings.check(self.tree.size + 1 - len(lines), lines)
        except UnreadableError as error:
            report.wrong("unreadable", file=ENTRIES, reason=error.reason)
        openings.finish()
        append_noting(self.tree, [], self.sizes, self.roots)
        for _ in listed.portions():
            pass
        if listed.size != 32 * self.tree.size:
            report.wrong("hashes_length", listed=listed.size // 32, size=self.tree.size)
        if self.bad_form is not None:
            report.wrong("entry_form", number=self.bad_form)
        report.size, report.root = self.tree.size, self.tree.root()

    def _take(self, lines: list[bytes], listed: Reading) -> None:
        first, new = self.tree.size + 1, self.new
        together = b"\n".join(lines) + b"\n"
        good = _LINES.match(together)
        reached = good.end() if good else 0
        if reached < len(together) and self.bad_form is None:
            self.bad_form = first + together.count(b"\n", 0, reached)
        hashes = [new(b"\x00" + line).digest() for line in lines]
        recorded = listed.read(32 * len(hashes))
        if recorded != b"".join(hashes):
            self._differ(first, hashes, recorded)
        if any(kind in together for kind in _SPECIAL):
            self._note_special(first, lines)
        for number in self.numbers.intersection(range(first, first + len(lines))):
            self.leaves[number] = hashes[number - first].hex()
        append_noting(self.tree, hashes, self.sizes, self.roots)

    def _differ(self, first: int, hashes: list[bytes], recorded: bytes) -> None:
        for place, computed in enumerate(hashes[: len(recorded) // 32]):
            if recorded[32 * place : 32 * place + 32] != computed:
                self.altered_count += 1
                if len(self.altered) < SHOWN:
                    self.altered.append(first + place)

    def _note_special(self, first: int, lines: list[bytes]) -> None:
        for number, line in enumerate(lines, first):
            if any(kind in line for kind in _SPECIAL):
                fields = line.decode("utf-8", "replace").split("\t")
                if len(fields) == 8:
                    self.special.append((number, fields))


def append_noting(
    tree: Tree, hashes: list[bytes], sizes: Sequence[int], roots: dict[int, str]
) -> None:
    """Add to the tree, stopping at each size of which a head gives the root."""
    begun = tree.size
    reached = bisect_left(sizes, begun), bisect_right(sizes, begun + len(hashes))
    for size in sizes[reached[0] : reached[1]]:
        tree.append(hashes[tree.size - begun : size - begun])
        roots[size] = tree.root()
    tree.append(hashes[tree.size - begun :])


# --- what it proves ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Witnessed:
    """A head as the export tells it (``file`` empty), or as somebody kept it elsewhere."""

    head: Block
    file: str = ""

    @property
    def size(self) -> int:
        return int(self.head.values["size"])

    @property
    def named(self) -> tuple[str, str]:
        at, where = self.head.values["at"], self.file
        return (
            f"{where}{' 中' if where else ''} {at} 的账头（{self.size} 条）".strip(),
            f"the head of {at} ({self.size} entries){' in ' if where else ''}{where}",
        )


class Verification:
    """The checks, in the order in which each builds on the one before."""

    def __init__(self, export: Export, manifest: Manifest, report: Report) -> None:
        self.export, self.manifest, self.report = export, manifest, report
        self.heads = [Witnessed(block) for block in small_texts(export, HEADS, report)]
        self.heads = [one for one in self.heads if one.head.form == "hengjian-head/1"]
        self.heads.sort(key=lambda one: one.size)
        self.statements = small_texts(export, KEYS, report)
        self.outside: list[Witnessed] = []
        self.receipts: list[tuple[str, int, str]] = []
        self.keys: list[tuple[int, str]] = []  # from which size on, public key
        self.unchecked = False

    def add_outside(self, file: str, text: str) -> None:
        try:
            found = [block for block in blocks(text) if block.form in _KEPT_OUTSIDE]
        except ValueError as error:
            self.report.wrong("malformed", file=file, what=error)
            return
        if not found:
            self.report.wrong("malformed", file=file, what=("其中没有账头", "no head in it"))
        for block in found:
            theirs, ours = block.values["log"], self.manifest.log
            if theirs != ours:
                self.report.wrong("other_log", file=file, theirs=theirs, ours=ours)
            elif block.form == "hengjian-head/1":
                self.outside.append(Witnessed(block, file))
            else:
                number, leaf = int(block.values["number"]), block.values["leaf"]
                self.receipts.append((file, number, leaf))

    def run(self, witnesses: set[str]) -> None:
        sizes = {one.size for one in self.heads + self.outside}
        sizes |= {int(one.values["size"]) for one in self.statements if "size" in one.values}
        self.entries = Entries(self.manifest, sizes, {number for _, number, _ in self.receipts})
        new, complete = self.entries.new, self.manifest.complete
        self.openings = Openings(self.export, new, complete, self.report)
        self.entries.read(self.export, self.openings, self.report)
        self._check_alterations()
        self._check_keys()
        self._check_heads()
        self._check_recoveries(witnesses)
        self._check_receipts()
        self._check_erasures()
        self._check_pending()
        self._check_files()
        if self.unchecked:
            self.report.known("signatures_unchecked")

    def _check_alterations(self) -> None:
        """Which of the two was altered, an entry or its recorded hash? A signed root decides."""
        entries, self.recorded_roots = self.entries, dict[int, str]()
        if not entries.altered_count:
            return
        tree = Tree(entries.new)
        with suppress(UnreadableError):
            for portion in self.export.open(LEAVES).portions():
                hashes = [portion[place : place + 32] for place in range(0, len(portion), 32)]
                append_noting(tree, hashes, entries.sizes, self.recorded_roots)
        for number in entries.altered:
            code, sure = "entry_altered", ("", "")
            for one in sorted(self.heads + self.outside, key=lambda one: one.size):
                if one.size >= number and entries.roots.get(one.size) == one.head.values["root"]:
                    code = "hashes_altered"
                elif one.size >= number and self._recorded(one):
                    sure = ("；该散列值有签名账头为证", ", which a signed head confirms")
                else:
                    continue
                break
            self.report.wrong(code, number=number, sure=sure)
        if entries.altered_count > len(entries.altered):
            more = entries.altered_count - len(entries.altered)
            self.report.wrong("more_altered", count=more)

    def _recorded(self, one: Witnessed) -> bool:
        return self.recorded_roots.get(one.size) == one.head.values["root"]

    def _holds(self, public: str, signature: str, body: bytes) -> bool:
        answer = signed_by(public, signature, body)
        self.unchecked |= answer is None
        return answer is not False

    # keys: the first is bound by the log's id, each other by the one before or by witnesses

    def _check_keys(self) -> None:
        begun, report = self.statements[:1], self.report
        special = [(n, f) for n, f in self.entries.special if not f[2].startswith("payload")]
        if not begun or begun[0].form != "hengjian-log/1":
            report.wrong(
                "begun", what=("keys.txt 中没有开端声明", "keys.txt does not begin the log")
            )
        elif log_id(begun[0]) != self.manifest.log:
            report.wrong("begun", what=("开端声明不是这个账本的", "it is that of another log"))
        else:
            self.keys.append((0, begun[0].values["public"]))
            if begun[0].values["algorithm"] != self.manifest.algorithm:
                report.wrong("begun", what=("算法不同", "another algorithm"))
            if self.entries.tree.size and (
                not special or special[0][:1] != (1,) or not self._logged(special[0][1], begun[0])
            ):
                report.wrong("begun", what=("第 1 条不是开端声明", "entry 1 does not hold it"))
        changes = [(number, fields) for number, fields in special if fields[2] in _KEY_KINDS]
        if len(changes) != len(self.statements[1:]):
            told = (f"{len(changes)} 条登记，{len(self.statements[1:])} 份声明",
                    f"{len(changes)} entries, {len(self.statements[1:])} statements")  # fmt: skip
            report.wrong("malformed", file=KEYS, what=told)
        self.changes = list(zip(changes, self.statements[1:], strict=False))
        for (number, fields), statement in self.changes:
            self._change_key(number, fields, statement)

    def _logged(self, fields: list[str], statement: Block) -> bool:
        opened = COMMITMENT + NO_SALT + statement.text().encode()
        return bool(fields[6] == self.entries.new(opened).hexdigest())

    def _change_key(self, number: int, fields: list[str], statement: Block) -> None:
        values, body = statement.values, statement.body()
        before = self.keys[-1][1] if self.keys else ""
        what = None
        if not self._logged(fields, statement) or _KEY_KINDS[fields[2]] != statement.form:
            what = ("keys.txt 中的声明不是账本登记的", "keys.txt holds another one")
        elif values["log"] != self.manifest.log:
            what = ("属于另一个账本", "it belongs to another log")
        elif not before or key_id(before) != values.get("old", values.get("lost")):
            what = ("被替换的不是当时的密钥", "it replaces a key that was not in force")
        elif "old" in values and not self._holds(before, values["signature"], body):
            what = ("旧密钥的签名不对", "the signature of the old key is wrong")
        elif not self._holds(values["new"], values["accepted"], body):
            what = ("新密钥的签名不对", "the signature of the new key is wrong")
        if what is not None:
            self.report.wrong("statement", number=number, what=what)
        else:
            self.keys.append((number, values["new"]))

    def _check_recoveries(self, witnesses: set[str]) -> None:
        """A key that replaced a lost one needs a witness: the auditor's own head, or a named key."""
        for (_, _), statement in self.changes:
            if statement.form != "hengjian-recovery/1":
                continue
            values, vouching = statement.values, []
            for part in values["witness"].split():
                public, signature = part.split(":")
                if not self._holds(public, signature, statement.body()):
                    key = key_id(public)
                    whose = ("见证", "the witness")
                    self.report.wrong("bad_signature", whose=whose, key=key)
                elif key_id(public) in witnesses and not self.unchecked:
                    vouching.append(key_id(public))
            vouching += [
                one.file
                for one in self.outside
                if one.head.values["root"] == values["root"]
                and one.head.values["size"] == values["size"]
                and one.head.values["key"] == values["lost"]
            ]
            key = key_id(values["new"])
            if self.entries.roots.get(int(values["size"])) != values["root"]:
                what = ("丢失之前的账头与账本不符", "the head before the loss is not of this log")
                self.report.wrong("malformed", file=KEYS, what=what)
            elif vouching:
                told = {"lost": values["lost"], "at": values["at"], "key": key}
                self.report.known("recovered", witnesses="、".join(vouching), **told)
            else:
                self.report.wrong("unbound_key", key=key, size=values["size"])

    # heads: signed by the key in force, and the root of what is here

    def _check_heads(self) -> None:
        for one in self.heads + self.outside:
            self._check_signature(one)
        size, report = self.entries.tree.size, self.report
        covered = max((one.size for one in self.heads), default=0)
        if not self.heads and size:
            report.wrong("no_heads")
        if self.manifest.size != size:
            report.wrong("size_differs", told=self.manifest.size, size=size)
        for one in [*self.heads[-1:], *self.outside]:
            if one.size > size:
                lack = one.size - size
                report.wrong(
                    "missing_tail", whose=one.named, covered=one.size, size=size, count=lack
                )
        self._compare_roots(self.heads, "rewritten")
        self._compare_roots(sorted(self.outside, key=lambda one: one.size), "fork")
        report.heads, report.witnessed = len(self.heads), len(self.outside)
        if not self.outside:
            report.known("no_witness")
        if covered < size and self.heads:
            report.known("uncovered", count=size - covered)

    def _check_signature(self, one: Witnessed) -> None:
        values, whose = one.head.values, one.named
        if values["log"] != self.manifest.log or values["algorithm"] != self.manifest.algorithm:
            ours, file = self.manifest.log, one.file or HEADS
            self.report.wrong("other_log", file=file, theirs=values["log"], ours=ours)
            return
        in_force = [public for begun, public in self.keys if begun <= one.size]
        known = {key_id(public): public for _, public in self.keys}
        public = known.get(values["key"])
        expected = key_id(in_force[-1]) if in_force else "?"
        if public is None:
            self.report.wrong("unknown_key", whose=whose, key=values["key"])
        elif not self._holds(public, values["signature"], one.head.body()):
            self.report.wrong("bad_signature", whose=whose, key=values["key"])
        elif values["key"] != expected:
            self.report.wrong("wrong_key", whose=whose, key=values["key"], expected=expected)

    def _compare_roots(self, heads: Sequence[Witnessed], code: str) -> None:
        """Name the first head that does not fit, and since which one the change must have come."""
        agreed = 0
        for one in heads:
            told = one.head.values
            if one.size > self.entries.tree.size or self._recorded(one):
                continue
            if self.entries.roots[one.size] == told["root"]:
                agreed = one.size
                continue
            self.report.wrong(
                code, first=agreed + 1, last=one.size, at=told["at"], size=one.size, file=one.file
            )
            return

    # and the rest

    def _check_receipts(self) -> None:
        for file, number, leaf in self.receipts:
            if self.entries.leaves.get(number) != leaf:
                self.report.wrong("receipt", file=file, number=number, leaf=leaf)

    def _check_erasures(self) -> None:
        openings, report = self.openings, self.report
        report.payloads = openings.count
        erased = {
            fields[3].removeprefix("entry:").encode(): number
            for number, fields in self.entries.special
            if fields[2] == "payload.erased"
        }
        numbers = dict[int, int]()  # entry → entry that records its erasure
        if erased:
            numbers = self._numbers_of(erased)
        for number, erasure in sorted(numbers.items()):
            if openings.opened[number]:
                report.wrong("payload_not_erased", number=number)
            else:
                ground = openings.grounds.get(erasure, ("未随导出提供", "not part of this export"))
                report.known("erased", number=number, ground=ground, erasure=erasure)
        public = {1} | {number for (number, _), _ in self.changes}
        missing = [one for one in openings.missing if one not in numbers and one not in public]
        for number in missing[:SHOWN]:
            report.wrong("payload_missing", number=number)
        if len(missing) > SHOWN:
            report.wrong("more_missing", count=len(missing) - SHOWN)

    def _numbers_of(self, erased: dict[bytes, int]) -> dict[int, int]:
        """A second pass: which entries have these nonces."""
        found, first = dict[int, int](), 1
        with suppress(UnreadableError):
            for lines in self.export.open(ENTRIES).lines(_LONGEST):
                for number, line in enumerate(lines, first):
                    erasure = erased.get(b"".join(line.split(b"\t", 6)[5:6]))
                    if erasure is not None:
                        found[number] = erasure
                first += len(lines)
        return found

    def _check_pending(self) -> None:
        try:
            lines = [line for some in self.export.open(PENDING).lines(_LONGEST) for line in some]
        except UnreadableError as error:
            self.report.wrong("unreadable", file=PENDING, reason=error.reason)
            return
        for place, line in enumerate(lines, 1):
            if not is_entry(line):
                what = (f"第 {place} 行", f"line {place}")
                self.report.wrong("malformed", file=PENDING, what=what)
                return
        if lines:
            oldest = min(line.split(b"\t")[1].decode() for line in lines)
            self.report.pending = len(lines)
            self.report.known("pending", count=len(lines), oldest=oldest)

    def _check_files(self) -> None:
        """What an export carries besides was not altered on its way either."""
        for name, told in self.manifest.files.items():
            try:
                reading = self.export.readings.get(name) or self.export.open(name)
                for _ in reading.portions():
                    pass
            except UnreadableError as error:
                self.report.wrong("unreadable", file=name, reason=error.reason)
                continue
            if (reading.size, reading.sum.hexdigest()) != told:
                self.report.wrong("file_altered", file=name)
        if self.manifest.signature is not None:
            key, signature = self.manifest.signature
            public = {key_id(public): public for _, public in self.keys}.get(key)
            if public is None:
                self.report.wrong("unknown_key", whose=(MANIFEST, MANIFEST), key=key)
            elif not self._holds(public, signature, self.manifest.body):
                self.report.wrong("bad_signature", whose=(MANIFEST, MANIFEST), key=key)


def verify(place: Path, outside: Sequence[Path] = (), witnesses: Sequence[str] = ()) -> Report:
    """Verify an export against itself and against heads and receipts that were kept elsewhere."""
    report = Report()
    try:
        with closing(Export(place)) as export:
            manifest = read_manifest(export, report)
            if manifest is not None:
                report.log, report.algorithm = manifest.log, manifest.algorithm
                _verify(Verification(export, manifest, report), outside, witnesses)
    except UnreadableError as error:
        report.wrong("unreadable", file=place, reason=error.reason)
    except UnsupportedError as error:
        report.wrong("no_algorithm", algorithm=error)
    return report


def _verify(verification: Verification, outside: Sequence[Path], witnesses: Sequence[str]) -> None:
    for path in outside:
        try:
            verification.add_outside(path.name, path.read_text("utf-8-sig", "replace"))
        except OSError as error:
            reason = UnreadableError(error).reason
            verification.report.wrong("unreadable", file=path, reason=reason)
    verification.run({one.lower() for one in witnesses})


# --- drawing by lot ----------------------------------------------------------------------------------


def draw(head: Block, items: Sequence[str], number: int, purpose: str = "") -> list[str]:
    """The ``number`` items whose hashes under this head are smallest, the smallest first.

    Each item's hash depends on nothing but the head, the purpose and the item, so neither the order
    of the list nor what else stands in it changes an item's place before another.
    """
    new = constructor(head.values["algorithm"])
    seed = new(DRAW + head.body() + purpose.encode()).digest()
    if len(set(items)) != len(items):
        raise ValueError("an item stands twice in the list")
    return sorted(items, key=lambda item: new(DRAW + seed + item.encode()).digest())[:number]


# --- on its own --------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("export", type=Path, nargs="?", help="a folder or .zip")
    parser.add_argument("--head", type=Path, action="append", default=[], help="kept elsewhere")
    parser.add_argument("--witness", action="append", default=[], help="key id that you trust")
    parser.add_argument("--draw", type=Path, help="a list, one item a line: recompute a draw")
    parser.add_argument("--number", type=int, default=1)
    parser.add_argument("--purpose", default="")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh")
    given = parser.parse_args(arguments)
    if given.draw is not None and given.head:
        head = blocks(given.head[0].read_text("utf-8-sig"))[0]
        items = given.draw.read_text("utf-8-sig").split("\n")
        items = [item.strip() for item in items if item.strip()]
        print("\n".join(draw(head, items, given.number, given.purpose)))
        return 0
    if given.export is None:
        parser.error("EXPORT, or --draw LIST with --head RECEIPT")
    report = verify(given.export, given.head, given.witness)
    no_export = not report.log
    if not no_export:
        print(f"{report.algorithm} {report.log}\n{report.size} {report.root}")
    for remark in report.problems:
        print("✘", remark.words(given.lang))
    for remark in report.notes:
        print("·", remark.words(given.lang))
    last = ("不完整", "NOT whole")
    if no_export:
        last = ("没有核验：这不是账本的导出", "not verified: this is no export of a ledger")
    elif report.whole:
        unchecked = any(note.code == "signatures_unchecked" for note in report.notes)
        last = (
            ("完整，但是没有检查签名", "whole, but for the signatures")
            if unchecked
            else ("完整", "whole")
        )
    print(last[given.lang == "en"])
    return 3 if no_export else 0 if report.whole else 1


if __name__ == "__main__":
    sys.exit(main())
