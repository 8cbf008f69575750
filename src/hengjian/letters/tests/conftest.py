"""What the tests of letters start from: the content that is installed, and one notice to vary."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hengjian.content import Content
from hengjian.letters import Envelope, Form, Letter


@pytest.fixture(scope="session")
def content() -> Content:
    return Content()


@pytest.fixture(scope="session")
def notice(content: Content) -> Form:
    return Form.load(content, "supervision-notice")


class Written:
    """Writes the sample of a form with some things changed."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def __call__(self, name: str, envelope: dict[str, Any] | None = None, **values: Any) -> Letter:
        sample = Form.load(self.content, name).sample()
        given = replace(sample.envelope, simulated=False, **(envelope or {}))
        return Letter(sample.form, {**sample.values, **values}, given)


@pytest.fixture(scope="session")
def written(content: Content) -> Written:
    return Written(content)


PLAIN = Envelope("衡澜市司法局", number="衡司监督通〔2026〕1号", dated=date(2026, 3, 5))
