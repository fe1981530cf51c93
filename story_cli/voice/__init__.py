"""Voice: reads the story aloud, and knows beforehand how long that takes.

    Story → utterances (front_end, speakers, prosody) → times and samples (an engine) → WAVs and word times (narrate)

Engines are listed in story_cli.addons; hts/ is the default one.
"""

from story_cli.voice.narrate import narrate, read_ahead

__all__ = ["narrate", "read_ahead"]
