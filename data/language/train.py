"""Train the language model from treebanks.

usage: python data/language/train.py convert OUT.spacy FILE.conllu...     CoNLL-U to a training file
       python data/language/train.py train TRAIN.spacy DEV.spacy MODEL [--steps N]

The shipped model: 281,000 words of the treebanks that ATTRIBUTION.md names, 3,200 steps, one thread, about half an hour.
The settings stand in training.cfg. The result is pruned of the training texts (prune.py) and written to MODEL, a folder
that must not exist. Training is seeded, but not promised to give the same bits on another machine: compare scores
(evaluate.py), which vary by about half a point.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


def convert(out: Path, paths: list[Path]) -> int:
    """Writes the treebank files as one training file; the number of documents."""
    import spacy  # noqa: PLC0415 (slow to import)
    from conllu import documents  # noqa: PLC0415 (a neighbour of this script)
    from spacy.tokens import DocBin  # noqa: PLC0415

    box = DocBin(store_user_data=False, docs=documents(paths, spacy.blank("en").vocab))
    box.to_disk(out)
    return len(box)


def train(training: Path, development: Path, model: Path, *, steps: int) -> None:
    """Trains with training.cfg and writes the best model, pruned."""
    from prune import prune  # noqa: PLC0415 (a neighbour of this script)
    from spacy.cli.train import train as spacy_train  # noqa: PLC0415 (slow to import)

    settings = {
        "paths.train": str(training),
        "paths.dev": str(development),
        "training.max_steps": steps,
        "training.eval_frequency": max(1, min(400, steps)),
    }
    with tempfile.TemporaryDirectory() as folder:
        spacy_train(HERE / "training.cfg", folder, overrides=settings)
        prune(Path(folder) / "model-best", model)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    converting = commands.add_parser("convert")
    converting.add_argument("out", type=Path)
    converting.add_argument("files", type=Path, nargs="+")
    training = commands.add_parser("train")
    training.add_argument("training", type=Path)
    training.add_argument("development", type=Path)
    training.add_argument("model", type=Path)
    training.add_argument("--steps", type=int, default=3200)
    given = parser.parse_args(arguments)
    if given.command == "convert":
        print(f"{convert(given.out, given.files)} documents in {given.out}")
        return
    if given.model.exists():
        parser.error(f"{given.model} exists: name a new folder, or delete it")
    train(given.training, given.development, given.model, steps=given.steps)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main(sys.argv[1:])
