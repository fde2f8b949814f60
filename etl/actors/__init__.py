"""Who: the names of an article resolved to states, organs, groups and coalitions, each with its reason.

``ActorLexicon`` holds the names with their dates; ``actor_mentions`` finds and resolves them in an article.
"""

from etl.actors.lexicon import ActorLexicon
from etl.actors.mentions import actor_mentions

__all__ = ["ActorLexicon", "actor_mentions"]
