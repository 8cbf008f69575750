"""One declaration: the committed page, the JSON schema and the code lists agree with it."""

import json
from pathlib import Path

from hengjian.content import Content
from hengjian.standard.document import document, json_schema
from hengjian.standard.fields import Kind
from hengjian.standard.tables import BY_NAME, TABLES

CONTENT = Content()
PAGE = Path(__file__).parents[4] / "docs" / "standard.md"


def test_the_committed_page_is_what_the_declaration_says() -> None:
    assert PAGE.read_text(encoding="utf-8").strip() == document(CONTENT).strip(), (
        "run: python -m hengjian.standard.document > docs/standard.md"
    )


def test_every_field_has_a_label_and_a_sentence() -> None:
    for table in TABLES:
        for field in table.fields:
            assert field.label, f"{table.name}.{field.name}"
            assert field.doc, f"{table.name}.{field.name}"


def test_every_code_field_names_a_code_list() -> None:
    for table in TABLES:
        for field in table.fields:
            if field.kind in (Kind.CODE, Kind.CODES):
                assert field.codes in CONTENT.code_lists, f"{table.name}.{field.name}"
            if field.refers is not None:
                assert field.refers in BY_NAME


def test_codes_and_their_spellings_are_told_apart() -> None:
    for name, codes in CONTENT.code_lists.items():
        spellings: dict[str, str] = {}
        for code in codes.codes:
            for spelling in (code.code, code.label, *code.aliases):
                assert spellings.setdefault(spelling, code.code) == code.code, (name, spelling)


def test_the_json_schema_names_every_required_field() -> None:
    schema = json_schema(CONTENT)
    json.dumps(schema)
    cases = schema["properties"]["cases"]["items"]
    assert cases["required"] == ["body_id", "case_id", "kind"]
    assert "filed" in schema["properties"]["events"]["items"]["properties"]["activity"]["enum"]


def test_labels_of_one_table_are_told_apart() -> None:
    for table in TABLES:
        labels = [field.label for field in table.fields]
        assert len(set(labels)) == len(labels), table.name
