"""What a bureau sets about its documents: its own DOCX for a kind, its word before numbers, its seal's name.

Serves the page of templates. An uploaded template is looked at before it is believed (macros, links,
fields that miss or that nobody knows). It makes the DOCX that is edited, printed and sealed by hand; the
PDF keeps the layout of GB/T 9704, because no office program belongs to this installation.
"""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import record
from hengjian.core.organisation.models import Unit
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.papers.access import keeps
from hengjian.domain.supervision.papers.documents import exists, form
from hengjian.domain.supervision.papers.models import Office, Template
from hengjian.letters import Fault, LetterError

LONGEST_WORD = 8


@transaction.atomic
def replace_template(
    bureau: Unit, kind: str, data: bytes, *, name: str, by: Post, at: datetime
) -> Template:
    """The bureau uses this DOCX for the kind from now on. LetterError lists what keeps it from that."""
    from hengjian.letters.replaced import check_template  # python-docx is read when it is needed

    _sets(bureau, by)
    if not exists(kind):
        raise PlainError(say(f"没有文书“{kind}”", f"there is no document {kind}"))
    faults: list[Fault] = check_template(data, form(kind))
    if faults:
        raise LetterError(
            say("模板没有换用", "the template was not taken"), tuple(faults),
            say("请改正后重新上传；可以先下载原模板，在它上面改。", "Mend it, best from our template."),
        )  # fmt: skip
    bureau.paper_templates.filter(kind=kind, until=None).update(until=at)
    made = Template(
        bureau=bureau, kind=kind, name=name[-200:], sha256=store.put(data), size=len(data), since=at,
        by=by,
    )  # fmt: skip
    made.save()
    payload = {"kind": kind, "sha256": made.sha256}
    record("paper.template_replaced", subject=made, payload=payload, by=by, at=at)
    return made


@transaction.atomic
def restore_template(template: Template, *, by: Post, at: datetime) -> Template:
    """The bureau's own template is no longer used; papers that were numbered with it keep it."""
    now = (
        Template.objects.select_for_update(of=("self",))
        .select_related("bureau")
        .get(pk=template.pk)
    )
    _sets(now.bureau, by)
    if now.until is not None:
        raise PlainError(say("这份模板已经停用", "it is no longer in use"))
    now.until = at
    now.save()
    payload = {"kind": now.kind, "sha256": now.sha256}
    record("paper.template_restored", subject=now, payload=payload, by=by, at=at)
    return now


@transaction.atomic
def name_office(
    bureau: Unit, *, word: str, seal_name: str, by: Post | None, at: datetime
) -> Office:
    """The word before the bureau's numbers and the name of its seal; numbers given already stay."""
    _sets(bureau, by)
    word, seal_name = word.strip(), seal_name.strip()
    if not word or len(word) > LONGEST_WORD or any(sign in word for sign in "〔〕 \n"):
        raise PlainError(
            say(f"发文机关代字须为 1～{LONGEST_WORD} 个字，不含空格和〔〕", "1–8 signs, no space or 〔〕"),
            say("例如：衡司。", "For example 衡司."),
        )  # fmt: skip
    if Office.objects.filter(word=word).exclude(bureau=bureau).exists():
        raise PlainError(say(f"代字“{word}”别的机关已经在用", f"another bureau uses {word}"))
    made = Office.objects.filter(bureau=bureau).first() or Office(bureau=bureau)
    made.word, made.seal_name = word, seal_name[:100]
    made.save()
    record("paper.office_named", subject=made, payload={"word": word}, by=by, at=at)
    return made


def _sets(bureau: Unit, by: Post | None) -> None:
    if by is not None and not (keeps(by) and root_of(by.unit) == root_of(bureau)):
        raise RefusedError(
            say("模板由本机关的监督人员管理", "a bureau's own supervisors keep its templates")
        )
