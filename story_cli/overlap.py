"""Runs stages on two processes: pictures are composed and scored beside the narration, films are prepared meanwhile.

    here   plan  write  rank   voice        poses, first scenes   render
    side   (loads the models)  scene        score                 poses, last scenes

Every stage reads and writes what it does alone, so the bytes are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from story_cli.pipeline import Report, Run, Stage
from story_cli.side import Side

BESIDE = ("scene", "score")


class _Begun(NamedTuple):
    """A stage that the side is at."""

    stage: Stage
    reason: str


def overlapped(run: Run, stages: Sequence[Stage]) -> list[Report]:
    """Run what is stale; reports in the order of the stages. Raises: StoryError as the stages do."""
    names = [stage.name for stage in stages]
    early = stages[: names.index("scene") + 1] if "scene" in names else []
    if not early or len(stages) == len(early) or not any(run.reason(stage) for stage in early):
        return [run.do(stage) for stage in stages]
    with Side(run.folder.path, run.settings, run.library) as side:
        return _Two(run, side).all(stages)


class _Two:
    """The bookkeeping of both processes."""

    def __init__(self, run: Run, side: Side) -> None:
        self._run, self._side = run, side
        self._begun: _Begun | None = None
        self._reports: dict[str, Report] = {}

    def all(self, stages: Sequence[Stage]) -> list[Report]:
        for stage in sorted(stages, key=_turn):
            if stage.name == "render" and self._begun and self._begun.stage.name != "scene":
                self._prepare()
            needed = (*stage.reads, *stage.may_read)
            if self._begun and (self._begun.stage.makes in needed or stage.name in BESIDE):
                self._wait()
            if stage.name == "render":
                self._share()
            if stage.name not in BESIDE:
                self._reports[stage.name] = self._run.do(stage)
                continue
            reason = self._run.reason(stage)
            if reason:
                self._side.start(stage.name, self._run.seed)
                self._begun = _Begun(stage, reason)
            else:
                self._reports[stage.name] = Report(stage.name, "fresh", "", 0.0)
        self._wait()
        return [self._reports[stage.name] for stage in stages]

    def _share(self) -> None:
        """Let the side draw for the end of the film while its beginning is rendered here."""
        if any(self._reports[name].action == "made" for name in BESIDE if name in self._reports):
            self._side.prepare()

    def _wait(self) -> None:
        if self._begun is None:
            return
        stage, reason = self._begun
        seconds = self._side.finish(self._run.watch(stage))
        self._begun = None
        made = Report(stage.name, "made", reason, seconds or 0.0)
        self._reports[stage.name] = self._run.do(stage) if seconds is None else made

    def _prepare(self) -> None:
        """Poses and layers that the film will need, while the score is being made."""
        from story_cli.render import prepare_film

        scenes, settings = self._run.folder.read("scenes").artifact, self._run.settings.render
        prepare_film(scenes, settings, self._run.library, go_on=self._side.is_busy)


def _turn(stage: Stage) -> int:
    """Voice needs no pictures: it goes while they are made."""
    return ("plan", "write", "rank", "scene", "voice", "score", "render").index(stage.name)
