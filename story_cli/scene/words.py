"""Word tables of the scene stage: how the words of a story stand for moves, feelings, relations and things.

Keys are lemmas in lower case; values are words of the world's vocabulary. Nothing here is about a single sentence.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Words separated by white space."""
    return frozenset(text.split())


_MOVES = {
    "swim": "swim dive paddle glide splash",
    "walk": "walk go come step stroll tiptoe waddle creep crawl march wander plod stomp trot trudge stride shuffle "
    "hurry head sneak return approach leave arrive enter limp pace toddle",
    "run": "run race rush dash scurry zoom gallop scamper speed charge sprint whizz bolt scuttle dart",
    "fly": "fly soar flap flutter swoop hover",
    "float": "float drift bob sail",
    "jump": "jump hop leap bounce skip spring bound pounce",
    "dance": "dance prance jig waltz twirl",
    "wave": "wave",
    "look": "look stare gaze peer watch glance gape squint",
    "point": "point",
    "hide": "hide duck crouch",
    "peek": "peek peep",
    "climb": "climb clamber scramble",
    "fall": "fall tumble trip topple plop flop stumble drop",
    "carry": "carry bring drag lug haul fetch lift",
    "give": "give hand offer lend present",
    "sing": "sing hum whistle",
    "laugh": "laugh giggle chuckle cackle chortle snigger",
    "cry": "cry weep sob sniff sniffle wail",
    "shiver": "shiver tremble quake quiver shudder shake",
    "sleep": "sleep nap doze snore snooze slumber",
    "wake": "wake waken awake",
    "shine": "shine glow sparkle twinkle glitter gleam flash glimmer shimmer",
    "spin": "spin whirl swirl roll",
    "chase": "chase",
    "grow": "grow swell",
    "shrink": "shrink",
    "open": "open",
    "vanish": "vanish disappear",
}
MOVES: dict[str, str] = {verb: move for move, verbs in _MOVES.items() for verb in verbs.split()}

# verb + particle or fixed complement, where the pair means another move than the verb alone
PHRASAL_MOVES = {
    ("fall", "asleep"): "sleep",
    ("curl", "up"): "sleep",
    ("wake", "up"): "wake",
    ("drop", "down"): "fall",
    ("stand", "up"): "",
    ("get", "up"): "",
    ("nod", "off"): "sleep",
    ("go", "sleep"): "sleep",
    ("turn", "around"): "spin",
    ("pick", "up"): "carry",
    ("pop", "up"): "peek",
    ("pop", "out"): "peek",
    ("burst", "out"): "laugh",
    ("blow", "away"): "fly",
    ("give", "up"): "",
    ("run", "out"): "run",
    ("roll", "off"): "fall",
    ("roll", "out"): "fall",
    ("fall", "over"): "fall",
    ("swing", "open"): "open",
    ("fly", "open"): "open",
    ("pop", "open"): "open",
    ("burst", "open"): "open",
    ("creak", "open"): "open",
    ("slide", "open"): "open",
    ("float", "away"): "float",
    ("peer", "out"): "peek",
    ("look", "out"): "peek",
    ("drift", "off"): "float",
    ("doze", "off"): "sleep",
    ("drop", "off"): "sleep",
    ("go", "out"): "walk",
}
LIVING_MOVES = frozenset(("look", "point", "give", "carry", "chase"))  # a letter "comes", and does not walk
TRANSITIVE_ONLY_MOVES = {"carry", "give", "chase"}  # "brought", "gave" without an object tell no move
LOOK_FOR = ("for", "after", "like", "up", "forward")  # "looked for", "looked like": no look that can be drawn

SPEECH_VERBS = word_set("""
    say ask cry call whisper shout sing reply answer laugh giggle sigh yell gasp murmur mutter squeak
    squeal croak roar growl grunt bark honk hoot chirp tell add explain announce beg whine hiss hum boom
    rumble purr moan groan exclaim declare shriek scream chuckle wonder think sniff wail suggest agree
    continue begin squawk bleat chatter beep mumble warn order command repeat promise admit snort yawn
    thunder puff pant cheer sob snap grumble meow bellow gurgle bubble rasp chime tweet caw howl neigh
    sing-song stammer stutter plead insist offer remark note observe greet trill pipe cackle splutter
    blurt crow wheeze gulp squeal demand interrupt joke tease boast
""")
SOFT_SPEECH_VERBS = frozenset(("think", "wonder"))  # inside the head: the mouth stays shut

