"""All subjects of rules, in the order in which a report names them."""

from dataclasses import replace
from functools import lru_cache

from hengjian.content import Content
from hengjian.facts.act import act
from hengjian.facts.alike import like_case, numbered_decision
from hengjian.facts.case import case
from hengjian.facts.encounters import act_pair, matter_pair, visit_pair
from hengjian.facts.pairs import case_pair
from hengjian.facts.registers import (
    body_month,
    certificate,
    delegation,
    disclosure,
    item,
    officer,
    officer_year,
    outcome,
    recording,
    ticket,
)
from hengjian.facts.subject import Subject
from hengjian.facts.years import body_year, enterprise_year

SUBJECTS = (
    case,
    act,
    case_pair,
    matter_pair,
    visit_pair,
    act_pair,
    like_case,
    numbered_decision,
    body_year,
    enterprise_year,
    officer,
    officer_year,
    certificate,
    item,
    delegation,
    recording,
    outcome,
    ticket,
    disclosure,
    body_month,
)


@lru_cache(maxsize=8)
def subjects_of(content: Content) -> dict[str, Subject]:
    """Subject name → subject, under this content's code lists and extra fields."""
    labels = {
        name: {code.code: code.label for code in codes.codes}
        for name, codes in content.code_lists.items()
    }
    subjects = {subject.name: subject for subject in (make(content) for make in SUBJECTS)}
    for subject in subjects.values():
        for name, column in subject.columns.items():
            if column.codes in labels:
                subject.columns[name] = replace(column, labels=labels[column.codes])
    return subjects
