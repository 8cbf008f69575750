"""An archive is unpacked within its bounds, or refused before it does harm."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hengjian.content.speech import choose_language
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.limits import Limits
from hengjian.standard.reading.unpacking import bounded_unzip


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    choose_language("zh")
    yield
    choose_language(None)


Twist = Callable[[zipfile.ZipFile], None]


def archive(path: Path, files: dict[str, bytes], twist: Twist | None = None) -> Path:
    """A zip archive. ``twist`` changes what its directory will say."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        if twist is not None:
            twist(made)
    return path


def unzip_refusal(path: Path, limits: Limits | None = None) -> str:
    """Refused alike whether the files are kept or only counted."""
    into = path.parent / "out"
    into.mkdir()
    messages = []
    for target in (into, None):
        with pytest.raises(UnreadableError) as refused:
            bounded_unzip(path, limits or Limits(), target)
        messages.append(str(refused.value))
    assert "“批.zip”" in messages[0]
    if "不能安全地解压" not in messages[0]:
        assert messages[0] == messages[1]
    return messages[0]


TABLES = {"cases.csv": b"case_id\n1\n", "表/events.csv": "事件\n".encode() * 1000}


def test_it_unpacks_a_folder_of_tables(tmp_path: Path) -> None:
    junk = {"表/": b"", "__MACOSX/._cases.csv": b"x", ".DS_Store": b"x", "empty.csv": b""}
    path = archive(tmp_path / "批.zip", {**TABLES, **junk})
    assert bounded_unzip(path, Limits()) == ["cases.csv", "表/events.csv", "empty.csv"]
    assert bounded_unzip(path, Limits(), tmp_path / "out") == [*TABLES, "empty.csv"]
    for name, content in TABLES.items():
        assert (tmp_path / "out" / name).read_bytes() == content


def test_it_restores_chinese_names_that_windows_wrote(tmp_path: Path) -> None:
    path = archive(tmp_path / "批.zip", {"AABB/CCDD.csv": b"1", "b\\EEFF.csv": b"2"})
    content = path.read_bytes()
    for placeholder, name in ((b"AABB", "案件"), (b"CCDD", "联通"), (b"EEFF", "事件")):
        content = content.replace(placeholder, name.encode("gbk"))
    path.write_bytes(content)
    assert bounded_unzip(path, Limits(), tmp_path) == ["案件/联通.csv", "b/事件.csv"]
    assert (tmp_path / "b" / "事件.csv").read_bytes() == b"2"


@pytest.mark.parametrize(
    "name",
    [
        "../x.csv",
        "a/../../x.csv",
        "..\\x.csv",
        "/etc/x.csv",
        "C:\\x.csv",
        "c:x.csv",
        "a\nb.csv",
        "长" * 90 + ".csv",
        "CASES.csv",
        "cases.csv/x.csv",
    ],
)
def test_it_refuses_names_that_cannot_be_unpacked_safely(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "批.zip", {**TABLES, name: b"x"})
    with pytest.raises(UnreadableError, match="不能安全地解压"):
        bounded_unzip(path, Limits(), tmp_path / "out")
    assert not (tmp_path / "x.csv").exists()


def test_it_refuses_links(tmp_path: Path) -> None:
    def link(made: zipfile.ZipFile) -> None:
        made.filelist[0].external_attr = 0o120777 << 16

    path = archive(tmp_path / "批.zip", {"cases.csv": b"/etc/passwd"}, link)
    assert "不能安全地解压" in unzip_refusal(path)


def test_it_refuses_bombs_by_ratio_and_by_size(tmp_path: Path) -> None:
    path = archive(tmp_path / "批.zip", {"zeros.csv": bytes(32 << 20)})
    assert "膨胀到 200 倍以上，可能是恶意文件" in unzip_refusal(path)
    (tmp_path / "out").rmdir()
    assert "解压后超过 8.0 MB 的上限" in unzip_refusal(path, Limits(unpacked_mb=8))


def test_it_refuses_headers_that_lie_about_the_size(tmp_path: Path) -> None:
    def understate(made: zipfile.ZipFile) -> None:
        made.filelist[0].file_size = 1000

    def overstate(made: zipfile.ZipFile) -> None:
        made.filelist[0].file_size += 1

    for number, lie in enumerate((understate, overstate)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = archive(folder / "批.zip", {"zeros.csv": bytes(32 << 20)}, lie)
        assert "的压缩数据已损坏" in unzip_refusal(path, Limits(ratio=10**6))
        assert sum(one.stat().st_size for one in (folder / "out").iterdir()) <= 32 << 20


def test_it_refuses_entries_that_share_their_bytes(tmp_path: Path) -> None:
    def overlap(made: zipfile.ZipFile) -> None:
        for entry in made.filelist[1:]:
            entry.header_offset = made.filelist[0].header_offset

    files = {f"{number}.csv": b"x" * 5000 for number in range(4)}
    assert "的压缩数据已损坏" in unzip_refusal(archive(tmp_path / "批.zip", files, overlap))


def test_it_refuses_an_archive_in_an_archive_but_not_a_workbook(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", TABLES).read_bytes()
    path = archive(tmp_path / "批.zip", {"表.xlsx": inner})
    assert bounded_unzip(path, Limits()) == ["表.xlsx"]
    path = archive(tmp_path / "批.zip", {"表.csv": inner})
    assert "里还有压缩包“表.csv”" in unzip_refusal(path)


def test_it_refuses_other_kinds_of_archive_with_the_remedy(tmp_path: Path) -> None:
    def encrypt(made: zipfile.ZipFile) -> None:
        made.filelist[0].flag_bits |= 1

    assert "已加密。请去掉密码后" in unzip_refusal(archive(tmp_path / "批.zip", TABLES, encrypt))
    (tmp_path / "out").rmdir()
    with zipfile.ZipFile(tmp_path / "批.zip", "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("cases.csv", b"x")
    assert "不支持的压缩方法" in unzip_refusal(tmp_path / "批.zip")
    (tmp_path / "out").rmdir()
    many = {f"{number}.csv": b"" for number in range(10_001)}
    assert "里有 10001 个文件" in unzip_refusal(archive(tmp_path / "批.zip", many))
    (tmp_path / "out").rmdir()
    (tmp_path / "批.zip").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(100))
    assert "不是完好的 zip 文件" in unzip_refusal(tmp_path / "批.zip")


def test_it_refuses_an_archive_that_is_damaged_anywhere(tmp_path: Path) -> None:
    path = archive(tmp_path / "批.zip", TABLES)
    whole = path.read_bytes()
    names = bounded_unzip(path, Limits())
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            found = bounded_unzip(path, Limits(), None)
        except UnreadableError:
            continue
        # Times, versions and the like may differ; a changed name is another sound archive.
        assert len(found) == len(names)
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with pytest.raises(UnreadableError):
            bounded_unzip(path, Limits())