_FEELINGS_BY_ADJECTIVE = {
    "happy": "happy glad merry cheerful joyful delighted pleased jolly thrilled excited grateful overjoyed gleeful",
    "sad": "sad unhappy lonely sorry miserable gloomy disappointed tearful homesick glum upset heartbroken",
    "scared": "scared afraid frightened nervous worried anxious terrified shy fearful alarmed",
    "surprised": "surprised amazed astonished startled shocked puzzled stunned confused",
    "angry": "angry cross grumpy annoyed furious mad grouchy",
    "sleepy": "sleepy tired drowsy weary exhausted asleep",
    "proud": "proud brave confident",
    "curious": "curious interested nosy",
}
_FEELINGS_BY_VERB = {
    "happy": "smile grin laugh giggle cheer beam chuckle clap rejoice cackle",
    "sad": "cry weep sob sulk mope",
    "scared": "tremble worry quake shudder cower quiver",
    "surprised": "gasp gape",
    "angry": "frown growl scowl grumble huff snarl",
    "sleepy": "yawn",
    "proud": "boast strut",
    "curious": "wonder",
}
_FEELINGS_BY_NOUN = {
    "happy": "joy delight happiness smile grin laughter glee",
    "sad": "tear tears sadness sorrow",
    "scared": "fear fright",
    "surprised": "surprise wonder amazement astonishment",
    "angry": "anger frown",
    "proud": "pride",
    "curious": "curiosity",
    "sleepy": "yawn",
}


def _turned(table: dict[str, str]) -> dict[str, str]:
    return {word: feeling for feeling, words in table.items() for word in words.split()}


FEELINGS_BY_ADJECTIVE = _turned(_FEELINGS_BY_ADJECTIVE)
FEELINGS_BY_VERB = _turned(_FEELINGS_BY_VERB)
FEELINGS_BY_NOUN = _turned(_FEELINGS_BY_NOUN)
FEELINGS_BY_ADVERB = _turned(
    {
        "happy": "happily merrily cheerfully gladly joyfully excitedly brightly",
        "sad": "sadly unhappily miserably glumly",
        "scared": "nervously shyly timidly fearfully anxiously",
        "angry": "angrily crossly grumpily",
        "sleepy": "sleepily tiredly drowsily",
        "proud": "proudly bravely boldly",
        "curious": "curiously",
    }
)

# preposition (words joined by spaces) → predicate of the world
PREPOSITIONS = {
    "on": "on", "onto": "on", "upon": "on", "atop": "on", "on top of": "on", "on to": "on", "in": "in",
    "within": "in", "inside": "inside", "inside of": "inside", "into": "into", "under": "under",
    "underneath": "under", "beneath": "under", "below": "below", "from under": "out of", "above": "above",
    "over": "over", "high above": "above", "behind": "behind", "from behind": "behind", "in front of": "in front of",
    "before": "in front of", "beside": "beside", "by": "beside", "alongside": "beside", "at the side of": "beside",
    "side by side with": "beside", "near": "near", "close to": "near", "past": "near", "next to": "next to",
    "between": "between", "among": "between", "around": "around", "round": "around", "at": "at", "against": "against",
    "with": "with", "to": "toward", "toward": "toward", "towards": "toward", "up to": "toward", "after": "toward",
    "from": "away from", "off": "away from", "away from": "away from", "out of": "out of", "through": "through",
    "across": "over", "along": "on", "out from": "out of", "at the top of": "on", "on the top of": "on",
    "at the bottom of": "in", "in the middle of": "in", "at the end of": "at", "at the edge of": "at",
    "on the back of": "riding", "to the top of": "on",
}  # fmt: skip
NOT_BEFORE_TIME = frozenset(("before", "after"))  # as prepositions mostly about time

