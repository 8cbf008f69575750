"""Reads tokens into a tree by recursive descent, with a bounded depth.

Serves conditions and the values inside sentences. It knows the grammar and no names; each refusal
says what was expected at that place.
"""

from collections.abc import Callable
from decimal import Decimal

from hengjian.content import say
from hengjian.rules.custom.faults import DEPTH, NODES, OPTIONS, CustomRuleError, refused
from hengjian.rules.custom.syntax import (
    Among,
    Binary,
    Call,
    Day,
    Joined,
    Negated,
    Number,
    Quoted,
    Stated,
    Tree,
    Word,
)
from hengjian.rules.custom.tokens import Token
from hengjian.rules.custom.words import FUNCTION_OF, OPERATOR_OF

_COMPARISONS = {"==", "!=", "<", "<=", ">", ">="}
_Part = Callable[[], Tree]
_LISTS = {"in": "in", "not in": "in", "has": "has", "has not": "has"}


def parse(tokens: list[Token]) -> Tree:
    """The tree of a whole text; CustomRuleError says where it goes wrong."""
    parser = _Parser(tokens)
    if parser.now.kind == "end":
        raise refused(say("还没有写内容", "nothing is written yet"), 0, 1)
    tree = parser.either()
    parser.finish()
    return tree


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._at, self._open, self._made = tokens, 0, 0, 0

    @property
    def now(self) -> Token:
        return self._tokens[self._at]

    @property
    def _next(self) -> Token:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self.now
        if token.kind != "end":
            self._at += 1
        return token

    def _meaning(self) -> str:
        """What the present token means as an operator; empty where it is none."""
        if self.now.kind not in ("word", "sign"):
            return ""
        return OPERATOR_OF.get(self.now.text.lower(), "")

    def finish(self) -> None:
        if self.now.kind != "end":
            raise self._surprised(
                say("这里应当是“且”“或”，或者结束", "expected “and”, “or” or the end")
            )

    # --- conditions ---------------------------------------------------------------------------------

    def either(self) -> Tree:
        return self._joined("or", self._all)

    def _all(self) -> Tree:
        return self._joined("and", self._not)

    def _joined(self, operator: str, part: _Part) -> Tree:
        parts = [part()]
        while self._meaning() == operator:
            self._take()
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        depth = 1 + max(p.depth for p in parts)
        return self._checked(
            Joined(parts[0].start, parts[-1].end, operator, tuple(parts), depth=depth)
        )

    def _not(self) -> Tree:
        if self._meaning() != "not":
            return self._test()
        start = self._take().start
        with_part = self._nested(self._not)
        return self._checked(Negated(start, with_part.end, with_part, depth=with_part.depth + 1))

    def _test(self) -> Tree:
        left = self._sum()
        meaning = self._test_meaning()
        if meaning in ("empty", "filled"):
            end = self._tokens[self._at - 1].end
            return self._checked(
                Stated(left.start, end, left, meaning == "filled", depth=left.depth + 1)
            )
        if meaning in _LISTS:
            return self._among(left, meaning)
        if meaning in _COMPARISONS:
            right = self._sum()
            if self._meaning() in _COMPARISONS:
                raise self._surprised(
                    say("一次只能比较两项，请用“且”连接两个比较",
                        "compare two things at a time; join comparisons with “and”")
                )  # fmt: skip
            return self._binary(meaning, left, right)
        return left

    def _test_meaning(self) -> str:
        """The test that stands here, taken; *is empty*, *not in* and the like are several words."""
        meaning = self._meaning()
        following = self._next.text.lower() if self._next.kind == "word" else ""
        if meaning == "not" and following == "in":
            self._at += 2
            return "not in"
        if meaning == "==" and self.now.text.lower() == "is":
            self._take()
            if following != "not":
                return self._is_empty("empty", "==")
            self._take()
            return self._is_empty("filled", "!=")
        if meaning in _COMPARISONS or meaning in _LISTS or meaning in ("empty", "filled"):
            self._take()
            return meaning
        return ""

    def _is_empty(self, if_empty: str, otherwise: str) -> str:
        if self.now.kind == "word" and self.now.text.lower() == "empty":
            self._take()
            return if_empty
        return otherwise

    def _among(self, left: Tree, meaning: str) -> Tree:
        if self.now.text == "{":
            options, end = self._list("{", "}", self._option, OPTIONS)
        elif _LISTS[meaning] == "has":
            options = [self._option()]
            end = options[0].end
        else:
            raise self._surprised(
                say("“属于”之后要用花括号列出各项，如 {警告、罚款}", "list the values in braces")
            )
        tree: Tree = Among(
            left.start, end, _LISTS[meaning], left, tuple(options), depth=left.depth + 1
        )
        if meaning in ("not in", "has not"):
            tree = Negated(left.start, end, self._checked(tree), depth=tree.depth + 1)
        return self._checked(tree)

    def _option(self) -> Tree:
        if self.now.kind in ("word", "text"):
            token = self._take()
            if token.kind == "text":
                return Quoted(token.start, token.end, token.text)
            return Word(token.start, token.end, token.text)
        raise self._surprised(say("这里应当是一项名称", "expected a value"))

    # --- values -------------------------------------------------------------------------------------

    def _sum(self) -> Tree:
        left = self._product()
        while (meaning := self._meaning()) in ("+", "-", "later", "earlier"):
            self._take()
            sign = {"later": "+", "earlier": "-"}.get(meaning, meaning)
            left = self._binary(sign, left, self._product())
        return left

    def _product(self) -> Tree:
        left = self._single()
        while self._meaning() == "*":
            self._take()
            left = self._binary("*", left, self._single())
        return left

    def _single(self) -> Tree:
        token = self.now
        if token.text == "(" and token.kind == "sign":
            self._take()
            inner = self._nested(self.either)
            self._expect(")")
            return inner
        if token.kind == "number" and isinstance(token.value, Decimal):
            self._take()
            return self._checked(Number(token.start, token.end, token.value, token.unit))
        if self._meaning() == "-" and self._next.kind == "number":
            self._take()
            number = self._take()
            value = number.value if isinstance(number.value, Decimal) else Decimal(0)
            return self._checked(Number(token.start, number.end, -value, number.unit))
        if token.kind == "day" and token.value is not None and not isinstance(token.value, Decimal):
            self._take()
            return self._checked(Day(token.start, token.end, token.value))
        if token.kind == "text":
            self._take()
            return self._checked(Quoted(token.start, token.end, token.text))
        if token.kind == "word":
            return self._named()
        raise self._no_value()

    def _named(self) -> Tree:
        token = self.now
        function = FUNCTION_OF.get(token.text) or FUNCTION_OF.get(token.text.lower())
        if function is not None and self._next.text == "(":
            self._take()
            least, most = function.arguments or (0, 0)
            parts, end = self._list("(", ")", lambda: self._nested(self.either), most)
            if len(parts) < least:
                raise refused(
                    say(f"“{token.text}”要有 {least} 项：{function.doc_zh}",
                        f"“{token.text}” takes {least}: {function.doc_en}"),
                    token.start, end,
                )  # fmt: skip
            depth = 1 + max(part.depth for part in parts)
            return self._checked(
                Call(token.start, end, function.meaning, tuple(parts), depth=depth)
            )
        if self._meaning() not in ("", "=="):  # “是” is both a test and a value
            raise self._no_value()
        self._take()
        return self._checked(Word(token.start, token.end, token.text))

    def _no_value(self) -> CustomRuleError:
        return self._surprised(
            say(
                "这里应当是字段、数、日期，或者括号",
                "expected a field, a number, a date or a bracket",
            )
        )

    # --- parts --------------------------------------------------------------------------------------

    def _list(self, opening: str, closing: str, part: _Part, most: int) -> tuple[list[Tree], int]:
        start = self._expect(opening).start
        parts = [part()]
        while self.now.kind == "sign" and self.now.text == ",":
            self._take()
            parts.append(part())
        end = self._expect(closing).end
        if len(parts) > most:
            raise refused(
                say(f"最多 {most} 项，现有 {len(parts)} 项", f"at most {most}, not {len(parts)}"),
                start, end,
            )  # fmt: skip
        return parts, end

    def _expect(self, sign: str) -> Token:
        if self.now.kind == "sign" and self.now.text == sign:
            return self._take()
        raise self._surprised(say(f"这里应当是“{sign}”", f"expected “{sign}”"))

    def _nested(self, part: _Part) -> Tree:
        self._open += 1
        if self._open > DEPTH:
            raise self._too_deep(self.now)
        tree = part()
        self._open -= 1
        return tree

    def _binary(self, operator: str, left: Tree, right: Tree) -> Tree:
        depth = 1 + max(left.depth, right.depth)
        return self._checked(Binary(left.start, right.end, operator, left, right, depth=depth))

    def _checked(self, tree: Tree) -> Tree:
        self._made += 1
        if tree.depth > DEPTH:
            raise self._too_deep(tree)
        if self._made > NODES:
            raise refused(
                say(f"太复杂：最多 {NODES} 个字段、数和运算。请分成几条规则",
                    f"too much: at most {NODES} fields, numbers and operations; split the rule"),
                tree.start, tree.end,
            )  # fmt: skip
        return tree

    def _too_deep(self, where: Tree | Token) -> CustomRuleError:
        return refused(
            say(f"括号和运算套得太深：最多 {DEPTH} 层。请分成几条规则",
                f"nested too deeply: at most {DEPTH} levels; split the rule"),
            where.start, where.end,
        )  # fmt: skip

    def _surprised(self, expected: str) -> CustomRuleError:
        token = self.now
        if token.kind == "end":
            return refused(
                say(f"没有写完：{expected}", f"unfinished: {expected}"),
                max(token.start - 1, 0), token.start or 1,
            )  # fmt: skip
        return refused(
            say(f"{expected}，不应是“{token.text[:40]}”", f"{expected}, not “{token.text[:40]}”"),
            token.start,
            token.end,
        )
