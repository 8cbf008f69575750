"""Reads content files from the built-in folder and from overlays, later roots over earlier ones.

Serves all packages with checked models. It refuses a file that does not fit its model, naming the
file and the place; it never guesses and never writes.
"""

import copy
import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from hengjian.content import documents, models
from hengjian.content.errors import ContentError
from hengjian.content.faults import fault_words
from hengjian.content.form_design import FormDesign
from hengjian.content.matters import MatterKind
from hengjian.content.powers import PowerList
from hengjian.content.speech import say

BUILT_IN = Path(__file__).parent
M = TypeVar("M", bound=BaseModel)

try:
    _YamlLoader: Any = yaml.CSafeLoader
except AttributeError:  # pragma: no cover - libyaml is part of every wheel we lock
    _YamlLoader = yaml.SafeLoader


class _UniqueKeys(_YamlLoader):  # type: ignore[misc]
    """A YAML loader that refuses a key written twice: the second would silently win."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.YAMLError(
                    say(f"第 {line} 行的键 {key} 重复", f"line {line}: duplicate key {key}")
                )
            seen.add(key)
        result: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return result


def read_yaml(path: Path) -> Any:
    """The YAML document in ``path``; ContentError with file and line if it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        detail = " ".join(str(error).split())
        raise ContentError(
            [say(f"{path}：不是可读的 YAML（{detail}）", f"{path}: unreadable YAML ({detail})")]
        ) from error


def read_model(path: Path, model: type[M]) -> M:
    """The content file ``path`` as ``model``; ContentError names file, place and fault."""
    try:
        return model.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise ContentError(
            [
                f"{path}: {'.'.join(str(part) for part in fault['loc'])}: {fault_words(fault)}"
                for fault in error.errors()
            ]
        ) from error


