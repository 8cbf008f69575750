"""Both wordings stand side by side, and the reader's language decides only when they are shown."""

import pytest
from django.template import Context, Template
from django.utils import translation

from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post, Role


@pytest.mark.parametrize(
    ("language", "role", "told"),
    [("zh-hans", "领导", "共 2 件"), ("en", "leader", "2 in all"), (None, "领导", "共 2 件")],
)
def test_it_follows_the_reader(language: str | None, role: str, told: str) -> None:
    template = Template('{% say "共 {n} 件" "{n} in all" n=count %}')
    with translation.override(language):
        assert Post(role=Role.LEADER).get_role_display() == role
        assert template.render(Context({"count": 2})) == told


def test_it_escapes_what_is_put_in() -> None:
    template = Template('{% say "查 {q}" "look for {q}" q=q %}')
    assert template.render(Context({"q": "<b>"})) == "查 &lt;b&gt;"


@pytest.mark.parametrize("choice", [*Role, *UnitKind])
def test_every_choice_has_both_wordings(choice: Role | UnitKind) -> None:
    words = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words.add(str(choice.label))
    assert len(words) == 2
