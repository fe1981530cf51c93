"""What may come in: curated prompts and nothing else; a screened hero's name or one that passes `check_name`."""

from __future__ import annotations

import unicodedata

from story_cli.artifacts import Brief
from story_cli.catalogue import Library, nearest
from story_cli.errors import UsageError
from story_cli.guard.words import disguised, listed_words
from story_cli.rng import stage_rng

MAX_NAME = 40
MAX_COLOURS = 3
MAX_ADJECTIVES = 2
_SHOWN = 48
_NAME_JOINERS = " -'’"


def check_brief(
    library: Library,
    theme: str,
    hero: str,
    hero_name: str = "",
    colours: tuple[str, ...] = (),
    adjectives: tuple[str, ...] = (),
    seed: int = 1,
    scenes: int = 5,
) -> Brief:
    """Prompts → Brief. What is left out (name, colour, adjective) is drawn from the seed.

    Raises: UsageError naming the option, the refused value (cleaned) and the nearest valid ones.
    """
    _among("--theme", theme, library.theme_prompts)
    _among("--hero", hero, library.hero_prompts)
    _several("--color", colours, library.vocabulary.colours, MAX_COLOURS)
    _several("--adjective", adjectives, library.vocabulary.adjectives, MAX_ADJECTIVES)
    if not 0 <= seed < 2**53:
        raise UsageError(f"--seed {seed} is out of range", "give a whole number from 0 to 9007199254740991")
    rng = stage_rng(seed, "brief", theme, hero)
    pronoun = rng.choice(library.heroes[hero].pronouns)
    name = check_name(library, hero_name) if hero_name else rng.choice(getattr(library.names, pronoun))
    for known in ("she", "he", "they"):
        if hero_name and name in getattr(library.names, known) and known in library.heroes[hero].pronouns:
            pronoun = known
    return Brief(
        theme=theme,
        hero=hero,
        hero_name=name,
        pronoun=pronoun,
        colours=colours or (rng.choice(library.vocabulary.colours),),
        adjectives=adjectives or (rng.choice(library.vocabulary.adjectives),),
        seed=seed,
        scenes=scenes,
    )


def check_name(library: Library, name: str) -> str:
    """A given name in NFC: letters and marks of any script, space, hyphen, apostrophe, at most 40 characters.

    Raises: UsageError (the name is shown without control or invisible characters, shortened).
    """
    name = unicodedata.normalize("NFC", name).strip()
    hint = "use letters, spaces, hyphens and apostrophes, at most 40 characters, e.g. Nerissa"
    if not name or len(name) > MAX_NAME:
        raise UsageError(f"--hero-name {clean(name)!r} has {len(name)} characters", hint)
    bad = [c for c in name if not (unicodedata.category(c)[0] in "LM" or c in _NAME_JOINERS)]
    if bad or not any(unicodedata.category(c)[0] == "L" for c in name):
        raise UsageError(f"--hero-name {clean(name)!r} has characters that a name does not have", hint)
    if unsafe_name(library, name):
        raise UsageError("--hero-name is not one for a children's story", "choose another name")
    return name


def unsafe_name(library: Library, name: str) -> bool:
    """Whether a name holds or spells, however disguised, a listed word."""
    return any(listed_words(library, name)) or disguised(library, name)


def _among(option: str, value: str, choices: list[str]) -> None:
    if value not in choices:
        close = nearest(value[:_SHOWN], choices)
        more = f"did you mean {' or '.join(close)}? " if close else ""
        raise UsageError(f"{option} {clean(value)!r} is not offered", f"{more}choose from: {', '.join(choices)}")


def _several(option: str, values: tuple[str, ...], choices: tuple[str, ...], most: int) -> None:
    if len(values) > most:
        raise UsageError(f"{option} is given {len(values)} times", f"give it at most {most} times")
    if len(set(values)) != len(values):
        raise UsageError(f"{option} names the same value twice", "name each value once")
    for value in values:
        _among(option, value, list(choices))


def clean(text: str) -> str:
    """A refused value as a message may show it: short, without control, invisible or direction characters."""
    shown = "".join(c if unicodedata.category(c)[0] not in "CZ" or c == " " else "�" for c in text[:_SHOWN])
    return shown + ("…" if len(text) > _SHOWN else "")
