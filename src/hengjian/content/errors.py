"""The one error of content: which file, where in it, what is wrong."""


class ContentError(Exception):
    """A content file cannot be used. ``problems`` holds one plain sentence per fault."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
