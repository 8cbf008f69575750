"""Reads a tree under one vocabulary: names, codes and types become expressions of the rule book.

Serves `reading`. Facts about persons may be asked whether they are stated, never what they are, and no
rule may single out one person; each part is read once, however deep it lies.
"""

from hengjian.content import say
from hengjian.facts import Column, Type
from hengjian.rules.custom.calls import CALLS
from hengjian.rules.custom.faults import MOST, CustomRuleError, refused
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
from hengjian.rules.custom.vocabulary import Vocabulary, resembling
from hengjian.rules.custom.words import VALUE_OF
from hengjian.rules.expressions import (
    After,
    Arithmetic,
    AsOf,
    Compare,
    Constant,
    Contains,
    Days,
    ExpressionError,
    Fact,
    Logic,
    Node,
    Not,
    OneOf,
)
from hengjian.terms import Counting

PERSONS = frozenset({"officers", "officer_id", "cert_no"})
"""Fields whose values are persons, by their numbers."""
_NUMBERS = (Type.INTEGER, Type.NUMBER, Type.MONEY)
_COUNTING = {
    "working_day": Counting.WORKING,
    "month": Counting.MONTHS,
    "year": Counting.YEARS,
}
TYPE_WORDS = {
    Type.BOOLEAN: ("是或否", "yes or no"),
    Type.INTEGER: ("整数", "a whole number"),
    Type.NUMBER: ("数", "a number"),
    Type.MONEY: ("金额", "money"),
    Type.DATE: ("日期", "a date"),
    Type.MOMENT: ("时刻", "a moment"),
    Type.TEXT: ("文字", "text"),
    Type.CODES: ("名单", "a list"),
    Type.DATES: ("一列日期", "dates"),
}


def type_words(type_: Type) -> str:
    return say(*TYPE_WORDS[type_])


