"""A story → composed scenes and their pictures: understand, choose, lay out, time, paint.

Draws from rng for the side, distance and view of a scene (story_cli.scene.shots) only, by its words and those of the
scene before; everything else follows from the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from story_cli.artifacts import PICTURE_BOTTOM, Element, Graph, Plan, Scene, Scenes, Story
from story_cli.scene.arrange import Order, best_arrangement, fewer
from story_cli.scene.boxes import Figure, element_box
from story_cli.scene.check import faults, told_apart, unkept_relations
from story_cli.scene.choose import Chosen, choose
from story_cli.scene.cues import cues_of
from story_cli.scene.dress import look_of, own_colours, slots_for
from story_cli.scene.expected import with_expected
from story_cli.scene.gear import gear_for, place_in_text
from story_cli.scene.light import times_of_day, weather
from story_cli.scene.painted import painted_words, place_seed
from story_cli.scene.prior import read_prior
from story_cli.scene.shots import shot_of
from story_cli.scene.stage import Item, drawn_height, level_of
from story_cli.scene.standins import with_standins
from story_cli.scene.standout import why_lit, with_light
from story_cli.scene.stills import keep_still
from story_cli.scene.understand import Understood, read_with_models
from story_cli.shape import STAGE_WIDTHS, Ratio

if TYPE_CHECKING:
    from story_cli.art.backdrop import Marks
    from story_cli.catalogue import Library
    from story_cli.settings import SceneSettings
    from story_cli.store import StageFolder

Progress = Callable[[float, str], None]
_CARRYING = frozenset(("riding", "on", "in", "inside"))
_THINNINGS = 6  # pieces that may be left out of a picture in which somebody covers a face


def compose(
    story: Story,
    plan: Plan | None,
    settings: SceneSettings,
    library: Library,
    seed: int,
    out: StageFolder,
    progress: Progress,
) -> Scenes:
    """Compose every scene of a story and write its picture to `out.picture(n)`.

    `plan` is not needed: the pictures show what the words say; with it, nobody who acts is missing.
    Raises: StoryError on a missing model or drawing.
    """
    from story_cli.art.cache import ArtCache
    from story_cli.art.paint import paint_scene

    scenes = compose_scenes(story, settings, library, seed, progress, plan)
    cache = ArtCache.of_user()
    for number, scene in enumerate(scenes.scenes, 1):
        progress(0.3 + 0.7 * (number - 1) / len(scenes.scenes), f"painting scene {number}")
        still = at_its_peak(scene)
        keep_still(still, library, out.picture(number), partial(paint_scene, still, library, cache))
    progress(1.0, "scenes are painted")
    return scenes


def compose_scenes(
    story: Story, settings: SceneSettings, library: Library, seed: int, progress: Progress, plan: Plan | None = None
) -> Scenes:
    """The composed scenes without painting them."""
    progress(0.0, "reading the story")
    understood = read_with_models(
        [scene.text for scene in story.scenes], library, settings, theme=story.theme, cast=story.cast,
        places=[scene.place for scene in story.scenes],
    )  # fmt: skip
    understood = with_standins(with_expected(understood, story, plan), story, library)
    progress(0.2, "placing the actors")
    places = [library.places.get(scene.place) for scene in story.scenes]
    times = times_of_day([scene.reading.parsed for scene in understood], places)
    roles = own_colours([scene.graph for scene in understood], library, story.hero)
    done = []
    for number, scene in enumerate(understood):
        done.append(Composer(story, library, seed, number, roles, settings.ratio).compose(scene, times[number]))
    return Scenes(tuple(done))


def at_its_peak(scene: Scene) -> Scene:
    """The scene as a still shows it: everybody there, with the last feeling and move that the words give them."""
    last: dict[tuple[str, str], str] = {}
    for cue in scene.cues:
        if cue.change in ("expression", "animation", "pose"):
            last[cue.element, cue.change] = cue.value
    elements = tuple(
        msgspec.structs.replace(
            element,
            expression=last.get((element.id, "expression"), element.expression),
            animation=last.get((element.id, "animation"), element.animation),
            pose=last.get((element.id, "pose"), element.pose),
        )
        for element in scene.elements
    )
    return msgspec.structs.replace(scene, elements=elements)


class Composer:
    """Composes one scene of a story."""

    def __init__(
        self, story: Story, library: Library, seed: int, number: int, roles: dict[str, str], ratio: Ratio
    ) -> None:
        """`roles` gives creatures that would all wear the hero's colour one of their own, by entity id."""
        self.roles, self.ratio, self.width = roles, ratio, STAGE_WIDTHS[ratio]
        self.story = story
        self.library = library
        self.seed = seed
        self.number = number
        self.shot = shot_of(seed, story.scenes[number - 1] if number else None, story.scenes[number])
        self.figures: dict[str, Figure] = {}  # by piece

    def compose(self, scene: Understood, time: tuple[str, str]) -> Scene:
        """Choose, place and time one scene. `time` is (time of day, why)."""
        from story_cli.art.backdrop import place_marks
        from story_cli.art.signature import signature

        place, background_seed, notes = self._place(scene.graph)
        marks = place_marks(place, background_seed, self.width)
        painted = painted_words(place, marks.landmark, time[0], self.library.root)
        chosen, left_out = choose(scene.facts, self.library, painted, self.story.hero)
        entry = self.library.places.get(place)
        sky, sky_reason = weather(scene.reading.parsed, self.story.theme, entry)
        colours = signature(self.story.colours, self.story.theme, self.seed, time[0])

        def draft(items: Sequence[Item]) -> Scene:
            return Scene(
                place=place,
                time_of_day=time[0],  # type: ignore[arg-type]
                weather=sky,
                background_seed=background_seed,
                signature=colours,
                elements=self._elements(items),
                cues=(),
                graph=scene.graph,
                focus=(0.0, 0.0),
                ratio=self.ratio,
            )

        items, crowded = self._arranged(scene, chosen, marks, draft)
        laid = draft(items)
        by_id = {element.id: self.figures[element.piece] for element in laid.elements}
        cues, focus = cues_of(scene, laid.elements, by_id, self.width), _focus(laid, self.figures)
        notes += [f"{time[0]}: {time[1]}", f"weather {sky}: {sky_reason}", *left_out, *crowded]
        notes += [why for _, why in unkept_relations(laid, self.figures)] + told_apart(laid, self.figures)
        laid = with_light(laid, {item.id for item in items if item.actor}, self.library)
        notes += [why_lit(element) for element in laid.elements if element.light]
        dressed = (*laid.elements, *self._gear(laid, place))
        return msgspec.structs.replace(laid, notes=tuple(notes), elements=dressed, cues=cues, focus=focus)

    def _arranged(
        self, scene: Understood, chosen: Sequence[Chosen], marks: Marks, draft: Callable[[Sequence[Item]], Scene]
    ) -> tuple[list[Item], list[str]]:
        """The chosen pieces at their best places, and notes on who had to go: a fault is worse than one piece less."""
        best, kept, rest = self._placed(scene, chosen, marks, draft), tuple(chosen), tuple(chosen)
        broken = faults(draft(best), self.figures, marks)
        for _ in range(_THINNINGS):
            fewer_still = fewer(rest, broken) if broken else None
            if fewer_still is None:
                break
            rest = fewer_still
            items = self._placed(scene, rest, marks, draft)
            found = faults(draft(items), self.figures, marks)
            if len(found) < len(broken):
                best, broken, kept = items, found, rest
        copies = {one.entity.id: one.copies for one in kept}
        notes = [
            f"{one.entity.id}: {copies.get(one.entity.id, 0)} of {one.copies} are drawn, more would cover a face"
            for one in chosen
            if copies.get(one.entity.id, 0) < one.copies
        ]
        return best, notes

    def _placed(
        self, scene: Understood, chosen: Sequence[Chosen], marks: Marks, draft: Callable[[Sequence[Item]], Scene]
    ) -> list[Item]:
        moves = _moves_of(scene)
        order = Order(
            make_items=lambda: [item for one in chosen for item in self._items(one, marks, moves)],
            relations=scene.graph.relations,
            facing=_facing(scene),
            hand_things=frozenset(prop.id for prop in self.library.props.values() if "hand" in prop.tags),
            hero_left=self.shot.hero_left,
            closeness=self.shot.closeness * (1.12 if len(chosen) <= 2 else 1.0),
        )
        if not chosen:
            return []
        return best_arrangement(order, marks, draft, self.figures, read_prior(self.library.root))

    def _elements(self, items: Sequence[Item]) -> tuple[Element, ...]:
        """Elements from back to front."""
        holders = {item.holder for item in items}
        found = (self._element(item, item.id in holders) for item in items)
        return tuple(sorted(found, key=lambda element: (element.depth, element.id)))

    def _gear(self, scene: Scene, place: str) -> list[Element]:
        """What the hero and other people wear because of the theme."""
        shown = {element.id for element in scene.elements}
        carried = {
            relation.subject
            for relation in scene.graph.relations
            if relation.predicate in _CARRYING and relation.object in shown
        }
        theme, library = self.story.theme, self.library
        found = [
            gear_for(one, self.figures[one.piece].piece, theme, place, library, carried=one.id in carried)
            for one in scene.elements
            if not one.holder
        ]
        return [worn for worn in found if worn is not None]

    def _place(self, graph: Graph) -> tuple[str, int, list[str]]:
        from story_cli.art.backdrop import has_place

        place = self.story.scenes[self.number].place
        notes = []
        named = place_in_text(self.story.scenes[self.number].text, place, self.story.theme, self.library)
        if named != place and has_place(named):
            notes.append(f"the text names the place '{named}', not '{place}'")
            place = named
        if not has_place(place):
            drawn = [p.id for p in self.library.places_of(self.story.theme) if has_place(p.id)]
            if drawn:
                notes.append(f"the place '{place}' has no backdrop yet; {drawn[0]} stands for it")
                place = drawn[0]
        return place, place_seed(self.seed, place, self.shot.visit, graph, self.library), notes

    def _figure(self, piece: str) -> Figure:
        from story_cli.art.piece import load_piece

        if piece not in self.figures:
            self.figures[piece] = Figure(load_piece(self.library, piece))
        return self.figures[piece]

    def _items(self, chosen: Chosen, marks: Marks, moves: dict[str, set[str]]) -> list[Item]:
        entity = chosen.entity
        figure = self._figure(entity.piece)
        made = []
        for copy in range(chosen.copies):
            level = level_of(entity, self.library, marks, moves.get(entity.id, set()), actor=chosen.actor)
            crowd = 1.0 if chosen.copies == 1 else 0.8 if chosen.actor else 0.66
            height = drawn_height(figure, entity, actor=chosen.actor, width=self.width) * (1.0 - 0.06 * copy) * crowd
            item = Item(
                entity.id if not copy else f"{entity.id}#{copy + 1}", entity, figure, chosen.actor, height, level
            )
            if copy:
                item.parent, item.predicate = entity.id, "copy"
            item.reasons.append(chosen.reason)
            made.append(item)
        return made

    def _element(self, item: Item, holds: bool) -> Element:
        poses = item.figure.piece.poses
        return Element(
            id=item.id,
            piece=item.entity.piece,
            x=round(item.x, 1),
            y=round(item.y, 1),
            height=round(item.height, 1),
            flip=item.flip,
            depth=round(item.depth, 3),
            expression="calm",
            pose="hold" if holds and "hold" in poses else "idle",
            slots=slots_for(item.figure.piece, item.entity, self.roles),
            look=look_of(item.figure.piece, item.entity, self.seed, self.story.hero),
            holder=item.holder,
            grounded=item.grounded,
            reason="; ".join(item.reasons),
        )


