"""The editor of custom rules: write, see at once what is wrong, complete names, try before enabling.

Serves supervisors who are jurists. The page works without a script: what cannot be read is told after
sending; with it names are completed and faults are shown while one writes.
"""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.content import Content
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.findings.rules import actions
from hengjian.domain.findings.rules.access import check_writes, custom_rule_seen, writes_rules
from hengjian.domain.findings.rules.forms import EXCEPTIONS, RuleForm, filled
from hengjian.domain.findings.rules.in_force import in_force
from hengjian.domain.findings.rules.models import CustomRule
from hengjian.facts import Type
from hengjian.rules.custom import (
    CustomRuleError,
    Definition,
    Fault,
    Vocabulary,
    complete,
    dates_of,
    read_condition,
    read_sentence,
    subjects_for,
    vocabulary_of,
)
from hengjian.rules.custom.completion import Candidate
from hengjian.rules.custom.definition import SUBJECTS
from hengjian.rules.custom.words import FUNCTIONS, OPERATORS
from hengjian.surfaces.desk.acting import StaffRequest, acting_post

EXAMPLE = "立案日期 之后 90 日 < 作出决定日期 且 罚款 > 1 万元"
SENTENCES = frozenset({"says", "right"})


@login_required
def write(request: StaffRequest, code: str = "") -> HttpResponse:
    """A new rule, or a new version of one."""
    at = clock.now()
    post = acting_post(request, at=at)
    check_writes(post)
    own = custom_rule_seen(code, post=post) if code else None
    former = _former(own)
    subject = former.subject if former else _subject(request)
    content = in_force(at).content
    sent = request.method == "POST"
    initial = filled(former) if former else {"severity": "N"}
    form = RuleForm(request.POST if sent else None, subject=subject, initial=initial)
    if sent and form.is_valid():
        try:
            version = actions.write_rule(form.definition(code), rule=own, by=post, at=at)
        except CustomRuleError as error:
            _tell(form, error)
        else:
            if "try" in request.POST:
                trial = actions.try_rule(version, by=post, at=at)
                return redirect("desk:rule_trial", pk=trial.pk)
            messages.success(request, say("已保存为草稿。", "Saved as a draft."))
            return redirect("desk:rule", code=version.rule.code)
    told = {
        "form": form,
        "own": own,
        "subject": subject,
        "subjects": [(one.name, say(one.label, one.name)) for one in subjects_for(content)],
        "usual_date": _usual_date(content, subject),
        "exceptions": [
            (form[f"exception_name_{n}"], form[f"exception_{n}"]) for n in range(EXCEPTIONS)
        ],
        "functions": [(say(w.zh[0], w.en[0]), say(w.doc_zh, w.doc_en)) for w in FUNCTIONS],
        "operators": [_spelt(w.zh, w.en, w.doc_zh, w.doc_en) for w in OPERATORS],
        "example": EXAMPLE,
    }
    return render(request, "desk/rules/editor.html", told, status=422 if sent else 200)


def _spelt(zh: tuple[str, ...], en: tuple[str, ...], doc_zh: str, doc_en: str) -> tuple[str, str]:
    return " ".join(say("\n".join(zh), "\n".join(en or zh)).split("\n")), say(doc_zh, doc_en)


def _former(own: CustomRule | None) -> Definition | None:
    if own is None:
        return None
    newest = own.versions.order_by("-number").first()
    return Definition.from_data(newest.definition) if newest is not None else None


def _subject(request: StaffRequest) -> str:
    asked = request.POST.get("subject") or request.GET.get("subject", "")
    return asked if asked in SUBJECTS else SUBJECTS[0]


def _usual_date(content: Content, subject: str) -> str:
    vocabulary = vocabulary_of(content, subject)
    usual, _ = dates_of(vocabulary.subject)
    if usual is None:
        return say("检查日", "the day of the run")
    return vocabulary.label(vocabulary.subject.columns[usual])


def _tell(form: RuleForm, error: CustomRuleError) -> None:
    """Each fault at the field in which it lies."""
    for fault in error.faults:
        place = {"exceptions": "exception_0"}.get(fault.place, fault.place)
        form.add_error(place if place in form.fields else None, _words(fault))


def _words(fault: Fault) -> str:
    return replace(fault, place="").words()


# --- while one writes -------------------------------------------------------------------------------------


def _asked(request: StaffRequest) -> tuple[Vocabulary, str]:
    at = clock.now()
    post = acting_post(request, at=at)
    if not writes_rules(post):
        raise PermissionDenied(say("您的岗位不编写规则。", "Your post writes no rules."))
    content = in_force(at).content
    return vocabulary_of(content, _subject(request)), request.POST.get("text", "")[:4000]


@login_required
@require_POST
def completions(request: StaffRequest) -> JsonResponse:
    """What may stand at the cursor; in a sentence only inside its braces."""
    vocabulary, text = _asked(request)
    cursor = request.POST.get("cursor", "")
    at = min(int(cursor), len(text)) if cursor.isdecimal() else len(text)
    place = request.POST.get("place", "")
    begin, inner = 0, text
    if place in SENTENCES:
        begin = text.rfind("{", 0, at) + 1
        if not begin or "}" in text[begin:at]:
            return JsonResponse({"candidates": []})
        inner = text[begin:at]
    found = complete(inner, at - begin, vocabulary)
    if place == "at":
        found = [one for one in found if _is_date(one, vocabulary)]
    return JsonResponse({"candidates": [_told(one, begin) for one in found]})


def _is_date(one: Candidate, vocabulary: Vocabulary) -> bool:
    columns = vocabulary.subject.columns
    return one.kind == "field" and columns[one.name].type is Type.DATE


def _told(one: Candidate, begin: int) -> dict[str, Any]:
    return {
        "text": one.text, "label": one.label, "name": one.name, "kind": one.kind, "type": one.type,
        "doc": one.doc, "start": one.start + begin, "end": one.end + begin,
    }  # fmt: skip


@login_required
@require_POST
def reading(request: StaffRequest) -> JsonResponse:
    """How one part is understood, in words; or what is wrong with it and where."""
    vocabulary, text = _asked(request)
    place = request.POST.get("place", "")
    if not text.strip():
        return JsonResponse({"words": ""})
    try:
        if place in SENTENCES:
            shows = read_sentence(text, vocabulary, "s").shows.values()
            words = say("、", ", ").join(node.words() for node in shows)
        elif place == "at":
            words = text if text in vocabulary.fields else ""
        else:
            words = read_condition(text, vocabulary).words()
    except CustomRuleError as error:
        fault = error.faults[0]
        return JsonResponse(
            {"fault": _words(fault), "start": fault.position, "length": fault.length}
        )
    return JsonResponse({"words": words})


urlpatterns = [
    path("rules/new/", write, name="write_rule"),
    path("rules/completions/", completions, name="rule_completions"),
    path("rules/reading/", reading, name="rule_reading"),
    path("rules/<str:code>/edit/", write, name="edit_rule"),
]
