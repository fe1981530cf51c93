"""The straight line of stages: what each reads and makes, whether it is fresh or stale and why, and running them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from story_cli import __version__
from story_cli.artifacts import Brief, Data, Narration, Reading, Scenes
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.progress import Progress, silent
from story_cli.settings import Settings
from story_cli.store import SCHEMA_VERSION, Header, Staging, StoryFolder, settings_digest


class Context(NamedTuple):
    """What a stage's runner may use."""

    folder: StoryFolder
    settings: Settings
    library: Library
    seed: int
    progress: Progress

    def read(self, name: str) -> Any:
        return self.folder.read(name).artifact


class Stage(NamedTuple):
    """One step: its artifact, what it reads, the settings and library parts that it depends on."""

    name: str
    makes: str
    reads: tuple[str, ...]
    settings: tuple[str, ...]
    library: tuple[str, ...]
    models: tuple[str, ...]  # fields "stage.field" of Settings that name a model
    run: Callable[[Context, Any], Data]  # second argument: Staging for artifacts with files, else None
    share: float  # of a film's time, measured; only for the progress bar
    may_read: tuple[str, ...] = ()  # artifacts that it uses where they are


class Report(NamedTuple):
    """What became of a stage."""

    stage: str
    action: str  # "made", "fresh" or "would make"
    reason: str
    seconds: float


def _plan(context: Context, _: None) -> Data:
    from story_cli.plan import make_plan

    return make_plan(context.read("brief"), context.settings.plan, context.library)


def _write(context: Context, _: None) -> Data:
    from story_cli.write import write_drafts

    brief, plan = context.read("brief"), context.read("plan")
    return write_drafts(brief, plan, context.settings.write, context.library, context.progress)


def _rank(context: Context, _: None) -> Data:
    from story_cli.rank import choose_story

    brief, plan, drafts = context.read("brief"), context.read("plan"), context.read("drafts")
    return choose_story(brief, plan, drafts, context.settings.rank, context.library)


def _scene(context: Context, out: Staging) -> Data:
    from story_cli.scene import make_scenes

    story = context.read("story")
    plan = context.read("plan") if context.folder.has("plan") else None
    return make_scenes(story, plan, context.settings.scene, context.library, context.seed, out, context.progress)


def _score(context: Context, out: Staging) -> Data:
    from story_cli.score import compose_score

    story = context.read("story")
    scenes = context.read("scenes") if context.folder.has("scenes") else Scenes(())
    settings = context.settings.score
    return compose_score(story, scenes, reading_times(context), settings, context.library, context.seed, out)


def reading_times(context: Context) -> Reading:
    """The spoken times where a fresh narration exists, else the voice's forecast; both agree for the same voice."""
    from story_cli.voice import read_ahead

    if not why_stale(stage_named("voice"), context.folder, context.settings, context.library, context.seed):
        narration: Narration = context.read("narration")
        return narration.reading
    return read_ahead(context.read("story"), context.settings.voice, context.library)


def _voice(context: Context, out: Staging) -> Data:
    from story_cli.voice import narrate

    return narrate(context.read("story"), context.settings.voice, context.library, out, context.progress)


def _render(context: Context, out: Staging) -> Data:
    from story_cli.render import make_film

    key, certificate = context.settings.render.sign_key, context.settings.render.sign_certificate
    if key or certificate:
        from story_cli.provenance.sign import check_signing

        check_signing(Path(key), Path(certificate))
    film = make_film(
        context.read("story"),
        context.read("scenes"),
        context.read("score"),
        context.read("narration"),
        context.settings.render,
        context.library,
        context.folder,
        out,
        context.progress,
    )
    _prove(context, out)
    return film


def _prove(context: Context, out: Staging) -> None:
    """Put the bill of materials beside the film and its mark inside; sign it if a key is given."""
    from story_cli.provenance.bill import make_bill, write_bill
    from story_cli.provenance.mark import mark

    named = [field.split(".") for stage in STAGES for field in stage.models]
    models = dict.fromkeys(str(getattr(getattr(context.settings, room), name)) for room, name in named)
    bill = make_bill(context.folder, tuple(models), context.library)
    write_bill(out.provenance(), bill)
    mark(out.film(), bill)
    key, certificate = context.settings.render.sign_key, context.settings.render.sign_certificate
    if key or certificate:
        from story_cli.provenance.sign import sign

        sign(out.film(), bill, Path(key), Path(certificate))