def _moves_of(scene: Understood) -> dict[str, set[str]]:
    moves: dict[str, set[str]] = {}
    for action in scene.graph.actions:
        moves.setdefault(action.agent, set()).add(action.move)
    return moves


def _facing(scene: Understood) -> dict[str, str]:
    """Whom each actor looks at: the other end of a relation or move, the one spoken with, else the hero's partner."""
    found: dict[str, str] = {}
    speakers = [line.speaker for line in scene.graph.lines]
    ids = [entity.id for entity in scene.graph.entities if entity.visible and entity.piece]
    for speaker, other in pairwise(speakers):
        if speaker != other:
            found[speaker], found[other] = other, speaker
    for relation in scene.graph.relations:
        found.setdefault(relation.subject, relation.object)
    for action in scene.graph.actions:
        if action.target:
            found[action.agent] = action.target
    for one in ids:
        others = [other for other in ids if other != one]
        if one not in found and others:
            found[one] = "hero" if "hero" in others else others[0]
    return found


def _focus(scene: Scene, figures: dict[str, Figure]) -> tuple[float, float]:
    """Between the hero and the one nearest in weight: where the camera leans at first."""
    elements = scene.elements
    if not elements:
        return (scene.stage_width / 2, PICTURE_BOTTOM / 2)
    hero = [e for e in elements if e.id == "hero"]
    boxes = [element_box(figures[e.piece], e) for e in (hero or elements)]
    everyone = [element_box(figures[e.piece], e) for e in elements]
    middle = sum(box.x for box in everyone) / len(everyone)
    return (round(0.6 * boxes[0].x + 0.4 * middle, 1), round(min(0.62 * PICTURE_BOTTOM, boxes[0].y), 1))
