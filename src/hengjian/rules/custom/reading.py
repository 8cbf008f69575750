"""Turns the text of a custom rule into expressions of the rule book.

Serves the rule, its trial and the editor's checks: conditions, values, and sentences with places for
values. What would cost each row too much is refused here.
"""

from dataclasses import dataclass, replace

from hengjian.content import say
from hengjian.facts import Type
from hengjian.rules.custom.calls import effort_of
from hengjian.rules.custom.faults import EFFORT, LENGTH, CustomRuleError, refused
from hengjian.rules.custom.parsing import parse
from hengjian.rules.custom.reader import Reader, type_words
from hengjian.rules.custom.syntax import Tree
from hengjian.rules.custom.tokens import tokens_of
from hengjian.rules.custom.vocabulary import Vocabulary
from hengjian.rules.expressions import Node

__all__ = ["Sentence", "read_condition", "read_sentence", "read_value", "type_words"]


def read_condition(text: str, vocabulary: Vocabulary) -> Node:
    """The condition that ``text`` states; CustomRuleError with the place and what to do."""
    tree = parse(tokens_of(text, vocabulary))
    node = Reader(vocabulary).node(tree, Type.BOOLEAN)
    if node.type is not Type.BOOLEAN:
        raise refused(
            say(f"这里要写一个条件，而这是{type_words(node.type)}。请加上比较，如“… > 0”",
                f"a condition is wanted, and this is {type_words(node.type)}; compare it"),
            tree.start, tree.end,
        )  # fmt: skip
    return _affordable(node, tree)


def read_value(text: str, vocabulary: Vocabulary) -> Node:
    """The value that ``text`` names, of whatever type; a fact about a person by its field only."""
    tree = parse(tokens_of(text, vocabulary))
    reader = Reader(vocabulary)
    field = reader.bare(tree)
    return _affordable(field if field is not None else reader.node(tree), tree)


@dataclass(frozen=True)
class Sentence:
    """A sentence with places: ``template`` names them as ``shows`` does."""

    template: str
    shows: dict[str, Node]


def read_sentence(text: str, vocabulary: Vocabulary, prefix: str) -> Sentence:
    """A sentence in which ``{…}`` holds a value; ``prefix`` sets its places apart from others'."""
    if len(text) > LENGTH:
        raise refused(say(f"太长：最多 {LENGTH} 个字", f"too long: at most {LENGTH} characters"))
    shows: dict[str, Node] = {}
    template, at = "", 0
    while at < len(text):
        opened = text.find("{", at)
        closed = text.find("}", at)
        if opened < 0 and closed < 0:
            return Sentence(template + text[at:], shows)
        if opened < 0 or closed < opened:
            where = opened if closed < 0 else closed
            raise refused(
                say("花括号要成对，里面写字段，如 {罚款}", "braces come in pairs around a field"),
                where, where + 1,
            )  # fmt: skip
        name = f"{prefix}{len(shows)}"
        try:
            shows[name] = read_value(text[opened + 1 : closed], vocabulary)
        except CustomRuleError as error:
            moved = [replace(f, position=f.position + opened + 1) for f in error.faults]
            raise CustomRuleError(moved) from None
        template += text[at:opened] + "{" + name + "}"
        at = closed + 1
    return Sentence(template, shows)


def _affordable(node: Node, tree: Tree) -> Node:
    if effort_of(node) > EFFORT:
        raise refused(
            say("每条记录要算的太多。请减少相互套用的函数，或者分成几条规则",
                "too much to reckon for each row; nest fewer functions or split the rule"),
            tree.start, tree.end,
        )  # fmt: skip
    return node
