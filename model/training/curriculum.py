"""The order in which remembering is learnt: dense facts first, then sparse; marks, then plain words, then worlds.

Writing costs nothing and text counts little up to the sparse world (`--first` of the training): what two facts tell
together is not learnt otherwise (NOTES.md). Then all kinds, ever sparser.
"""

from model.training.planting import Stage

PLAIN = ("key 3", "key 3", "named 2", "named 3")
EVERY = ("marked", "key 5", "key 5", "named 5", "named 5")

CURRICULUM = (
    Stage(10, 1, 64, ("marked",)),
    Stage(10, 2, 64, ("marked",)),
    Stage(6, 4, 64, ("marked",)),
    Stage(3, 8, 64, ("marked",)),
    Stage(2, 16, 64, ("marked",)),
    Stage(4, 1, 128, PLAIN),
    Stage(4, 2, 128, PLAIN),
    Stage(0, 1, 256, (), world=20, passed=0.03),
    Stage(0, 2, 256, (), world=12, passed=0.05),
    Stage(0, 8, 128, (), world=4),
    Stage(3, 4, 128, EVERY),
    Stage(2, 8, 128, EVERY, world=3),
    Stage(2, 16, 128, EVERY, world=2),
    Stage(1, 16, 256, EVERY, world=2),
    Stage(0.4, 16, 256, EVERY, world=2),
)
