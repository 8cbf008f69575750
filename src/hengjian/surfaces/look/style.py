"""The living style page: every part of the look with the lines that make it. Only in a demo or while developing."""

from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hengjian.core.wording import said


class Sample(forms.Form):
    """A form with one field of each sort."""

    name = forms.CharField(
        label=said("姓名", "Name"), help_text=said("与证件一致。", "As on the certificate.")
    )
    kind = forms.ChoiceField(
        label=said("性质", "Kind"),
        choices=[("a", said("行政机关", "agency")), ("b", said("法律授权组织", "authorised"))],
    )
    day = forms.DateField(
        label=said("有效期止", "Valid to"), widget=forms.DateInput(attrs={"type": "date"})
    )
    book = forms.FileField(label=said("工作簿", "Workbook"), required=False)
    note = forms.CharField(label=said("说明", "Note"), widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label=said("已经核对", "Checked"), required=False)


def style_page(request: HttpRequest) -> HttpResponse:
    """Shows the parts; anywhere else than in a demo there is no such page."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    names = ["王小明", "李小红", "张建国", "赵文静", "刘志强", "陈思远", "杨海燕", "周立新"]
    tones = ["good", "warn", "bad", "quiet"]
    rows = [
        {"name": names[n % 8], "number": f"示执{n:06d}", "body": "示例县市场监督管理局",
         "until": f"20{26 + n % 3}-0{1 + n % 9}-15", "tone": tones[n % 4], "acts": 7 * n % 53}
        for n in range(60)
    ]  # fmt: skip
    at = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
    return render(
        request,
        "look/style.html",
        {
            "page": Paginator(rows, 20).get_page(request.GET.get("page")),
            "form": Sample(),
            "refused": Sample({"name": "", "kind": "a", "day": "昨天"}),
            "steps": [
                {"at": at, "words": "登记立案", "by": "王小明"},
                {"at": at, "words": "送达通知书", "by": "李小红", "note": "直接送达"},
                {"words": "应当回复", "tone": "late", "note": "已过期限 2 日"},
                {"words": "办结", "tone": "future"},
            ],
            "rows": [
                {"field": "所在机关", "before": "甲县农业农村局", "after": "甲县市场监督管理局"},
                {"field": "证件号码", "before": None, "after": "示执000123"},
                {"field": "手机号", "before": "138****0000", "after": ""},
            ],
        },
    )
