"""Take the training texts out of a trained pipeline: only what its components need stays in the vocabulary.

A pipeline saved by spaCy carries every string that it saw in training: words, but also the e-mail addresses,
telephone numbers and links of the treebank's web texts, in the vocabulary and in edit trees that no lemma uses.
Strings are looked up by hash, so leaving out the ones that no component names changes no prediction.

usage: python data/language/prune.py MODEL PRUNED
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import srsly

PRIVATE = re.compile(r"\w@[A-Za-z]|@[A-Za-z]{2}|https?:|www\.|\d{3}[-/. ]\d{4}|\d{7}")
LEAF = 2**32 - 1  # "no subtree" in an edit tree
LEMMATIZER = "trainable_lemmatizer"


def is_private(text: str) -> bool:
    """Whether it looks like an e-mail address, a telephone number or a link.

    >>> [is_private(text) for text in ("someone@example.org", "555-0100", "www.example.org", "Ramadi", "2016")]
    [True, True, True, False, False]
    """
    return bool(PRIVATE.search(text))


def reachable(trees: list[dict[str, int]], roots: list[int]) -> list[int]:
    """The ids of the trees that the labels use, children included, in ascending order."""
    seen: set[int] = set()
    queue = list(roots)
    while queue:
        tree = queue.pop()
        if tree in seen or tree == LEAF:
            continue
        seen.add(tree)
        queue += [trees[tree][side] for side in ("prefix_tree", "suffix_tree") if side in trees[tree]]
    return sorted(seen)


def renumbered(node: dict[str, int], new_id: dict[int, int]) -> dict[str, int]:
    return {key: new_id.get(value, value) if key.endswith("_tree") else value for key, value in node.items()}


def pruned_lemmatizer(folder: Path, strings: dict[int, str], hash_of: Any) -> set[str]:
    """Rewrites the edit trees in place with the used ones; the strings they need. Private ones become a placeholder."""
    settings = json.loads((folder / "cfg").read_text(encoding="utf-8"))
    trees = srsly.msgpack_loads((folder / "trees").read_bytes())["trees"]
    kept = reachable(trees, settings["labels"])
    new_id = {old: new for new, old in enumerate(kept)}
    nodes = [renumbered(trees[old], new_id) for old in kept]
    needed: set[str] = set()
    for node in nodes:
        for key in ("orig", "subst"):
            text = strings.get(node.get(key, 0), "")
            if is_private(text):
                text = f"<private {len(needed)}>"  # matches no token, so the tree is never chosen
                node[key] = hash_of(text)
            needed.add(text)
    settings["labels"] = [new_id[label] for label in settings["labels"]]
    (folder / "cfg").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "trees").write_bytes(srsly.msgpack_dumps({"trees": nodes}))
    return needed - {""}


def labels(meta: dict[str, Any]) -> set[str]:
    found = {label for component in meta["labels"].values() for label in component if isinstance(label, str)}
    return found | {part for label in found for part in label.split("|")}


def prune(source: Path, target: Path) -> None:
    """Writes the pruned pipeline to ``target``, which must not exist."""
    import spacy  # noqa: PLC0415 (slow to import)
    from spacy.strings import hash_string  # noqa: PLC0415

    shutil.copytree(source, target, copy_function=shutil.copyfile)
    store = target / "vocab" / "strings.json"
    strings = {hash_string(text): text for text in json.loads(store.read_text(encoding="utf-8"))}
    meta = json.loads((target / "meta.json").read_text(encoding="utf-8"))
    needed = pruned_lemmatizer(target / LEMMATIZER, strings, hash_string) | labels(meta)
    needed |= set(spacy.blank("en").vocab.strings)
    moves = srsly.msgpack_loads((target / "parser" / "moves").read_bytes())
    needed |= {label for action in json.loads(moves["moves"]).values() for label in action}
    store.write_text(json.dumps(sorted(text for text in needed if text), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    prune(Path(sys.argv[1]), Path(sys.argv[2]))