_TOLD = ("world", "stories/kits", "stories/kits_catalogue.json", "stories/phrases.json", "stories/openings.json")
_SEEN = ("world", "art", "models/encoder", "models/pronouns")

STAGES: tuple[Stage, ...] = (
    Stage("plan", "plan", ("brief",), ("plan",), ("world", "stories/kits"), ("plan.model",), _plan, 0.02),
    Stage("write", "drafts", ("brief", "plan"), ("write",), _TOLD, ("write.model", "write.fidelity"), _write, 0.2),
    Stage("rank", "story", ("brief", "plan", "drafts"), ("rank",), ("world", "guard"), ("rank.model",), _rank, 0.06),
    Stage("scene", "scenes", ("story",), ("scene",), _SEEN, ("scene.parser", "scene.coref"), _scene, 0.2),
    Stage("score", "score", ("story",), ("score", "voice"), ("world", "music", "sounds"), (), _score, 0.1, ("scenes",)),
    Stage("voice", "narration", ("story",), ("voice",), ("world",), (), _voice, 0.12),
    Stage(
        "render",
        "film",
        ("story", "scenes", "score", "narration"),
        ("render",),
        ("art", "fonts", "sounds"),
        (),
        _render,
        0.3,
    ),
)
STAGE_NAMES = tuple(stage.name for stage in STAGES)


def stage_named(name: str) -> Stage:
    return STAGES[STAGE_NAMES.index(name)]


def why_stale(stage: Stage, folder: StoryFolder, settings: Settings, library: Library, seed: int) -> str:
    """Why a stage has to run, in words; "" if its artifact is fresh."""
    if not folder.has(stage.makes):
        return f"no {stage.makes} yet"
    kept = folder.read(stage.makes)
    now = _header(stage, folder, settings, library, seed)
    header = kept.header
    missing = folder.files_missing(stage.makes, header)
    checks = (
        (header.program == now.program, f"made by storycli {header.program}"),
        (header.seed == now.seed, "another seed"),
        (header.settings == now.settings, "other settings"),
        (header.library == now.library, "the library changed"),
        (not missing, f"{', '.join(missing[:3])} missing or changed"),
        *((header.inputs.get(name) == digest, f"the {name} changed") for name, digest in now.inputs.items()),
    )
    return next((reason for good, reason in checks if not good), "")


def chain(first: str, last: str) -> list[Stage]:
    """The stages from first to last. Raises: StoryError if they are in the wrong order."""
    begin, end = STAGE_NAMES.index(first), STAGE_NAMES.index(last)
    if begin > end:
        raise StoryError(f"--from {first} comes after --until {last}", f"the order is {' '.join(STAGE_NAMES)}")
    return list(STAGES[begin : end + 1])


def run_stages(
    stages: Sequence[Stage],
    path: Path,
    settings: Settings,
    library: Library,
    brief: Brief | None = None,
    *,
    force: bool = False,
    dry_run: bool = False,
    watch: Callable[[Stage], Progress] = lambda stage: silent,
    patience: float = 0.0,
    overlap: bool = False,
) -> list[Report]:
    """Run what is stale (everything if `force`) in order; the folder is locked meanwhile.

    `brief` is written first if given; otherwise the folder's own is used. `overlap` lets a second process share the
    work. Raises: StoryError from a stage, for a missing input, or if a stage would overwrite an artifact that a
    person edited.
    """
    folder = StoryFolder(path)
    if dry_run:
        return _foresee(stages, folder, settings, library, brief, force)
    with folder.locked(patience):
        if brief is not None:
            _keep_brief(folder, brief)
        run = Run(folder, settings, library, _seed(folder), force, watch)
        if overlap:
            from story_cli.overlap import overlapped

            return overlapped(run, stages)
        return [run.do(stage) for stage in stages]


