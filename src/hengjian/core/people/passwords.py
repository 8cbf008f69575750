"""Rules for passwords beyond Django's own: kinds of characters, and not the one that was.

Serves `AUTH_PASSWORD_VALIDATORS`. Each says what is wrong and what to write instead.
"""

import secrets
import unicodedata

from django.core.exceptions import ValidationError

from hengjian.core.people.models import Person
from hengjian.core.wording import say

SHORTEST = 10
KINDS = 3
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no l, 1, I, O, 0


def first_password() -> str:
    """A password to be handed over and changed: nothing in it can be misread, and it keeps the rules."""
    while True:
        made = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
        if len({kind_of(character) for character in made}) == KINDS + 1:
            return made


def kind_of(character: str) -> str:
    """Capital, small letter, digit, other letter (Chinese), or sign."""
    category = unicodedata.category(character)
    return category if category in {"Lu", "Ll"} else {"N": "N", "L": "Lo"}.get(category[0], "sign")


class LongEnough:
    """At least ten characters. Django has the same rule, but tells it in English."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="password_short")

    def get_help_text(self) -> str:
        return say(f"密码不少于 {SHORTEST} 位。", f"At least {SHORTEST} characters.")


class SeveralKinds:
    """At least three kinds of characters."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if len({kind_of(character) for character in password}) < KINDS:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return say(
            "密码须含大写字母、小写字母、数字、汉字、符号中的三类。",
            "Use three of: capitals, small letters, digits, Chinese characters, signs.",
        )


class NotTheOldOne:
    """A new password is a new one."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is not None and user.pk is not None and user.check_password(password):
            raise ValidationError(
                say("新密码不能与现在的密码相同。", "The new password is the present one."),
                code="password_old",
            )

    def get_help_text(self) -> str:
        return say("不能与现在的密码相同。", "Not the present one.")
