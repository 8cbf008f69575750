"""Errors that are shown to the user as they are: what happened, and what to do about it."""

from hengjian.content.speech import say


class PlainError(Exception):
    """Something the user can mend. ``remedy`` says how; it may be empty."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message}{say('。', '. ') if remedy else ''}{remedy}")


class ContentError(Exception):
    """A content file cannot be used. ``problems`` holds one plain sentence per fault."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
