"""Values of a job list's row, checked and converted exactly like the options of `storycli make`."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from story_cli.errors import UsageError

if TYPE_CHECKING:
    from story_cli.artifacts import Brief
    from story_cli.catalogue import Library
    from story_cli.settings import Settings

_BRIEF_NAMES = {"color": "colours", "adjective": "adjectives"}  # field → parameter of check_brief
_SETTINGS_NAMES = {"voice": "engine"}  # field → parameter of settings_of
_EXTRA = ("out", "story", "until", "for_child")


class MakeOptions:
    """The fields that a row may have; `defaults` are what the batch's own command line says."""

    def __init__(self, defaults: Mapping[str, Any]) -> None:
        self._defaults = {key: value for key, value in defaults.items() if key in self._setting_fields}
        self._until = str(defaults.get("until", "render"))
        self._settings_for = lru_cache(maxsize=512)(self._make_settings)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return (*self._brief_fields, *_EXTRA, *self._setting_fields)

    def brief(self, values: Mapping[str, Any], library: Library) -> Brief:
        """Raises: UsageError."""
        from story_cli.guard import check_brief

        if values.get("for_child"):
            from story_cli.cli.options import child_name

            named = child_name(str(values["for_child"]), str(values.get("hero_name", "")))
            values = {**values, "hero_name": named}
        known = {name: self._converted(name, values[name]) for name in self._brief_fields if name in values}
        for name, choices in (("theme", library.theme_prompts), ("hero", library.hero_prompts)):
            if not known.get(name):
                raise UsageError(f"{name} is missing", f"choose from: {', '.join(choices)}")
        return check_brief(library, **{_BRIEF_NAMES.get(name, name): value for name, value in known.items()})

    def settings(self, values: Mapping[str, Any]) -> tuple[Settings, str]:
        """Settings and last stage of a row. Raises: UsageError."""
        from story_cli.cli.options import check_stage

        own = tuple((name, _plain(values[name])) for name in self._setting_fields if name in values)
        last = values.get("until", self._until)
        return self._settings_for(own), check_stage("until", str(last))

    def _make_settings(self, own: tuple[tuple[str, Any], ...]) -> Settings:
        from story_cli.cli.options import settings_of

        chosen = self._defaults | {name: self._converted(name, value) for name, value in own}
        return settings_of(**{_SETTINGS_NAMES.get(name, name): value for name, value in chosen.items()})

    @cached_property
    def _parameters(self) -> dict[str, _Option]:
        """`make`'s options by name."""
        from story_cli.cli.make import make

        hints = get_type_hints(make, include_extras=True)
        return {name: _option(hint) for name, hint in hints.items() if name != "return"}

    @cached_property
    def _brief_fields(self) -> tuple[str, ...]:
        from story_cli.guard import check_brief

        taken = inspect.signature(check_brief).parameters
        return tuple(name for name in self._parameters if _BRIEF_NAMES.get(name, name) in taken)

    @cached_property
    def _setting_fields(self) -> tuple[str, ...]:
        from story_cli.cli.options import settings_of

        taken = inspect.signature(settings_of).parameters
        return tuple(name for name in self._parameters if _SETTINGS_NAMES.get(name, name) in taken)

    def _converted(self, name: str, value: Any) -> Any:
        """Raises: UsageError where the command line would refuse the value."""
        from story_cli.batch.jobs import shown

        option = self._parameters[name]
        if isinstance(value, (dict, list)) or (isinstance(value, tuple) and not option.several):
            raise UsageError(f"{name} takes one value", f"not {shown(str(value))}")
        if option.several:
            return tuple(str(one) for one in value) if isinstance(value, tuple) else (str(value),)
        try:
            converted = _CONVERSIONS[option.kind](str(value))
        except (KeyError, ValueError) as exc:
            raise UsageError(f"{name} {shown(str(value))} is not {_KINDS[option.kind]}", "mend the value") from exc
        if option.kind in (int, float) and not option.least <= converted <= option.most:
            raise UsageError(f"{name} {converted} is out of range", f"give {option.least:g} to {option.most:g}")
        return converted


class _Option(NamedTuple):
    """What an option of `make` takes."""

    kind: type
    several: bool
    least: float
    most: float


def _option(hint: Any) -> _Option:
    """Read from an annotation like Annotated[int | None, typer.Option("--seed", min=0)]."""
    inner, *extras = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    plain = next(kind for kind in (get_args(inner) or (inner,)) if kind is not type(None))
    several = get_origin(plain) is list or get_origin(inner) is list
    info = next((extra for extra in extras if hasattr(extra, "min")), None)
    least, most = (getattr(info, name, None) for name in ("min", "max"))
    return _Option(
        plain if plain in _CONVERSIONS else str,
        several,
        -math.inf if least is None else least,
        math.inf if most is None else most,
    )


def _truth(text: str) -> bool:
    return {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}[
        text.strip().lower()
    ]


_CONVERSIONS: dict[type, Callable[[str], Any]] = {str: str, int: int, float: float, bool: _truth}
_KINDS = {str: "text", int: "a whole number", float: "a number", bool: "yes or no"}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else str(value) if isinstance(value, dict) else value