class Run(NamedTuple):
    """A run of stages on a folder that is locked."""

    folder: StoryFolder
    settings: Settings
    library: Library
    seed: int
    force: bool
    watch: Callable[[Stage], Progress]

    def reason(self, stage: Stage) -> str:
        """Why a stage has to run, "" if it is fresh. Raises: StoryError if it would overwrite a person's edits."""
        why = why_stale(stage, self.folder, self.settings, self.library, self.seed)
        reason = "asked for" if self.force else why
        if reason:
            _spare_edits(stage, self.folder, self.force)
        return reason

    def do(self, stage: Stage) -> Report:
        """Run a stage if it is stale."""
        reason = self.reason(stage)
        if not reason:
            return Report(stage.name, "fresh", "", 0.0)
        began = time.monotonic()
        run_stage(stage, Context(self.folder, self.settings, self.library, self.seed, self.watch(stage)))
        return Report(stage.name, "made", reason, time.monotonic() - began)


def run_stage(stage: Stage, context: Context) -> None:
    """Run one stage and keep what it makes."""
    folder = context.folder
    for name in stage.reads:
        folder.read(name)  # a missing input is named before anything heavy is loaded
    if "story" in stage.reads:
        from story_cli.guard import check_story

        check_story(context.library, folder.read("story").artifact)  # it may have been edited, or come from outside
    header = _header(stage, folder, context.settings, context.library, context.seed)
    if stage.name == "rank":
        from story_cli.guard import collecting

        with collecting() as rejected:
            story = stage.run(context, None)
        folder.keep_rejected(rejected)
        folder.write(stage.makes, story, header)
    elif stage.name in ("plan", "write"):
        folder.write(stage.makes, stage.run(context, None), header)
    else:
        with folder.staging(stage.makes) as out:
            out.commit(stage.run(context, out), header)
    context.progress(1.0, "")


def _foresee(
    stages: Sequence[Stage], folder: StoryFolder, settings: Settings, library: Library, brief: Brief | None, force: bool
) -> list[Report]:
    """What `run_stages` would do, without touching the folder."""
    reports, changed = [], ""
    if brief is not None and (not folder.has("brief") or folder.read("brief").artifact != brief):
        changed = "the brief is new"
    for stage in stages:
        seed = brief.seed if brief is not None else _seed(folder)
        reason = "asked for" if force else changed or why_stale(stage, folder, settings, library, seed)
        reports.append(Report(stage.name, "would make" if reason else "fresh", reason, 0.0))
        changed = changed or (f"the {stage.makes} will be new" if reason else "")
    return reports


def _header(stage: Stage, folder: StoryFolder, settings: Settings, library: Library, seed: int) -> Header:
    inputs = {name: folder.read(name).digest for name in (*stage.reads, *stage.may_read) if folder.has(name)}
    models = []
    for field in stage.models:
        room, name = field.split(".")
        model = getattr(getattr(settings, room), name)
        if model in ("", "none"):
            continue
        models.append(f"models/{model}" if (library.root / "models" / model).is_dir() else str(Path(model).absolute()))
    digests = [settings_digest(getattr(settings, name)) for name in stage.settings]
    return Header(
        schema=f"storycli/{stage.makes}",
        schema_version=SCHEMA_VERSION,
        stage=stage.name,
        program=__version__,
        seed=seed,
        settings="+".join(digests),
        library=library.digest(*stage.library, *models),
        inputs=inputs,
    )


def _keep_brief(folder: StoryFolder, brief: Brief) -> None:
    if folder.has("brief") and folder.read("brief").artifact == brief:
        return
    empty: dict[str, str] = {}
    header = Header("storycli/brief", SCHEMA_VERSION, "brief", __version__, brief.seed, "", "", empty)
    folder.write("brief", brief, header)


def _seed(folder: StoryFolder) -> int:
    if folder.has("brief"):
        return int(folder.read("brief").artifact.seed)
    return 1  # a story that a person wrote by hand


def _spare_edits(stage: Stage, folder: StoryFolder, force: bool) -> None:
    if force or not folder.has(stage.makes) or not folder.read(stage.makes).edited:
        return
    raise StoryError(
        f"{folder.file(stage.makes)} was edited by hand and {stage.name} would overwrite it",
        f"keep it: begin after it with --from; or write it anew: storycli {stage.name} {folder.path} --force",
    )


def schema(name: str) -> bytes:
    """JSON Schema of an artifact. Raises: StoryError for an unknown name."""
    from story_cli.store import ARTIFACTS

    if name not in ARTIFACTS:
        raise StoryError(f"no artifact '{name}'", f"choose from: {', '.join(ARTIFACTS)}")
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(ARTIFACTS[name])), indent=2)
