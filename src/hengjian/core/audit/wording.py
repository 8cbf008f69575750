"""Kinds and nouns of entries in words. Each app tells its own in `kinds.py` (`KINDS`, `NOUNS`)."""

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from hengjian.core.audit.kinds import FIELDS, VERBS


@cache
def _told(table: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "kinds"):
            found |= getattr(import_module(f"{app.name}.kinds"), table, {})
    return found


def kinds() -> dict[str, Any]:
    """Every kind that an app has words for."""
    return _told("KINDS")


def kind_words(kind: str) -> str:
    """What happened, in the reader's language; a kind that nobody has words for as it stands."""
    verb = VERBS.get(kind.rpartition(".")[2], kind)
    return str(kinds().get(kind, verb))


def nouns() -> dict[str, Any]:
    """Every noun that an app has words for."""
    return _told("NOUNS")


def noun_words(noun: str) -> str:
    return str(nouns().get(noun, noun))


def field_words(name: str) -> str:
    """A field of a payload; its last part where it lies within another."""
    return str(FIELDS.get(name, name))
