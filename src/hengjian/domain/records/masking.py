"""Who a case is about, shown only to whom it may be shown: names and numbers of persons are personal.

Serves the index (no party stands in a summary), lists, exports and the page of a record. It decides
nothing by a flag on a page: whoever asks names the post, and everybody else gets the masked form.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.records.models import Party, Record
from hengjian.domain.records.unmasking.access import parties_of, shown_now

ORGANIZATION = "organization"
"""The kind of party whose name is public business data; every other kind is a person."""
SUMMARY = 200
_NUMBER = "[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}"
"""Identity numbers and mobile telephones, of whomever: a fact may name witnesses too."""
_HIDDEN = "（号码已隐去）"


def shown_name(name: str, kind: str) -> str:
    """A party's name for those who reach the case but need not know who it is."""
    if not name or kind == ORGANIZATION:
        return name
    return f"{name[0]}**"


def shown_number(number: str, kind: str) -> str:
    """A party's number likewise: nothing of a person's."""
    return number if kind == ORGANIZATION or not number else say("（已隐去）", "(withheld)")


def without_party(text: str, name: str, number: str, kind: str) -> str:
    """A text in which the party is not named."""
    if len(name) > 1:
        text = text.replace(name, "某单位" if kind == ORGANIZATION else "某某")
    if len(number) > 3:
        text = text.replace(number, _HIDDEN)
    return re.sub(_NUMBER, _HIDDEN, text)


@dataclass(frozen=True)
class Shown:
    """A party as this post is shown it."""

    name: str
    number: str
    masked: bool
    masked_name: str = ""  # for paper that is carried away: as everybody is shown it

    def __str__(self) -> str:
        return self.name


NOBODY = Shown("", "", masked=False)


def parties_shown(
    records: Collection[Record],
    *,
    post: Post,
    at: datetime,
    parties: Mapping[int, Party] | None = None,
) -> dict[int, Shown]:
    """The parties of these records, by their number, as the post may be shown them: two queries, or one
    where whoever asks has read the ``parties``."""
    bare = shown_now(records, post=post, at=at) if records else set()
    if parties is None:
        parties = parties_of(records) if records else {}
    found: dict[int, Shown] = {}
    for row in records:
        party = parties.get(row.pk)
        if party is None:
            found[row.pk] = NOBODY
        elif row.pk in bare or row.party_kind == ORGANIZATION:
            hidden = shown_name(party.name, row.party_kind)
            found[row.pk] = Shown(party.name, party.number, masked=False, masked_name=hidden)
        else:
            name = shown_name(party.name, row.party_kind)
            number = shown_number(party.number, row.party_kind)
            found[row.pk] = Shown(name, number, masked=True, masked_name=name)
    return found


def summaries(cases: pl.DataFrame) -> pl.Series:
    """The facts of many cases without their parties, as long as an index keeps them."""
    facts = cases.select(
        pl.col("fact")
        .fill_null("")
        .str.strip_chars()
        .str.replace_all(r"[\s\x00-\x1f]+", " ")
        .alias("fact"),
        pl.col("party_name").fill_null(""),
        pl.col("party_id").fill_null(""),
        pl.col("party_kind").fill_null(""),
    )
    fact = pl.col("fact")
    named = (
        (fact.str.contains(pl.col("party_name"), literal=True) & (pl.col("party_name") != ""))
        | (fact.str.contains(pl.col("party_id"), literal=True) & (pl.col("party_id") != ""))
        | fact.str.contains(_NUMBER)
    )
    rows = facts.with_row_index("row").filter(named)
    if rows.height:
        clean = [without_party(*one) for one in rows.drop("row").iter_rows()]
        facts = facts.with_columns(fact=facts["fact"].scatter(rows["row"], pl.Series(clean)))
    return facts.select(fact.str.slice(0, SUMMARY))["fact"].alias("summary")
