"""Event logs as plain values, and the many forms in which XML and XES allow to write them."""

import random
import re
from dataclasses import dataclass, field

import polars as pl
from hypothesis import strategies as st

from hengjian.standard.reading import xes_blocks

QUOTES = ("'", '"')
TAGS = ("string", "date", "int", "float", "boolean", "id")
CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
)
TEXTS = st.text(st.one_of(st.sampled_from("<>&\"'\t\n\r =/ab罚款"), CHARACTERS), max_size=12)
KEYS = st.one_of(
    st.sampled_from(
        ["concept:name", "time:timestamp", "罚款", "case:a", "event:case:a", "__row", "*", "^.*$"]
    ),
    TEXTS.filter(bool),
)
ATTRIBUTES = st.dictionaries(KEYS, TEXTS, max_size=4)


@dataclass
class Trace:
    attributes: dict[str, str]
    events: list[dict[str, str]] = field(default_factory=list)


LOGS = st.lists(
    st.builds(Trace, ATTRIBUTES, st.lists(ATTRIBUTES, max_size=4)), min_size=1, max_size=6
).filter(lambda log: any(trace.events for trace in log))

HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a remark with <trace> in it -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="default"/></global>
  <classifier name="Event Name" keys="concept:name"/>
  <int key="events" value="3"><int key="of them" value="1"/></int>
"""


def quoted(text: str, quote: str = '"') -> str:
    """An attribute value of XML that stands for exactly this text."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(quote, f"&#{ord(quote)};")
    return quote + re.sub(r"[\t\n\r]", lambda found: f"&#{ord(found[0])};", text) + quote


def canonical(log: list[Trace]) -> str:
    lines = [HEADER.rstrip()]

    def write(indent: str, attributes: dict[str, str]) -> None:
        for number, (key, value) in enumerate(attributes.items()):
            tag = TAGS[number % len(TAGS)]
            lines.append(f"{indent}<{tag} key={quoted(key)} value={quoted(value)}/>")

    for trace in log:
        lines.append("\t<trace>")
        write("\t\t", trace.attributes)
        for event in trace.events:
            lines.append("\t\t<event>")
            write("\t\t\t", event)
            lines.append("\t\t</event>")
        lines.append("\t</trace>")
    return "\n".join([*lines, "</log>\n"])


def odd(log: list[Trace], chance: random.Random) -> str:
    """The same log in the forms that XML and XES allow as well."""
    prefix = chance.choice(["", "", "xes:"])

    def between() -> str:
        return chance.choice(
            [
                "",
                " ",
                "\n",
                "\r\n\t",
                "<!-- <event> -->",
                "<![CDATA[</trace>]]>",
                "<?note?>",
                "text",
            ]
        )

    def attribute(key: str, value: str) -> str:
        parts = [
            f"key{chance.choice(['=', ' = '])}{quoted(key, chance.choice(QUOTES))}",
            f"value={quoted(value, chance.choice(QUOTES))}",
        ]
        if chance.random() < 0.2:
            parts.append("type='x'")
        if chance.random() < 0.3:
            chance.shuffle(parts)
        tag = f"{prefix}{chance.choice(TAGS)}"
        inner = chance.choice(["", "", "", "<string key='inner' value='no'><int/></string>"])
        start = f"<{tag}{chance.choice([' ', '  ', chr(10)])}{chance.choice([' ', chr(10)]).join(parts)}"
        return f"{start}>{inner}</{tag}>" if inner else f"{start}{chance.choice(['/>', ' />'])}"

    def attributes(given: dict[str, str]) -> str:
        others = [
            "",
            "",
            "<list key='many'><values><string key='a' value='no'/></values></list>",
            "<container key='box'/>",
            "<unknown key='a' value='no'><event/></unknown>",
            "<string key='without value'/>",
        ]
        return "".join(
            between() + attribute(key, value) + chance.choice(others)
            for key, value in given.items()
        )

    body = []
    for trace in log:
        events = "".join(
            f"{between()}<{prefix}event>{attributes(event)}{between()}</{prefix}event >"
            if event or chance.random() < 0.5
            else f"<{prefix}event/>"
            for event in trace.events
        )
        inside = [attributes(trace.attributes), events]
        if chance.random() < 0.3:
            inside.reverse()
        body.append(f"<{prefix}trace>{''.join(inside)}</{prefix}trace>{between()}")
    header = HEADER.replace("<log ", f"<{prefix}log xmlns:xes='x' ")
    return f"{header}{''.join(body)}<string key='late' value='of the log'/></{prefix}log>"


def expected(log: list[Trace]) -> pl.DataFrame:
    """What the rows mean, without any XML."""
    rows: list[dict[str, str | int]] = []
    traces = {f"case:{key}": None for trace in log for key in trace.attributes}
    events = {
        xes_blocks.event_column(key): None
        for trace in log
        for event in trace.events
        for key in event
    }
    for number, trace in enumerate(log):
        for event in trace.events:
            rows.append(
                {"__case": number, "__row": len(rows) + 1}
                | {f"case:{key}": value for key, value in trace.attributes.items()}
                | {xes_blocks.event_column(key): value for key, value in event.items()}
            )
    schema = {"__case": pl.Int64(), "__row": pl.Int64()}
    return pl.DataFrame(rows, schema=schema | {name: pl.String() for name in (*traces, *events)})


SMALL = [
    Trace(
        {"concept:name": "A1"},
        [
            {"concept:name": "立案", "time:timestamp": "2024-03-01T09:00:00+08:00"},
            {"concept:name": "结案", "amount": "35.0"},
        ],
    ),
    Trace({"concept:name": "A2", "place": ""}),
    Trace({"concept:name": "A3"}, [{"concept:name": "罚款 < 100 & 没收"}, {}]),
]
