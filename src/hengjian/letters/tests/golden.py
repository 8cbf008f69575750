"""The words of a sample as they stand in its PDF: `golden.txt` in the document's folder.

Run as `python -m hengjian.letters.tests.golden` to write those that changed, then read the difference.
"""

import io
import re

import pypdf

from hengjian.content import Content
from hengjian.letters import Form, make_pdf


def words_of(data: bytes) -> str:
    """The text of a PDF, a line for a line, without the marks of our own that every page bears."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    lines = [re.sub(r"[ \u200b]+", "", line) for page in pages for line in page.splitlines()]
    return "\n".join(line for line in lines if line and line != "模拟数据") + "\n"


def main() -> None:
    content = Content()
    for name, folder in content.document_folders.items():
        words = words_of(make_pdf(Form.load(content, name).sample()).data)
        place = folder / "golden.txt"
        if not place.exists() or _same(place.read_text(encoding="utf-8")) != _same(words):
            place.write_text(words, encoding="utf-8")
            print(place)


def _same(words: str) -> str:
    return re.sub(r"\s", "", words)


if __name__ == "__main__":
    main()
