"""Puts the words of picture books into trees of web text, so that the tagger knows "swam", "octopus" and "Lulu".

A verb is replaced by one of the same form and valency, a noun by one of the same number, a name by a name; the tree
stays. Web treebanks have almost no swimming, humming or hopping, and a small model cannot guess them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from story_cli.scene.words import word_set
from story_cli.training.treebank import Token, Tree


def word_list(text: str) -> list[str]:
    """Words separated by white space."""
    return text.split()


INTRANSITIVE = word_list("""
    swim dive paddle glide float drift hop jump leap skip bounce tiptoe creep crawl march waddle wobble
    wriggle wiggle roll tumble trot gallop scamper scurry scuttle flutter flap fly soar swoop hover spin
    twirl whirl dance prance sing hum whistle laugh giggle chuckle grin smile beam frown sigh sob weep
    cry sniff sneeze yawn snore doze nap sleep wake shiver tremble quiver shake gasp blink wink nod wave
    bow point peek peep peer stare gaze glance hide crouch duck cower kneel sit stand lie rest wait lean
    dangle hang climb clamber slide slip trip stumble plop flop splash sink shine glow sparkle twinkle
    glitter gleam flicker shimmer grow shrink vanish appear disappear pop fizz buzz hiss rattle rumble
    creak croak squeak squeal roar growl bark purr hoot chirp quack honk knock ring tick drip bubble
    swing sway rock wander stroll hurry rush dash race zoom zip sail row snuggle huddle curl cuddle
    stretch topple flash melt bloom land circle echo listen think wonder go come
""")
TRANSITIVE = word_list("""
    hug hold carry grab catch throw toss pull push tug drag lift roll spin shake wave hide find lose
    open shut close lock wear ride chase follow lead help tickle pat stroke poke nudge bump lick bite
    munch nibble eat sip drink taste smell paint draw fold wrap tie untie knit sew stitch dig plant pick
    gather collect sweep wash scrub polish rub dust drop kick bang ring blow light tuck squeeze hang
    pour stir bake scoop fill empty give hand lend borrow share offer bring fetch steal swap point see
    spot notice watch hear wake scare surprise thank greet kiss teach show build mend fix break
""")
_IRREGULAR = {  # base: past, participle
    "swim": "swam swum", "dive": "dived dived", "leap": "leapt leapt", "creep": "crept crept", "fly": "flew flown",
    "spin": "spun spun", "sing": "sang sung", "weep": "wept wept", "sleep": "slept slept", "wake": "woke woken",
    "shake": "shook shaken", "hide": "hid hidden", "kneel": "knelt knelt", "sit": "sat sat", "stand": "stood stood",
    "lie": "lay lain", "hang": "hung hung", "slide": "slid slid", "sink": "sank sunk", "shine": "shone shone",
    "grow": "grew grown", "shrink": "shrank shrunk", "ring": "rang rung", "swing": "swung swung", "go": "went gone",
    "come": "came come", "think": "thought thought", "hold": "held held", "catch": "caught caught",
    "throw": "threw thrown", "find": "found found", "lose": "lost lost", "shut": "shut shut", "wear": "wore worn",
    "ride": "rode ridden", "lead": "led led", "bite": "bit bitten", "eat": "ate eaten", "drink": "drank drunk",
    "draw": "drew drawn", "dig": "dug dug", "sweep": "swept swept", "blow": "blew blown", "light": "lit lit",
    "give": "gave given", "lend": "lent lent", "bring": "brought brought", "steal": "stole stolen", "see": "saw seen",
    "hear": "heard heard", "teach": "taught taught", "build": "built built", "break": "broke broken",
    "sew": "sewed sewn", "show": "showed shown", "run": "ran run", "stick": "stuck stuck",
}  # fmt: skip
_DOUBLED = word_set("""
    swim hop skip trot flap spin hum grin sob nap nod plop flop slip trip pop zip hug grab tug pat wrap
    knit dig drop rub scrub sit shut run swap spot
""")  # fmt: skip
NOUNS = word_list("""
    octopus crab whale turtle starfish seahorse dolphin clownfish jellyfish fox owl rabbit hedgehog frog
    squirrel deer bat mouse bear unicorn dragon mermaid pirate astronaut wizard princess knight robot
    penguin cat kitten alien parrot monkey seagull horse raven goose reindeer seal snowman husky bubble
    pearl shell anchor boat lantern bell drum crown map key star acorn wand mushroom bridge cauldron
    nest log fern leaf umbrella hat scarf cake cup letter ladder kite teapot door cloud moon rainbow
    snowball blanket pillow rocket comet planet flag telescope barrel coconut hammock cave reef lagoon
    kelp coral glade pond waterfall meadow castle tower courtyard igloo sled mitten creature friend
    whisper giggle splash tail fin paw claw wing beak whisker nose tummy tentacle shadow puddle pebble
    rock wave
""")
_PLURALS = {"mouse": "mice", "goose": "geese", "deer": "deer", "starfish": "starfish", "clownfish": "clownfish",
            "leaf": "leaves",
            "jellyfish": "jellyfish", "scarf": "scarves", "reindeer": "reindeer", "snowman": "snowmen"}  # fmt: skip
NAMES = word_list("""
    Lulu Pip Nerissa Otto Mabel Tilda Lumi Pearl Coralie Juno Hazel Wren Poppy Iris Olive Mina Bea Lola
    Yara Ruby Dot Zuri Fern Kai Milo Finn Hugo Bram Leo Jonah Nico Sol Theo Gus Emil Ravi Luca Eli Felix
    Robin Sky Remy Bo Quill Ash Tully Mei Tala Noor Ama
