"""What is publicly known of the log's keys."""

from hengjian.core.entries.models import KeyStatement
from hengjian.ledger import PublicKey
from hengjian.ledger.auditor import blocks


def public_keys() -> list[PublicKey]:
    """Every key that ever signed heads, the first one first."""
    found = []
    for text in KeyStatement.objects.order_by("position").values_list("text", flat=True):
        values = blocks(text)[0].values
        found.append(PublicKey(bytes.fromhex(values.get("new") or values["public"])))
    return found


def statements() -> list[KeyStatement]:
    """All of them, the beginning of the log first."""
    return list(KeyStatement.objects.order_by("position"))