HOLDING_VERBS = frozenset(("hold", "carry", "grip", "clutch", "hug", "cuddle", "cradle", "grab", "clasp"))
TAKING_VERBS = frozenset(("take", "catch", "lift", "fetch", "bring", "collect", "gather", "snatch", "scoop"))
LOSING_VERBS = word_set("""
    drop give lose throw hand put place toss leave set hang lend let fling return eat
""")
# with these "to" and "from" say where somebody goes; with others whom one tells, from where one sees
GOING_MOVES = word_set("walk run swim fly float jump climb carry chase spin fall dance")
GOING_VERBS = word_set(
    "go come return slide crawl turn row ride sail drive roll lead move travel wander set start escape"
)
HANDLING_VERBS = (
    HOLDING_VERBS
    | TAKING_VERBS
    | LOSING_VERBS
    | word_set("""
    wear eat drink open close shut read write use buy sell find keep break mend fix fold wrap polish ring tie untie
    blow light pour fill empty bite nibble unroll roll kick pick shake taste chew swallow
""")
)
LIVING_VERBS = SPEECH_VERBS | word_set("""
    giggle laugh smile grin blink yawn sleep wake eat drink want like love think know feel listen swim walk run hop
    jump look hide climb sit wave dance nod bow breathe hum wag
""")
MEETING_VERBS = word_set("ask tell meet visit greet wake thank call answer help tickle scare frighten")
ATTACHING_VERBS = word_set("stick stuck cling tie tied fasten glue pin pinned nail hook fix strap")  # "to" is "on"
STAYING_VERBS = word_set("be stop arrive stay begin end land meet kneel gather work eat play pause dig")
TOUCHING_VERBS = word_set("knock tap bang rap drum pound press push write draw scribble print sign scratch blow step")
BRINGING_VERBS = word_set("bring give carry take fetch hand show throw pass send read sing tell lend offer")
INVERTING_VERBS = word_set("""
    sit stand lie lay hang come go live float swim hide wait sleep stretch rise shine grow appear jump pop fly run hop
    roll fall tumble dive walk creep crawl climb march rest lurk glow peep
""")
CONTROL_VERBS = word_set("let make help see watch hear feel ask tell want teach send allow invite leave find keep")
THING_VERBS = word_set("""
    be have fall shine glow float hang lie stand roll grow look seem smell taste feel sound come go fly drift open close
    break ring melt stay remain need belong fit cost spin sink rise drop land cover turn sparkle twinkle point
""")
RIDING_VERBS = frozenset(("ride", "sail", "row", "drive", "steer", "paddle"))
WEARING_VERBS = frozenset(("wear",))
# what stands in the place is the object: "put the shell on the rock"
# where these are done somebody is, whatever they are done to
DOING_VERBS = word_set("""
    eat drink read sing play practise chase follow hear want like love have leave pass hunt lead celebrate share swim
    dance reach enter cross climb teach learn make build cook bake say tell ask join
""")
PUTTING_VERBS = word_set("""
    put place set lay hang hide tuck drop stick pin tie fasten wrap stack pile throw toss pour balance
    rest lean spread plant leave drape build park roll push pull drag carry bring take lift pack pop
    plop stuff squeeze stand sit write draw scribble print
    scratch land keep find see spot notice discover paint hold stow load fold tap
""")

BODY_PARTS = word_set("""
    hand head arm leg foot eye ear nose mouth tail fin wing claw paw back chin tummy belly face hair
    neck knee toe finger tentacle cheek beak mane shoulder horn fur whisker tongue tooth lip beard skin
    hoove heart body flipper voice hoof teeth feet chest lap pocket elbow snout scale thumb heel trunk spine
""")
HAND_LIKE = word_set("hand arm paw claw wing tentacle fin flipper finger mouth beak tooth teeth jaw")
HEAD_LIKE = frozenset(("head", "hair", "nose", "ear"))
BACK_LIKE = frozenset(("back", "shoulder", "neck"))

