"""What keeps a person's action about a duty from being done: no words, or a post that it is not for."""

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.core.wording import say

SHORTEST = 4


def need(words: str, what: str) -> None:
    if len("".join(words.split())) < SHORTEST:
        raise PlainError(
            say(f"请写明{what}，至少 {SHORTEST} 个字", f"write {what}: at least {SHORTEST} signs")
        )


def not_yours() -> RefusedError:
    return RefusedError(
        say("这项工作不由您的岗位办理", "this is not for your post"),
        say("履行和说明由负有职责的监督机构办理，处理由上级办理。",
            "The bureau that owes it performs and explains; the tier above decides."),
    )  # fmt: skip
