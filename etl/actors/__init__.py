from etl.actors.lexicon import ActorLexicon
