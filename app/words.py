"""Words as questions and summaries see them: which carry meaning, and which are forms of the same one."""

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # both apostrophes are met in books

# English function words; a book in another language simply keeps all of its words.
_FUNCTION = """
    a about above after again against all also am an and any are aren't as at be because been before
    being below between both but by can can't cannot could couldn't d did didn't do does doesn't doing
    don't down during each either else ever few for from further get gets got had hadn't has hasn't have
    haven't having he he'd he'll he's her here here's hers herself him himself his how however i i'd
    i'll i'm i've if in into is isn't it it's its itself just ll m may me might more most much must my
    myself no nor not now of off on once one only or other others ought our ours ourselves out over own
    re s same shall shan't she she'd she'll she's should shouldn't so some such t than that that's the
    their theirs them themselves then there there's these they they'd they'll they're they've this those
    thou thee thy thus to too under until up upon us ve very was wasn't we we'd we'll we're we've were
    weren't what what's when where which while who whom whose why will with won't would wouldn't yet you
    you'd you'll you're you've your yours yourself yourselves
"""
STOP = frozenset(_FUNCTION.split())

_IRREGULAR = """
    arise arose arisen| bear bore born borne| beat beaten| become became| begin began begun| bend bent|
    bind bound| bite bit bitten| bleed bled| blow blew blown| break broke broken| bring brought| build
    built| burn burnt| buy bought| catch caught| choose chose chosen| come came| creep crept| deal
    dealt| die dying| dig dug| draw drew drawn| dream dreamt| drink drank drunk| drive drove driven| eat
    ate eaten| fall fell fallen| feed fed| feel felt| fight fought| find found| flee fled| fling flung|
    fly flew flown| forget forgot forgotten| forgive forgave forgiven| freeze froze frozen| give gave
    given| go goes going went gone| grow grew grown| hang hung| hear heard| hide hid hidden| hold held|
    keep kept| kneel knelt| know knew known| lay laid| lead led| lean leant| leap leapt| learn learnt|
    leave left| lend lent| lie lay lain lying| light lit| lose lost| make made| mean meant| meet met|
    pay paid| ride rode ridden| ring rang rung| rise rose risen| run ran| say said| see saw seen| seek
    sought| sell sold| send sent| shake shook shaken| shine shone| shoot shot| show shown| shrink shrank
    shrunk| sing sang sung| sink sank sunk| sit sat| sleep slept| slide slid| speak spoke spoken| spend
    spent| spin spun| spring sprang sprung| stand stood| steal stole stolen| stick stuck| sting stung|
    strike struck stricken| swear swore sworn| sweep swept| swim swam swum| swing swung| take took
    taken| teach taught| tear tore torn| tell told| think thought| throw threw thrown| tread trod
    trodden| understand understood| wake woke woken| wear wore worn| weave wove woven| weep wept| win
    won| wind wound| write wrote written| man men| woman women| child children| foot feet| tooth teeth|
    goose geese| mouse mice| wife wives| life lives| knife knives| wolf wolves| thief thieves| leaf
    leaves| half halves| good better best| bad worse worst
"""
_FORMS = {line.split()[0]: tuple(line.split()) for line in _IRREGULAR.replace("\n", " ").split("|")}
_BASE = {form: base for base, forms in _FORMS.items() for form in forms[1:] if form not in _FORMS}

_VOWEL = re.compile(r"[aeiouy]")


def words(text: str) -> list[str]:
    """Give the words of a text in lower case, with straight apostrophes and without the possessive."""
    return [bare(word) for word in WORD.findall(text)]


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """Give a word as it is compared: lower case, straight apostrophe, no possessive."""
    word = word.lower().replace("’", "'")
    return word.removesuffix("'s").removesuffix("'")


def stems(text: str) -> list[str]:
    """Give the stems of a text's words, in order, stop words too."""
    return [stem(word) for word in words(text)]


def content(text: str) -> list[str]:
    """Give the stems of the words that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOP]


def forms(word: str) -> tuple[str, ...]:
    """Give the spellings under which a word is looked up: itself and, if irregular, its other forms."""
    return _FORMS.get(_BASE.get(word, word), (word,))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut a word to what its common forms share: lighter than Porter's, and it knows irregular verbs."""
    word = _BASE.get(word, word)
    if len(word) <= 2 or not word.isascii():
        return word
    if len(word) == 4 and word.endswith("ied"):  # died, lied, tied
        return word[:-1]
    word = _plural(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWEL.search(rest):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    for ending in ("ness", "ly"):
        if len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
    word = word[:-1] if len(word) > 3 and word[-1] == "e" else word
    return word[:-1] + "i" if len(word) > 2 and word[-1] == "y" else word


def _plural(word: str) -> str:
    """Take off the plural's ending."""
    if len(word) <= 3:
        return word
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and word[-2] not in "siu" else word
