"""The rivals of the paper's Table 2, trained in one harness on the same tokens; what differs is the memory alone."""

from model.evaluation.rivals.scoring import RivalScorer, scorers

__all__ = ["RivalScorer", "scorers"]
