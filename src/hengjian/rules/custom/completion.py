"""What may stand at the cursor: fields, values of a field, operators and functions, with their meaning.

Serves the editor while a condition is being written. It never fails: where a text makes no sense yet,
it offers what begins like the word at the cursor.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hengjian.content import say
from hengjian.facts import Column, Type
from hengjian.rules.custom.faults import LENGTH, CustomRuleError
from hengjian.rules.custom.reading import type_words
from hengjian.rules.custom.tokens import Token, tokens_of
from hengjian.rules.custom.vocabulary import Vocabulary
from hengjian.rules.custom.words import FUNCTIONS, OPERATOR_OF, OPERATORS, VALUES, is_word

MOST = 24


@dataclass(frozen=True)
class Candidate:
    """``text`` replaces the characters from ``start`` to ``end`` · ``kind``: field, value, operator or
    function · ``doc``: what it means, in the reader's language."""

    text: str
    label: str
    name: str
    kind: str
    type: str
    doc: str
    start: int
    end: int


@dataclass(frozen=True)
class _Place:
    """Where the cursor stands: the word being written, and what is before it."""

    prefix: str
    start: int
    end: int
    before: list[Token]


def complete(text: str, cursor: int, vocabulary: Vocabulary) -> list[Candidate]:
    """Up to `MOST` candidates, the best first."""
    place = _place(text[:LENGTH], max(0, min(cursor, len(text), LENGTH)), vocabulary)
    if (owner := _owner(place.before, vocabulary)) is not None:
        found = list(_values(owner, place))
        if found or owner.type is Type.BOOLEAN:
            return found[:MOST]
    if _wants_operator(place.before):
        operators = [*_operators(place, vocabulary)]
        if operators or not place.prefix:
            return operators[:MOST]
    return [*_fields(place, vocabulary), *_functions(place)][:MOST]


def _place(text: str, cursor: int, vocabulary: Vocabulary) -> _Place:
    """The word at the cursor is what its letters are; a name that is whole already stands before."""
    start = cursor
    while start and (text[start - 1].isalnum() or text[start - 1] in "_."):
        start -= 1
    end = cursor
    before = _tokens(text[:start], vocabulary)
    run = _tokens(text[start:cursor], vocabulary)
    if len(run) > 1:  # several names without a space: the last one is being written
        before = [*before, *run[:-1]]
        start += run[-1].start
    prefix = text[start:cursor]
    if prefix.isdigit():
        start, prefix = cursor, ""
        before = [*before, *run[-1:]]
    return _Place(prefix, start, end, before)


