"""Beneficiaries and others concerned who are to be heard before an act is undone.

Serves the desk. It enters that they were asked, heard, or waived it; `cases.conditions` asks for it.
"""

from datetime import datetime

from django.db import transaction

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Case, Hearing
from hengjian.domain.supervision.cases.refusing import handled
from hengjian.domain.supervision.cases.steps.actions import told
from hengjian.domain.supervision.refusing import ChangedError, need


@transaction.atomic
def ask_beneficiary(case: Case, *, whom: str, by: Post, at: datetime) -> Hearing:
    """Somebody who benefits from the act, or is concerned by it, is to be heard."""
    case = handled(case, by)
    need(whom, say("受益人或者利害关系人", "whom"))
    hearing = Hearing.objects.create(case=case, whom=whom.strip(), asked_on=day_of(at))
    told(case, "ask_beneficiary", "instruments", inside=True, by=by, at=at)
    return hearing


@transaction.atomic
def enter_heard(hearing: Hearing, *, waived: bool, words: str, by: Post, at: datetime) -> Hearing:
    """He was heard, or waived it."""
    case = handled(hearing.case, by)
    if hearing.waived or hearing.heard_on is not None:
        raise ChangedError(say("听取情况已经登记", "it was entered already"))
    hearing.waived, hearing.heard_on = waived, None if waived else day_of(at)
    hearing.save()
    told(case, "enter_heard", "instruments", words=words, inside=True, by=by, at=at)
    return hearing
