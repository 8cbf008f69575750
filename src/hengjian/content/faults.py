"""What is wrong with a file that somebody wrote, in words for who wrote it.

Serves the loader of content and whoever lets a design be uploaded. It says what the checks of a model found;
a model's own sentences stand as they are.
"""

from collections.abc import Mapping
from typing import Any

from hengjian.content.speech import say

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这样的项，请核对拼写",
    "literal_error": "不在可选的值里",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "string_pattern_mismatch": "写法不对",
    "decimal_parsing": "不是数字",
    "int_parsing": "不是整数",
    "bool_parsing": "应当是“是”或者“否”",
    "date_parsing": "不是日期，应当写成 2026-01-31",
    "date_from_datetime_parsing": "不是日期，应当写成 2026-01-31",
    "date_type": "不是日期，应当写成 2026-01-31",
    "int_type": "不是整数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "tuple_type": "应当是一列",
    "list_type": "应当是一列",
    "dict_type": "应当是一组“名称: 值”",
    "string_type": "应当是文字",
    "model_type": "应当是一组“名称: 值”",
    "too_short": "至少要有一项",
    "too_long": "太多",
}


def fault_words(fault: Mapping[str, Any]) -> str:
    """The reason of one fault, as pydantic lists them."""
    english = str(fault["msg"]).removeprefix("Value error, ")
    chinese = _REASONS.get(fault["type"], english)
    if fault["type"] == "literal_error":
        chinese += f"（{fault['ctx']['expected'].replace(' or ', ', ')}）"
    return say(chinese, english)