class Reader:
    """Reads trees under one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def node(self, tree: Tree, want: Type | None = None) -> Node:
        """The expression of a tree; ``want``: the type that its surroundings ask for, which decides
        what a bare number is."""
        try:
            return self._made(tree, want)
        except CustomRuleError:
            raise
        except ExpressionError:
            raise self._unfit(tree) from None

    def _made(self, tree: Tree, want: Type | None) -> Node:
        match tree:
            case Number():
                return self._number(tree, want)
            case Day():
                return Constant(tree.value, Type.DATE)
            case Quoted():
                return Constant(tree.text, Type.TEXT)
            case Word():
                return self._word(tree)
            case Joined():
                parts = [self.condition(part) for part in tree.parts]
                return Logic("and" if tree.operator == "and" else "or", *parts)
            case Negated():
                return Not(self.condition(tree.part))
            case Stated():
                field = self.bare(tree.part)
                part = field if field is not None else self.node(tree.part)
                return part.is_not_null() if tree.stated else part.is_null()
            case Among():
                return self._among(tree)
            case Call():
                return self._call(tree)
            case Binary(operator="+" | "-" | "*"):
                return self._arithmetic(tree, want)
            case Binary():
                return self._compared(tree)
        raise self._unfit(tree)

    def condition(self, tree: Tree) -> Node:
        made = self.node(tree, Type.BOOLEAN)
        if made.type is not Type.BOOLEAN:
            raise refused(
                say(f"这里要写一个条件，而这是{type_words(made.type)}",
                    f"a condition is wanted here, and this is {type_words(made.type)}"),
                tree.start, tree.end,
            )  # fmt: skip
        return made

    # --- names --------------------------------------------------------------------------------------

    def column(self, tree: Tree) -> Column | None:
        """The field that a word names."""
        if not isinstance(tree, Word):
            return None
        return self._vocabulary.fields.get(tree.text)

    def bare(self, tree: Tree) -> Fact | None:
        """A field that stands alone; facts about persons are allowed."""
        column = self.column(tree)
        return Fact(column) if column is not None else None

    def _word(self, tree: Word) -> Node:
        column = self.column(tree)
        if column is not None:
            if column.personal:
                raise refused(
                    say(f"“{tree.text}”是个人信息，只能判断为空、不为空，或者写进认定的话（自动遮盖）",
                        f"“{tree.text}” tells of a person: ask only whether it is stated"),
                    tree.start, tree.end,
                )  # fmt: skip
            return Fact(column)
        value = VALUE_OF.get(tree.text) or VALUE_OF.get(tree.text.lower())
        if value == "today":
            return AsOf()
        if value is not None:
            return Constant(value == "true", Type.BOOLEAN)
        raise self._unknown(tree)

    def _unknown(self, tree: Word) -> CustomRuleError:
        label = self._vocabulary.subject.label
        if tree.text in self._vocabulary.code_labels:
            return refused(
                say(f"“{tree.text}”是一个代码的名称，请写成“某字段 = {tree.text}”",
                    f"“{tree.text}” is a value; write “field = {tree.text}”"),
                tree.start, tree.end, self._vocabulary.like(tree.text),
            )  # fmt: skip
        return refused(
            say(f"{label}没有“{tree.text[:40]}”这个字段。文字请加引号",
                f"{self._vocabulary.subject.name} has no field “{tree.text[:40]}”; quote texts"),
            tree.start, tree.end, self._vocabulary.like(tree.text),
        )  # fmt: skip

    def _literal(self, tree: Tree) -> bool:
        """Whether a tree has no type of its own, so that its counterpart decides."""
        match tree:
            case Number() | Quoted() | Day():
                return True
            case Word():
                return self.column(tree) is None
            case Binary(operator="+" | "-" | "*"):
                return self._literal(tree.left) and self._literal(tree.right)
        return False

    # --- numbers ------------------------------------------------------------------------------------

    def _number(self, tree: Number, want: Type | None) -> Node:
        value, unit = tree.value, tree.unit
        if unit in _COUNTING:
            raise refused(
                say("个工作日、个月、年只能写在“某日 之后”的后面",
                    "working days, months and years stand behind “date +” only"),
                tree.start, tree.end,
            )  # fmt: skip
        if unit == "yuan" or (want is Type.MONEY and unit == ""):
            if value != round(value, 2):
                raise refused(
                    say("金额最多两位小数", "money has at most two decimals"), tree.start, tree.end
                )
            return Constant(value, Type.MONEY)
        if unit == "percent":
            return Constant(float(value / 100), Type.NUMBER)
        if value.as_tuple().exponent == 0 and want is not Type.NUMBER:
            return Constant(int(value), Type.INTEGER)
        return Constant(float(value), Type.NUMBER)

    def _pair(self, tree: Binary) -> tuple[Node, Node]:
        """Both sides, each read once; one without a type of its own takes that of the other."""
        if self._literal(tree.left) and not self._literal(tree.right):
            right = self.node(tree.right)
            return self._beside(tree.left, right), right
        left = self.node(tree.left)
        return left, self._beside(tree.right, left)

    def _beside(self, tree: Tree, other: Node) -> Node:
        """A side of a comparison or sum, where the other one is known."""
        if isinstance(tree, Word | Quoted) and other.type in (Type.TEXT, Type.CODES):
            return self._text(tree, other)
        return self.node(tree, other.type)

    def _text(self, tree: Word | Quoted, other: Node) -> Node:
        column = self.column(tree)
        if isinstance(tree, Word) and column is not None:
            known = other.column.labels if isinstance(other, Fact) else {}
            if column.type is other.type or tree.text not in {*known, *known.values()}:
                return self.node(tree)
        return Constant(self._code(tree, other), Type.TEXT)

    def _code(self, tree: Tree, other: Node) -> str:
        """A value of a coded field by its label or its code; any quoted text of another field."""
        text = tree.text if isinstance(tree, Word | Quoted) else ""
        if isinstance(other, Fact) and _names_persons(other.column):
            raise refused(
                say("规则不能针对某一个人", "a rule must not single out one person"),
                tree.start, tree.end,
            )  # fmt: skip
        labels = other.column.labels if isinstance(other, Fact) else {}
        if not labels:
            if isinstance(tree, Word):
                raise self._unknown(tree)
            return text
        if text in labels:
            return text
        for code, label in labels.items():
            if label == text:
                return code
        owner = other.words()
        raise refused(
            say(f"“{owner}”没有“{text[:40]}”这一项", f"{owner} has no value “{text[:40]}”"),
            tree.start, tree.end, resembling(text, labels.values()) or list(labels.values())[:3],
        )  # fmt: skip

    def _arithmetic(self, tree: Binary, want: Type | None) -> Node:
        if tree.operator == "*":
            return self._product(tree)
        if self._literal(tree.left) and not self._literal(tree.right) and not self._day(tree.left):
            right = self.node(tree.right)
            left = self._beside(tree.left, right)
        else:
            left = self.node(tree.left, want)
            if left.type is Type.DATE:
                return self._moved(tree, left)
            right = self._beside(tree.right, left)
        if left.type is not right.type and {left.type, right.type} <= set(_NUMBERS[:2]):
            whole = Constant(1, Type.INTEGER)  # a whole number times one is a number
            left, right = (
                p if p.type is Type.NUMBER else Arithmetic("*", p, whole) for p in (left, right)
            )
        if left.type is not right.type or left.type not in _NUMBERS:
            raise self._mismatch(tree, left, right)
        return Arithmetic("+" if tree.operator == "+" else "-", left, right)

    def _day(self, tree: Tree) -> bool:
        """Whether a tree without fields is a date all the same."""
        while isinstance(tree, Binary):
            tree = tree.left
        told = VALUE_OF.get(tree.text.lower()) if isinstance(tree, Word) else None
        return isinstance(tree, Day) or told == "today"

    def _product(self, tree: Binary) -> Node:
        left, right = self.node(tree.left), self.node(tree.right)
        if right.type is Type.MONEY:
            left, right = right, left
        if left.type not in _NUMBERS or right.type not in _NUMBERS[:2]:
            raise self._mismatch(tree, left, right)
        return Arithmetic("*", left, right)

    def _moved(self, tree: Binary, day: Node) -> Node:
        """A date so much later or earlier, or the days between two dates."""
        if isinstance(tree.right, Number):
            return self._after(tree, day, tree.right)
        other = self.node(tree.right, Type.INTEGER)
        if other.type is Type.DATE and tree.operator == "-":
            return Days(other, day)
        if other.type is not Type.INTEGER:
            raise self._mismatch(tree, day, other)
        return Arithmetic("+" if tree.operator == "+" else "-", day, other)

    def _after(self, tree: Binary, day: Node, amount: Number) -> Node:
        unit = amount.unit or "day"
        most = MOST.get(unit)
        if most is None or amount.value != int(amount.value) or amount.value < 0:
            raise refused(
                say("日期之后要写整数的日、个工作日、个月或者年，如“之后 90 日”",
                    "a date moves by whole days, working days, months or years"),
                amount.start, amount.end,
            )  # fmt: skip
        if amount.value > most:
            raise refused(
                say(f"太长：这个单位最多 {most}", f"too long: at most {most} of this unit"),
                amount.start, amount.end,
            )  # fmt: skip
        number = int(amount.value)
        if unit == "day":
            whole = Constant(number, Type.INTEGER)
            return Arithmetic("+" if tree.operator == "+" else "-", day, whole)
        if tree.operator == "-" and unit == "working_day":
            raise refused(
                say("工作日只能往后数。请改写成“另一日 之后 若干个工作日”",
                    "working days are counted forwards only"),
                amount.start, amount.end,
            )  # fmt: skip
        return After(day, number if tree.operator == "+" else -number, _COUNTING[unit])

    # --- tests --------------------------------------------------------------------------------------

    def _compared(self, tree: Binary) -> Node:
        left, right = self._pair(tree)
        equality = tree.operator in ("==", "!=")
        if Type.CODES in (left.type, right.type):
            raise refused(
                say("名单里有几项，请用“包括”：如“处罚种类 包括 罚款”",
                    "a list holds several values: use “contains”"),
                tree.start, tree.end,
            )  # fmt: skip
        if left.type is Type.BOOLEAN and right.type is Type.BOOLEAN and equality:
            return self._is_so(tree, left, right)
        ordered = left.type in (*_NUMBERS, Type.DATE, Type.MOMENT)
        numbers = {left.type, right.type} <= set(_NUMBERS[:2])
        if (left.type is not right.type and not numbers) or not (ordered or equality):
            raise self._mismatch(tree, left, right)
        return Compare(tree.operator, left, right)

    @staticmethod
    def _is_so(tree: Binary, left: Node, right: Node) -> Node:
        """A yes/no fact compared with yes or no is the fact or its opposite."""
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right = right, left
        if isinstance(right, Constant):
            return left if (tree.operator == "==") == bool(right.value) else Not(left)
        return Compare(tree.operator, left, right)

    def _among(self, tree: Among) -> Node:
        part = self.node(tree.part)
        wanted = Type.TEXT if tree.operator == "in" else Type.CODES
        if part.type is not wanted:
            hint = (
                say("“属于”的前面要写一个文字字段；名单请用“包括”", "“in” asks a text; for lists use “contains”")
                if tree.operator == "in"
                else say("“包括”的前面要写一个名单；单独一项请用“=”或者“属于”",
                         "“contains” asks a list; for a single value use “=” or “in”")
            )  # fmt: skip
            raise refused(hint, tree.part.start, tree.part.end)
        values = list(dict.fromkeys(self._code(option, part) for option in tree.options))
        return OneOf(part, values) if tree.operator == "in" else Contains(part, values)

    def _call(self, tree: Call) -> Node:
        call = CALLS[tree.function]
        typed = [
            p for p, t in enumerate(tree.arguments) if p >= call.alike and not self._literal(t)
        ]
        ready: dict[int, Node] = {}  # each part is read once, however deep it lies
        want = call.wants
        if want is None and typed:
            ready[typed[0]] = self.node(tree.arguments[typed[0]])
            want = ready[typed[0]].type
        parts = []
        for place, argument in enumerate(tree.arguments):
            asked = Type.BOOLEAN if place < call.alike else want
            made = ready[place] if place in ready else self.node(argument, asked)
            if asked is not None and made.type is not asked:
                raise refused(
                    say(f"这里要写{type_words(asked)}，而这是{type_words(made.type)}",
                        f"wanted {type_words(asked)}, and this is {type_words(made.type)}"),
                    argument.start, argument.end,
                )  # fmt: skip
            parts.append(made)
        return call.make(parts, self._vocabulary, tree)

    # --- refusals -----------------------------------------------------------------------------------

    def _mismatch(self, tree: Binary, left: Node, right: Node) -> CustomRuleError:
        first, second = type_words(left.type), type_words(right.type)
        hint = ""
        kinds = {left.type, right.type}
        if Type.DATE in kinds and kinds & set(_NUMBERS):
            hint = say(
                "。日期之间相差几日请写“日数(甲日, 乙日)”", "; for days between write days(a, b)"
            )
        elif kinds == {Type.DATE, Type.MOMENT}:
            hint = say("。请用同一事项的“…日期”", "; use the date of the same activity")
        return refused(
            say(f"{first}与{second}不能这样比较或者计算{hint}",
                f"{first} and {second} do not go together here{hint}"),
            tree.start, tree.end,
        )  # fmt: skip

    def _unfit(self, tree: Tree) -> CustomRuleError:
        return refused(
            say("这里的写法不成立，请检查两边的类型", "this does not fit; look at the types of its parts"),
            tree.start, tree.end,
        )  # fmt: skip


def _names_persons(column: Column) -> bool:
    """Whether the values of a text or a list are persons."""
    return not column.labels and any(read.split(".")[-1] in PERSONS for read in column.reads)
