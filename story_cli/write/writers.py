"""The writers by name. "both", the default: retrieval where a plot knows the plan whole, else it and the decoder
compete.
"""

from __future__ import annotations

from story_cli.artifacts import Brief, Plan
from story_cli.catalogue import Library
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.rng import derived_seed
from story_cli.settings import WRITERS, WriteSettings
from story_cli.write.proposals import Writer
from story_cli.write.view import View


def writers_for(
    brief: Brief, plan: Plan, seen: View, settings: WriteSettings, library: Library, seed: int
) -> list[Writer]:
    """The writers that compete for this story. Raises: StoryError if a model or a kit cannot be read."""
    assert settings.writer in WRITERS
    found: list[Writer] = []
    if settings.writer == "frames":
        from story_cli.write.plain import PlainWriter

        found.append(PlainWriter(seen.story, load_phrasebook(library)))
    if settings.writer in ("both", "retrieve"):
        from story_cli.write.retrieve import RetrievingWriter

        retrieving = RetrievingWriter(seen.story, library, derived_seed(seed, "choices"))
        found.append(retrieving)
        if settings.writer == "both" and retrieving.knows_whole:
            return found
    if settings.writer in ("both", "decoder"):
        found.append(_modelled(brief, plan, seen, settings, library))
    return found


def _modelled(brief: Brief, plan: Plan, seen: View, settings: WriteSettings, library: Library) -> Writer:
    """Our decoder, or any causal model of the transformers library in a folder."""
    from story_cli.models.loading import is_decoder, load_text

    folder = library.model_folder(settings.model)
    if is_decoder(folder):
        from story_cli.write.decoder import DecodingWriter

        return DecodingWriter(load_text(folder), seen, settings)
    from story_cli.write.external import ExternalWriter

    return ExternalWriter(folder, brief, plan, seen, settings)
