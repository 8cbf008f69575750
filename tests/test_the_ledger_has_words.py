"""Whatever is recorded in the ledger has Chinese and English words for an auditor to read."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from hengjian.core.audit.wording import kind_words, kinds, nouns

SOURCE = Path(__file__).parents[1] / "src" / "hengjian"


def recorded() -> list[tuple[str, str]]:
    """Every kind that stands in the code as the first word of `record(…)`, and its app."""
    found = []
    for place in ("core", "domain"):
        for path in sorted((SOURCE / place).rglob("*.py")):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") in {"record", "sealed"}
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    found.append((node.args[0].value, str(path.relative_to(SOURCE).parent)))
    return found


@pytest.mark.parametrize(("kind", "app"), recorded())
def test_every_kind_has_words(kind: str, app: str) -> None:
    words = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words.add(kind_words(kind))
    assert len(words) == 2, f'write into {app}/kinds.py, KINDS: "{kind}": said("…", "…"),'


def test_words_are_said_in_both_languages() -> None:
    for code, told in (kinds() | nouns()).items():
        with translation.override("zh-hans"):
            chinese = str(told)
        with translation.override("en"):
            assert str(told) != chinese, code