TIME_NOUNS = word_set("""
    day night morning evening afternoon noon midnight minute hour moment second week year month time
    today tomorrow yesterday tonight dawn dusk sunset sunrise bedtime lunchtime suppertime teatime
    summer winter spring autumn while monday sunday once birthday season dinner lunch supper breakfast
    tea
""")
ABSTRACT_NOUNS = word_set("""
    idea way anything nothing everything help fun joy love hope fear wish dream plan
    trick question answer word name secret story song tune sound noise voice smell taste feeling
    surprise trouble problem reason job work game turn chance place side end top bottom middle edge
    front corner part piece bit lot kind sort size colour color shape line row number half rest luck
    care mind life world air dark darkness silence quiet news sleep rush hurry laugh laughter
    smile giggle cry sigh gasp shout whisper step jump hop splash bump crash bang dance race trip
    journey adventure walk ride swim look glance wave hug kiss breath heat cold warmth wind magic
    mystery rule promise lesson order point matter fact truth difference mistake accident effort speed
    weight height length power strength courage kindness pride tear view sight direction north
    south east west home contest parade party show festival concert count inch mile foot pair dozen
    hundred hiccup hic hiccough yawn snore sneeze reply purpose muddle loop bounce order mess heap
    circle tiptoe hurry while thunder lightning clack click snap tap whir whirr tick-tock drip crunch
    squeak creak yawn sneeze cough thank thanks goodbye hello whoosh pop plop ping boom ding meal turn
    moment rest wonder fright delight rhyme riddle spell manners best least most favour favor visit
    visitor hiding
""")
PART_NOUNS = word_set("half part piece bit side end top bottom middle edge front corner rest lot kind sort pair")
# "a cloud of bubbles", "a row of shells": only how many
SAME_PLURAL = word_set("fish jellyfish starfish clownfish sheep deer reindeer shrimp squid salmon trout moose bison")
PEOPLE = word_set("""
    crowd family band team crew class choir audience army herd flock pack gang orchestra court village town
""")
QUANTITIES = word_set("""
    cloud cluster row bunch pile heap crowd herd flock pair group ring line handful shower swarm team family trail
    string stack school basketful lot hundred dozen
""")
# "a squirrel in a crown" wears it
CLOTHES = word_set("""
    crown hat helmet scarf coat boot cap mask dress suit cape cloak glove mitten sock vest jacket apron woolly-hat
    shoe slipper sandal robe gown skirt shirt trousers pyjamas nightshirt nightgown nightcap belt ring necklace bow
    glasses goggles spectacles earmuff ribbon tie sweater jumper shawl bonnet wellington visor armour badge medal
""")
MASS_NOUNS = word_set("""
    sand water snow ice grass moss seaweed kelp mud rain honey fire smoke fog mist sea sky straw hay
    bed coral foam soup tea cocoa milk bread jam stardust dust gold silver treasure food music paint glue
    wool slime
""")
CONCRETE_NOUNS = frozenset(("step", "light", "line", "edge", "corner", "circle", "loop", "heap"))  # some of the time
DEEDS = frozenset(("bow", "dive", "curtsy", "nod", "wink", "somersault", "dance", "face", "turn", "spin", "swing"))
LIGHT_VERBS = frozenset(("give", "make", "take", "have", "do", "let"))
DEED_NOUNS = DEEDS | word_set("""
    tug pull push pat poke shove kick squeeze hug kiss cuddle look glance peek peep stare jump leap hop skip step walk
    run swim dive wave laugh giggle chuckle cry sob sniff sigh shout whistle hum song shake shiver shudder nap snooze
    yawn sneeze cough smile grin start try go rest wriggle wiggle twirl whirl roll tumble fall climb flap splash flash
    sparkle rub scratch lick sniff bite nibble sip gulp blow puff squeak
""")
# a "note" beside one of these is of paper
WRITTEN_NEAR = word_set("""
    write read leave pin stick paper sign message letter bottle find send pocket envelope ink hand
""")
HEART_VERBS = word_set("beat thump pound sink leap jump ache flutter race skip hammer melt break")
TITLES = word_set("""
    mr mrs miss ms sir lady lord captain king queen prince princess doctor dr old uncle aunt aunty dame
""")
NOT_NAMES = TITLES | word_set("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter halloween i earth moon sun north south east west english
    mother father mum mummy dad daddy grandmother grandfather granny grandma grandpa mama papa god hello goodbye
""")
GENERIC = frozenset(("someone", "somebody", "something"))  # named later, or never: "It was a red shell"
GENERIC_NOUNS = frozenset(("someone", "something", "thing"))
STUFF_NOUNS = MASS_NOUNS - word_set("bed treasure bread jam soup tea cocoa milk music")  # as "it" seldom meant
EVERYBODY = frozenset(("everyone", "everybody"))

PERSON_PRONOUNS = {  # kinds that are no catalogue entry but somebody
    "king": "he", "queen": "she", "boy": "he", "girl": "she", "man": "he", "woman": "she", "mother": "she",
    "father": "he", "mum": "she", "dad": "he", "mama": "she", "papa": "he", "grandmother": "she", "grandfather": "he",
    "granny": "she", "grandma": "she", "grandpa": "he", "sister": "she", "brother": "he", "lady": "she",
    "prince": "he", "aunt": "she", "uncle": "he", "witch": "she", "baker": "", "cook": "", "guard": "", "child": "",
    "giant": "", "captain": "", "fairy": "", "elf": "", "ghost": "", "baby": "", "stranger": "", "sailor": "",
    "teacher": "", "neighbour": "",
}  # fmt: skip
FRIENDS = frozenset(
    ("friend", "other", "guest", "animal", "creature", "neighbour", "rest")
)  # plural: the others of the story
# may stand for somebody known: "the little creature"
HYPERNYMS = word_set("""
    creature animal friend fellow one stranger beast visitor guest baby bird fish insect bug pet helper
    crew owner chap hero heroine rascal thief monster neighbour singer winner explorer captain traveller
    dear pal buddy twin
""")
LOOKING_VERBS = frozenset(("look", "peer", "stare", "gaze", "glance", "search", "hunt"))  # where they look, nobody is
PERCEPTION_VERBS = frozenset(("see", "hear", "feel", "watch", "notice", "find", "spot"))
# their objects are only thought of
ABSENT_VERBS = word_set("""
    want wish need hope dream imagine miss remember forget love like prefer hear expect seek pretend
    draw paint mention lose promise think believe know guess smell hate fear suppose plan describe
    choose sing sell invent
""")
# "came to fetch a pearl": not yet done
GOAL_VERBS = word_set("""
    fetch find get see ask look learn buy meet search win help make catch bring collect tell show visit
    save rescue
""")
TARGET_PREPOSITIONS = {  # move → prepositions that bring its target
    "give": ("to",), "look": ("at", "into"), "point": ("at", "to"), "wave": ("at", "to"), "sing": ("to", "for"),
    "laugh": ("at", "with"), "dance": ("with",), "walk": ("to", "toward", "towards"),
    "run": ("to", "toward", "towards", "after"), "swim": ("to", "toward", "towards", "after"),
    "fly": ("to", "toward", "towards"), "peek": ("at", "into"), "chase": ("after",), "jump": ("onto", "into"),
    "climb": ("into", "onto", "up"), "carry": ("to",),
}  # fmt: skip
ABSENT_VERBS_WITH = {  # verb → prepositions after which the thing is only thought of
    "look": ("for",), "search": ("for",), "ask": ("for", "about"), "hunt": ("for",), "wish": ("for",),
    "hope": ("for",), "dream": ("of", "about"), "think": ("of", "about"), "talk": ("about", "of"),
    "tell": ("about", "of"), "sing": ("about", "of"), "hear": ("of", "about", "from"), "know": ("about",),
    "wait": ("for",), "wonder": ("about",), "long": ("for",), "call": ("for",), "speak": ("of", "about"),
    "write": ("about",), "read": ("about",), "worry": ("about",), "remind": ("of",), "care": ("for",),
}  # fmt: skip
PICTURES_OF = word_set("""
    picture drawing story song dream smell sound noise idea tale thought kind sort shape memory photo
    taste
""")
MODALS = frozenset(("would", "might", "may", "should", "shall", "will", "must", "'ll", "'d", "ca", "could"))
REAL_MODALS = frozenset(("could", "can"))  # "could see", "could swim": told as happening
DEICTIC = frozenset(("this", "that", "these", "those", "here", "there", "look"))
NUMBERS = {
    word: value
    for value, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
} | {"both": 2, "pair": 2, "few": 3, "several": 4, "many": 5, "dozen": 6, "dozens": 6, "hundred": 7, "hundreds": 7,
     "thousand": 7,     "thousands": 7, "couple": 2, "some": 3}  # fmt: skip
COLOURS = word_set("""
    pink purple blue teal green yellow orange red gold golden silver white black brown grey gray
    midnight rainbow violet turquoise scarlet crimson
""")
SIZES = {
    "tiny": "tiny", "little": "little", "small": "little", "wee": "tiny", "big": "big", "huge": "huge",
    "giant": "huge", "enormous": "huge", "large": "big", "great": "big", "tall": "big", "massive": "huge",
    "long": "long", "short": "little",
}  # fmt: skip
STATES = word_set("""
    old broken new wet dry open closed shut empty full glowing shiny sparkling sparkly bright dark dusty
    rusty wooden soft round magic magical secret locked baby young furry fluffy spotty striped stripy
    grumpy warm cold frozen golden
""")