""")
ADJECTIVES = word_list("""
    tiny little big huge giant old silly happy sad scared sleepy brave shy proud curious grumpy golden
    shiny glowing sparkly soft round wobbly wet dark quiet loud funny pink purple blue teal green yellow
    orange red fluffy furry spotty stripy magic kind gentle warm cosy
""")


_MORE_IRREGULAR = """
    fall fell fallen/feel felt felt/keep kept kept/leave left left/tell told told/begin began begun/drive drove driven
    speak spoke spoken/win won won/forget forgot forgotten/meet met met/rise rose risen/say said said/sell sold sold
    send sent sent/take took taken/tear tore torn/understand understood understood/write wrote written/bend bent bent
    choose chose chosen/cling clung clung/deal dealt dealt/fight fought fought/fling flung flung/freeze froze frozen
    get got got/know knew known/lay laid laid/make made made/mean meant meant/shoot shot shot/spend spent spent
    spring sprang sprung/sting stung stung/strike struck struck/swear swore sworn/swell swelled swollen
    stick stuck stuck
    buy bought bought/become became become/blow blew blown/feed fed fed/pay paid paid/seek sought sought
"""  # base, past, participle; only for lemmas


def inflected(base: str, tag: str) -> str:
    """A verb's form for a Penn tag: VB, VBP, VBZ, VBG, VBD or VBN."""
    stem = base + base[-1] if base in _DOUBLED else base
    if tag in ("VB", "VBP"):
        return base
    if tag == "VBZ":
        if base.endswith(("s", "x", "z", "ch", "sh", "go")):
            return base + "es"
        return base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"
    if tag == "VBG":
        if base == "lie":
            return "lying"
        return (base[:-1] if base.endswith("e") and not base.endswith("ee") else stem) + "ing"
    if base in _IRREGULAR:
        past, participle = _IRREGULAR[base].split()
        return past if tag == "VBD" else participle
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if base.endswith("y") and base[-2] not in "aeiou" else stem + "ed"


def lemma_forms() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(lemma, part of speech, inflected forms) of every verb and noun of the lists."""
    for base in dict.fromkeys((*INTRANSITIVE, *TRANSITIVE)):
        yield base, "VERB", tuple(dict.fromkeys(inflected(base, tag) for tag in ("VB", "VBZ", "VBG", "VBD", "VBN")))
    for entry in _MORE_IRREGULAR.replace("\n", "/").split("/"):
        if entry.split():
            base, *forms = entry.split()
            yield base, "VERB", tuple(dict.fromkeys(forms))
    for noun in NOUNS:
        yield noun, "NOUN", tuple(dict.fromkeys((noun, many(noun))))


def many(noun: str) -> str:
    """Plural of a noun of the list."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"


def with_story_words(tree: Tree, rng: random.Random, share: float = 0.35) -> Tree:
    """The tree with about `share` of its verbs, nouns, adjectives and names replaced."""
    words = list(tree)
    for index, token in enumerate(tree):
        if rng.random() < share:
            words[index] = _replaced(tree, index, token, rng)
    for index in range(len(words) - 1):
        if words[index].lemma == "a" and words[index].pos == "DET":
            an = words[index + 1].form[:1].lower() in "aeiou" and words[index + 1].form.lower() != "unicorn"
            form = "an" if an else "a"
            words[index] = replace(words[index], form=form.capitalize() if words[index].form[:1].isupper() else form)
    return tuple(words)


def _replaced(tree: Tree, index: int, token: Token, rng: random.Random) -> Token:
    below = {child.dep.split(":")[0] for at, child in enumerate(tree) if child.head == index and at != index}
    particles = any(child.dep == "compound:prt" for child in tree if child.head == index)
    upper = token.form[:1].isupper()
    if (
        token.pos == "VERB"
        and token.tag.startswith("VB")
        and not particles
        and not below & {"ccomp", "xcomp", "iobj", "expl"}
    ):
        base = rng.choice(TRANSITIVE if "obj" in below or token.tag == "VBN" else INTRANSITIVE)
        form = inflected(base, token.tag)
        return replace(token, form=form.capitalize() if upper else form, lemma="")
    if token.pos == "NOUN" and token.tag in ("NN", "NNS") and token.dep not in ("compound", "fixed", "goeswith"):
        noun = rng.choice(NOUNS)
        form = noun if token.tag == "NN" else many(noun)
        return replace(token, form=form.capitalize() if upper else form, lemma="")
    if (
        token.pos == "PROPN"
        and token.tag == "NNP"
        and token.dep not in ("compound", "flat")
        and not below & {"compound", "flat"}
    ):
        name = rng.choice(NAMES)
        return replace(token, form=name, lemma="")
    if token.pos == "ADJ" and token.tag == "JJ" and token.dep == "amod":
        adjective = rng.choice(ADJECTIVES)
        return replace(token, form=adjective.capitalize() if upper else adjective, lemma="")
    return token
