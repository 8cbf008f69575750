"""Forms of persons and posts: what an administrator enters, checked field by field."""

from typing import Any

from django import forms

from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import PLACES, Person, Post, Role
from hengjian.core.wording import said, say

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CorrectForm(forms.Form):
    """What may change of a person."""

    name = forms.CharField(label=said("姓名", "Name"), max_length=64)
    phone = forms.RegexField(
        r"^[0-9+() -]*$", label=said("手机号", "Phone"), max_length=32, required=False,
        error_messages={"invalid": said("手机号只写数字。", "Digits only.")},
    )  # fmt: skip
    email = forms.EmailField(label=said("电子邮箱", "E-mail"), required=False)


class EnrolForm(CorrectForm):
    """A new person."""

    login = forms.RegexField(
        r"^[A-Za-z0-9_.@-]+$", label=said("登录名", "Login name"), max_length=64,
        help_text=said("例如工号；定了就不再改。", "Such as the staff number; it never changes."),
        error_messages={
            "invalid": said("只用字母、数字和 _ . @ -。", "Letters, digits and _ . @ - only.")
        },
    )  # fmt: skip
    sign_on_only = forms.BooleanField(
        label=said("只用统一认证登录，不设密码", "Single sign-on only, no password"),
        required=False,
    )
    field_order = ("login", "name", "phone", "email", "sign_on_only")

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"]
        if Person.objects.filter(login=login).exists():
            raise forms.ValidationError(
                say("这个登录名已有人使用，请换一个。", "This login name is taken; choose another.")
            )
        return login


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=said("理由", "Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class EndForm(forms.Form):
    """The last day of a post."""

    until = forms.DateField(label=said("最后一天", "Last day"), widget=DAY)


class PostForm(forms.Form):
    """A post in ``unit``: who, as what, from when."""

    login = forms.CharField(
        label=said("任职人的登录名", "Login name of the person"), max_length=64,
        help_text=said("输入姓名或者登录名查找。", "Type a name or login name to find him."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )  # fmt: skip
    role = forms.ChoiceField(label=said("岗位", "Post"))
    since = forms.DateField(label=said("起", "From"), widget=DAY)
    until = forms.DateField(
        label=said("止", "To"), widget=DAY, required=False,
        help_text=said("没有定期限就留空。", "Leave it empty where no end is fixed."),
    )  # fmt: skip
    acting_for = forms.ModelChoiceField(
        Post.objects.none(), label=said("代理谁的岗位", "In whose place"), required=False,
        empty_label=said("不是代理", "nobody's"),
    )  # fmt: skip
    note = forms.CharField(label=said("说明", "Note"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(one.value, one.label) for one in Role if unit.kind in PLACES[one]]
        deputised: Any = self.fields["acting_for"]
        deputised.queryset = unit.posts.select_related("person", "unit")
        deputised.label_from_instance = lambda post: (
            f"{post.person.name} · {post.get_role_display()}"
        )

    def clean_login(self) -> Person:
        person = Person.objects.filter(login=self.cleaned_data["login"].strip()).first()
        if person is None:
            raise forms.ValidationError(
                say(
                    "没有这个登录名的人，请先登记。", "Nobody has this login name; enrol him first."
                )
            )
        return person

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])
