"""Artifacts as lines for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from story_cli.artifacts import Drafts, Film, Frame, Narration, Plan, Scenes, Score, Story
from story_cli.store import StoryFolder


def artifact_lines(name: str, folder: StoryFolder) -> list[str]:
    """What a stage made, shown after it ran."""
    show: dict[str, Callable[[Any], list[str]]] = {
        "plan": plan_lines,
        "drafts": drafts_lines,
        "story": story_lines,
        "scenes": scenes_lines,
        "score": score_lines,
        "narration": narration_lines,
        "film": film_lines,
    }
    return [*show[name](folder.read(name).artifact), str(folder.file(name))]


def plan_lines(plan: Plan) -> list[str]:
    cast = ", ".join(f"{c.role} = {c.name or 'the'} {'the ' if c.name else ''}{c.kind}" for c in plan.cast)
    lines = [f"{plan.title} (wish: {plan.wish})", f"  cast: {cast}"]
    for number, scene in enumerate(plan.scenes, 1):
        lines.append(f"  {number} {scene.place}: {', '.join(scene.keywords)}")
        lines += [f"      {frame_text(frame)}" for frame in scene.frames]
    return lines


def frame_text(frame: Frame) -> str:
    """One event in a line: "hero give lamp to small @in glade"."""
    parts = [frame.agent, frame.act, frame.object, f"to {frame.recipient}" if frame.recipient else ""]
    parts += [f"{frame.relation} {frame.at}".strip(), f"({frame.feeling})" if frame.feeling else ""]
    parts += [f"“{frame.speech}”" if frame.speech else ""]
    return " ".join(part for part in parts if part)


def drafts_lines(drafts: Drafts) -> list[str]:
    return [
        f"  {number} {len(candidates)} drafts, e.g. {candidates[0].text}"
        for number, candidates in enumerate(drafts.scenes, 1)
        if candidates
    ]


def story_lines(story: Story) -> list[str]:
    lines = [story.title, ""]
    for number, scene in enumerate(story.scenes, 1):
        lines += [f"{number}. {scene.text}  [{scene.grade.score:.2f}]"]
    criteria = ", ".join(f"{name} {value:.2f}" for name, value in story.grade.criteria.items())
    return [*lines, "", f"grade {story.grade.score:.2f} ({criteria})"]


def scenes_lines(scenes: Scenes) -> list[str]:
    lines = []
    for number, scene in enumerate(scenes.scenes, 1):
        shown = ", ".join(f"{element.piece} ({element.expression})" for element in scene.elements)
        lines.append(f"  {number} {scene.place}, {scene.time_of_day}: {shown}")
        lines += [f"      note: {note}" for note in scene.notes]
    return lines


def score_lines(score: Score) -> list[str]:
    sections = ", ".join(f"{s.name} {s.tempo_bpm:.0f} bpm {s.key}" for s in score.sections)
    return [f"  {score.key}, {score.duration:.1f} s: {sections}", f"  effects: {len(score.effects)}"]


def narration_lines(narration: Narration) -> list[str]:
    scenes = narration.reading.scenes
    words = sum(len(sentence.words) for scene in scenes for sentence in scene.sentences)
    seconds = sum(scene.duration for scene in scenes)
    return [
        f"  {narration.reading.engine}: {words} words in {seconds:.1f} s, {60 * words / seconds:.0f} words a minute"
    ]


def film_lines(film: Film) -> list[str]:
    size = f"{film.width_px}×{film.height_px}, {film.fps} frames a second, {film.duration:.1f} s"
    return [f"  {size}, {film.loudness_lufs:.1f} LUFS, peak {film.true_peak_dbtp:.1f} dBTP, {film.captions} captions"]