class Content:
    """All content of one installation. Cheap to make; each part is read when first asked for."""

    def __init__(self, *overlays: Path) -> None:
        self.overlays = overlays
        self.roots: list[Path] = [BUILT_IN]
        self.overlay: models.Overlay | None = None
        for folder in overlays:
            if not folder.is_dir():
                raise ContentError(
                    [say(f"找不到内容文件夹：{folder}", f"no such content folder: {folder}")]
                )
            manifest = folder / "overlay.yaml"
            if manifest.exists():
                self.overlay = read_model(manifest, models.Overlay)
                if not self.overlay.inherits:
                    self.roots = []
            self.roots.append(folder)

    @classmethod
    def installed(cls, *overlays: Path) -> "Content":
        """The built-in content, then the folders of HENGJIAN_CONTENT, then ``overlays``."""
        named = os.environ.get("HENGJIAN_CONTENT", "")
        return cls(*(Path(part) for part in named.split(os.pathsep) if part), *overlays)

    def files(self, folder: str, suffix: str = ".yaml") -> dict[str, Path]:
        """File stem → path, the last root winning."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for path in sorted((root / folder).glob(f"*{suffix}")):
                found[path.stem] = path
        return found

    def folders(self, folder: str, manifest: str) -> dict[str, Path]:
        """Sub-folder name → its manifest file, the last root winning."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for path in sorted((root / folder).glob(f"*/{manifest}")):
                found[path.parent.name] = path
        return found

    def _one(self, relative: str, model: type[M]) -> M | None:
        for root in reversed(self.roots):
            if (root / relative).exists():
                return read_model(root / relative, model)
        return None

    # --- parts ----------------------------------------------------------------------------------

    @cached_property
    def profile(self) -> models.Profile:
        profile = self._one("profile.yaml", models.Profile)
        if profile is None:
            raise ContentError([say("缺少 profile.yaml", "profile.yaml is missing")])
        return profile

    @cached_property
    def week(self) -> models.Week:
        return self._one("calendars/week.yaml", models.Week) or models.Week()

    @cached_property
    def calendar_years(self) -> dict[int, models.CalendarYear]:
        years: dict[int, models.CalendarYear] = {}
        for stem, path in self.files("calendars").items():
            if stem.isdigit():
                year = read_model(path, models.CalendarYear)
                years[year.year] = year
        return years

    @cached_property
    def festivals(self) -> models.Festivals:
        return self._one("calendars/festivals.yaml", models.Festivals) or models.Festivals(years={})

    @cached_property
    def statutory(self) -> models.Statutory | None:
        return self._one("calendars/statutory.yaml", models.Statutory)

    @cached_property
    def laws(self) -> dict[str, models.Law]:
        laws: dict[str, models.Law] = {}
        for path in self.files("law").values():
            law = read_model(path, models.Law)
            laws[law.id] = law
        return laws

    @cached_property
    def _law_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for law in self.laws.values():
            for name in (law.id, *law.names, law.short):
                if name:
                    names[name] = law.id
        return names

    def law(self, name: str) -> models.Law:
        """The law by its id, full name or short name; ContentError lists what is known."""
        key = name.strip().strip("《》")
        found = self._law_names.get(key)
        if found is None:
            known = "、".join(sorted(self.laws))
            raise ContentError(
                [
                    say(
                        f"不认识的法律“{name}”。已收录：{known}",
                        f"unknown law “{name}”; known: {known}",
                    )
                ]
            )
        return self.laws[found]

    @cached_property
    def parameters(self) -> dict[str, models.Parameter]:
        parameters: dict[str, models.Parameter] = {}
        for root in self.roots:
            for path in sorted((root / "parameters").glob("*.yaml")):
                for parameter in read_model(path, models.ParameterFile).parameters:
                    parameters[parameter.id] = parameter
        return parameters

    @cached_property
    def deadline_profiles(self) -> dict[str, models.DeadlineProfile]:
        """Profile id → profile, the default one first; ContentError names a term without a law."""
        found = [
            read_model(path, models.DeadlineProfile)
            for path in self.files("parameters/profiles").values()
        ]
        steps = (
            {code.code for code in self.code_lists["supervision_steps"].codes} if found else set()
        )
        faults = [
            f"{profile.id}: {term.step}"
            for profile in found
            for term in profile.terms
            if term.step not in steps or (term.confidence == "read") != bool(term.basis)
        ]
        if faults:
            raise ContentError(faults)
        return {
            profile.id: profile for profile in sorted(found, key=lambda p: (not p.default, p.id))
        }

    def power_list(self, day: date) -> PowerList:
        """The list of powers in force on ``day``; ContentError where there is none, or two."""
        found = [
            one
            for one in self._power_lists
            if one.from_ <= day and (one.until is None or day <= one.until)
        ]
        if len(found) != 1:
            names = "、".join(one.id for one in found) or say("没有", "none")
            raise ContentError(
                [
                    say(
                        f"{day} 施行的权责清单应当恰有一份：{names}",
                        f"exactly one list of powers must be in force on {day}: {names}",
                    )
                ]
            )
        return found[0]

    @property
    def power_lists(self) -> tuple[PowerList, ...]:
        """All lists of powers, the earliest first."""
        return tuple(sorted(self._power_lists, key=lambda one: one.from_))

    @cached_property
    def _power_lists(self) -> list[PowerList]:
        lists = [read_model(path, PowerList) for path in self.files("powers").values()]
        known = {
            name: {code.code for code in self.code_lists[name].codes}
            for name in ("power_groups", "power_events", "supervision_steps")
        }
        faults = [
            f"{one.id} {power.number}: {name}"
            for one in lists
            for power in one.powers
            for name, codes in (
                (power.group, known["power_groups"]),
                *((duty.event, known["power_events"]) for duty in power.duties),
                *((duty.step or "", known["supervision_steps"] | {""}) for duty in power.duties),
            )
            if name not in codes
        ]
        faults += [
            f"{one.id}: {citation.law}{citation.article or ''}"
            for one in lists
            for citation in one.cited
            if citation.article and citation.article not in self.law(citation.law).articles
        ]
        if faults:
            raise ContentError(faults)
        return lists

    def with_values(self, values: dict[str, Any]) -> "Content":
        """The same content with other values of some parameters, as a bureau would enter them."""
        other = copy.copy(self)
        entered = {
            name: parameter.model_copy(
                update={
                    "values": tuple(
                        value.model_copy(update={"value": values[name], "confidence": "read"})
                        for value in parameter.values
                    )
                }
            )
            for name, parameter in self.parameters.items()
            if name in values
        }
        unknown = values.keys() - entered.keys()
        if unknown:
            raise ContentError([say(f"没有参数 {n}", f"no parameter {n}") for n in unknown])
        other.__dict__["parameters"] = self.parameters | entered
        return other

    def with_entered(self, entered: Mapping[str, Sequence[models.Value]]) -> "Content":
        """The same content and values that a bureau entered, each with its source and its date. Where
        an entered value and one of the content fit equally, the later date counts, then the entered.
        """
        faults = [
            say(f"没有参数 {name}", f"no parameter {name}")
            for name in sorted(entered.keys() - self.parameters.keys())
        ]
        for name in entered.keys() & self.parameters.keys():
            known = {key for value in self.parameters[name].values for key in value.when}
            for value in entered[name]:
                if not (value.source or "").strip():
                    faults.append(say(f"{name}：请写明来源", f"{name}: state its source"))
                if value.when.keys() - known:
                    faults.append(say(f"{name}：不按此项区分", f"{name}: no such distinction"))
        if faults:
            raise ContentError(faults)
        other = copy.copy(self)
        other.__dict__["parameters"] = self.parameters | {
            name: self.parameters[name].model_copy(
                update={"values": (*values[::-1], *self.parameters[name].values)}
            )
            for name, values in entered.items()
        }
        return other

    @cached_property
    def code_lists(self) -> dict[str, models.CodeList]:
        """Code lists by id; an overlay's list adds codes to, or replaces codes of, the same id."""
        lists: dict[str, models.CodeList] = {}
        for root in self.roots:
            for path in sorted((root / "codes").glob("*.yaml")):
                new = read_model(path, models.CodeList)
                old = lists.get(new.id)
                if old is not None:
                    codes = {code.code: code for code in (*old.codes, *new.codes)}
                    new = new.model_copy(update={"codes": tuple(codes.values())})
                lists[new.id] = new
        return lists

    @cached_property
    def extra_fields(self) -> models.ExtraFields:
        return self._one("fields.yaml", models.ExtraFields) or models.ExtraFields(tables={})

    @cached_property
    def mappings(self) -> dict[str, models.Mapping]:
        return {
            name: read_model(path, models.Mapping)
            for name, path in self.folders("mappings", "mapping.yaml").items()
        }

    @cached_property
    def matters(self) -> dict[str, MatterKind]:
        """Every kind of matter by its code, in the order in which they are offered."""
        found = [read_model(path, MatterKind) for path in self.files("matters").values()]
        known = {code.code for code in self.code_lists["power_events"].codes}
        steps = {code.code for code in self.code_lists["supervision_steps"].codes}
        faults = [
            f"{one.code}: {name}"
            for one in found
            for name in (
                *(event for event in one.events if event not in known),
                *(done for step in one.steps for done in step.fulfils if done not in known),
                *(term.profile for term in one.terms if term.profile and term.profile not in steps),
                *(
                    step.paper
                    for step in one.steps
                    if step.paper and step.paper not in self.document_folders
                ),
            )
        ]
        faults += [
            f"{one.code}: {citation.law}{citation.article or ''}"
            for one in found
            for citation in one.cited
            if citation.article and citation.article not in self.law(citation.law).articles
        ]
        if faults:
            raise ContentError(faults)
        return {one.code: one for one in sorted(found, key=lambda one: (one.order, one.code))}

    @cached_property
    def document_folders(self) -> dict[str, Path]:
        """Document id → its folder, the last root winning whole: template and schema go together."""
        return {
            name: path.parent for name, path in self.folders("documents", "document.yaml").items()
        }

    @cached_property
    def documents(self) -> dict[str, documents.Document]:
        """Every document by its id."""
        return {
            name: read_model(folder / "document.yaml", documents.Document)
            for name, folder in self.document_folders.items()
        }

    @cached_property
    def forms(self) -> dict[str, FormDesign]:
        """Ready forms of report tasks by their id."""
        return {name: read_model(path, FormDesign) for name, path in self.files("forms").items()}

    @cached_property
    def rule_folders(self) -> list[Path]:
        """Folders with rule files of overlays; the built-in book is a Python package."""
        return [folder / "rules" for folder in self.overlays if (folder / "rules").is_dir()]

    @property
    def inherits_book(self) -> bool:
        """Whether the built-in rule book applies under this content."""
        return BUILT_IN in self.roots