def _tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens as far as the text can be cut."""
    for stop in (len(text), text.rfind("“"), text.rfind('"')):
        if stop < 0:
            continue
        try:
            return [t for t in tokens_of(text[:stop], vocabulary) if t.kind != "end"]
        except CustomRuleError:
            continue
    return []


def _meaning(token: Token) -> str:
    return OPERATOR_OF.get(token.text.lower(), "") if token.kind in ("word", "sign") else ""


def _wants_operator(before: list[Token]) -> bool:
    if not before:
        return False
    last = before[-1]
    if last.kind == "sign":
        return last.text in (")", "}")
    return _meaning(last) in ("", "empty", "filled")


def _owner(before: list[Token], vocabulary: Vocabulary) -> Column | None:
    """The field whose value is wanted here: before a comparison, or before the braces of a list."""
    at = len(before) - 1
    if at >= 0 and (before[at].text in ("{", ",") and before[at].kind == "sign"):
        while at >= 0 and before[at].text != "{":
            at -= 1
        at -= 1
    if at < 1 or _meaning(before[at]) not in ("==", "!=", "in", "not in", "has", "has not"):
        return None
    column = vocabulary.fields.get(before[at - 1].text)
    return column if column is not None and (column.labels or column.type is Type.BOOLEAN) else None


# --- candidates -----------------------------------------------------------------------------------------


def _values(owner: Column, place: _Place) -> Iterator[Candidate]:
    if owner.type is Type.BOOLEAN:
        for word in VALUES[:2]:
            form = say(word.zh[0], word.en[0])
            doc = say(word.doc_zh, word.doc_en)
            yield Candidate(form, form, word.meaning, "value", "", doc, place.start, place.end)
        return
    named = [(label, code) for code, label in owner.labels.items()]
    for label, code in _ranked(named, place.prefix):
        text = say(f"“{label}”", code)
        yield Candidate(text, label, code, "value", "", owner.label, place.start, place.end)


def _operators(place: _Place, vocabulary: Vocabulary) -> Iterator[Candidate]:
    last = place.before[-1]
    column = vocabulary.fields.get(last.text) if last.kind == "word" else None
    fit = _FIT.get(column.type) if column is not None else None
    for word in OPERATORS:
        if word.meaning == "not" or (fit is not None and word.meaning not in fit):
            continue
        forms = say("\n".join(word.zh), "\n".join(word.en)).split("\n")
        begun = [form for form in forms if form.startswith(place.prefix.lower())]
        if forms[0] and begun:
            form = begun[0] if place.prefix else forms[0]
            doc = say(word.doc_zh, word.doc_en)
            yield Candidate(form, form, word.meaning, "operator", "", doc, place.start, place.end)


_LOGIC = frozenset(("and", "or", "empty", "filled"))
_ORDER = frozenset(("<", "<=", ">", ">=", "==", "!=", "+", "-")) | _LOGIC
_FIT: dict[Type, frozenset[str]] = {
    Type.BOOLEAN: _LOGIC | {"==", "!="},
    Type.INTEGER: _ORDER | {"*"},
    Type.NUMBER: _ORDER | {"*"},
    Type.MONEY: _ORDER | {"*"},
    Type.DATE: _ORDER | {"later", "earlier"},
    Type.MOMENT: _ORDER - {"+", "-"},
    Type.TEXT: _LOGIC | {"==", "!=", "in", "not in"},
    Type.CODES: _LOGIC | {"has", "has not"},
}
"""The operators that may follow a field of each type."""


def _fields(place: _Place, vocabulary: Vocabulary) -> Iterator[Candidate]:
    named = [(vocabulary.label(c), c.name) for c in vocabulary.columns]
    for label, name in _ranked(named, place.prefix):
        column = vocabulary.subject.columns[name]
        doc = column.doc
        if column.labels:
            few = list(column.labels.values())[:5]
            doc = doc or say("如" + "、".join(few), "such as " + ", ".join(list(column.labels)[:5]))
        yield Candidate(
            say(label, name), column.label, name, "field", type_words(column.type), doc,
            place.start, place.end,
        )  # fmt: skip


def _functions(place: _Place) -> Iterator[Candidate]:
    for word in (*FUNCTIONS, *VALUES):
        form = say(word.zh[0], word.en[0])
        if form.startswith(place.prefix.lower()) and is_word(form):
            opening = "(" if word.arguments else ""
            kind = "function" if word.arguments else "value"
            doc = say(word.doc_zh, word.doc_en)
            yield Candidate(
                form + opening, form, word.meaning, kind, "", doc, place.start, place.end
            )


def _ranked(named: Iterable[tuple[str, str]], prefix: str) -> list[tuple[str, str]]:
    """Label and name of what fits the word begun: those that begin so before those that hold it."""
    asked = prefix.lower()
    if not asked:
        return list(named)[:MOST]
    scored = []
    for order, (label, name) in enumerate(named):
        low = name.lower()
        if label == prefix or low == asked:
            score = 0
        elif label.startswith(prefix):
            score = 1
        elif low.startswith(asked):
            score = 2
        elif prefix in label or asked in low:
            score = 3
        elif _in_order(prefix, label):
            score = 4
        else:
            continue
        scored.append((score, len(label), order, label, name))
    return [(label, name) for *_, label, name in sorted(scored)[:MOST]]


def _in_order(letters: str, label: str) -> bool:
    """Whether the letters stand in the label in this order, as in an abbreviation."""
    at = 0
    for letter in letters:
        at = label.find(letter, at) + 1
        if not at:
            return False
    return len(letters) > 1
