"""The language model: the shipped one, or any spaCy pipeline that is installed."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from etl.errors import InputError
from etl.language.clear import LABELS, clear
from etl.language.parsing import Language, Reader, universal
from etl.language.verbs import IrregularVerbs

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA: Final = Path(__file__).resolve().parents[2] / "data"
MODEL: Final = DATA / "language" / "en_ud_sm"
IRREGULAR_VERBS: Final = DATA / "lexicons" / "irregular_verbs.csv"
RANKS: Final = (
    "Lt.",
    "Col.",
    "Maj.",
    "Capt.",
    "Sgt.",
    "Brig.",
    "Cpl.",
    "Pvt.",
    "Adm.",
    "Cmdr.",
    "Supt.",
    "Gov.",
    "Sen.",
    "Rep.",
)
PROBE: Final = "The town was shelled by the army, and the rebels took it."


def load(model: str | Path | None = None) -> Language:
    """The shipped model, or the spaCy pipeline in the folder or package ``model``; about a second of work.

    Raises InputError when there is no such model, when it does not fit the installed spaCy, and when it does not parse.
    """
    pipeline = _pipeline(model)
    for rank in RANKS:
        pipeline.tokenizer.add_special_case(rank, [{"ORTH": rank}])
    use_fast_products(pipeline)
    return Language(
        pipeline=pipeline, irregular=IrregularVerbs.load(IRREGULAR_VERBS), words=reader(pipeline, name=str(model))
    )


def fingerprint(model: str | None) -> str:
    """Tells models and their versions apart; "" for the shipped one, which changes with the program only.

    Raises InputError where there is no such model, before anything slow is begun.
    """
    return "" if model is None else hashlib.sha256((_home(model) / "meta.json").read_bytes()).hexdigest()[:16]


def _home(model: str | Path) -> Path:
    """The folder that holds the pipeline's meta.json."""
    folder = Path(model)
    if not (folder / "meta.json").is_file() and isinstance(model, str) and model.isidentifier():
        spec = importlib.util.find_spec(model)
        if spec is None:
            raise InputError(f"the spaCy pipeline {model} is not installed: python -m spacy download {model}")
        folder = Path(spec.origin or "").parent
    if not (folder / "meta.json").is_file():
        raise InputError(
            f"no language model at {model}: give the folder of a spaCy pipeline (it holds meta.json), or the name of an"
            " installed one, such as en_core_web_sm"
        )
    return folder


def _pipeline(model: str | Path | None) -> Any:
    name = MODEL if model is None else model
    home = _home(name)
    import spacy  # noqa: PLC0415 (takes a second, and only parsing needs it)

    try:
        return spacy.load(name if home != Path(name) else home, exclude=["ner"])
    except (ValueError, OSError, KeyError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(
            f"the language model {name} cannot be loaded: {reason}; install it again or retrain it"
        ) from error


def reader(pipeline: Any, *, name: str) -> Reader:
    """The reader that understands the pipeline's relations; InputError where it gives none."""
    known = {label for _, component in pipeline.pipeline for label in getattr(component, "labels", ())}
    found = known | {token.dep_ for token in pipeline(PROBE)}
    if not found - {""}:
        raise InputError(f"the spaCy pipeline {name} does not parse dependencies: choose one with a parser")
    return clear if found & LABELS else universal


def use_fast_products(pipeline: Any) -> None:
    """Matrix products by NumPy's library, three times as fast as the one that spaCy brings."""
    from thinc.api import NumpyOps  # noqa: PLC0415 (comes with spaCy, which is slow to import)

    ops = NumpyOps(use_blis=False)
    for node in _nodes(component for _, component in pipeline.pipeline):
        if isinstance(node.ops, NumpyOps):
            node.ops = ops


def _nodes(components: Iterable[Any]) -> Iterable[Any]:
    models = (getattr(component, "model", None) for component in components)
    return (node for model in models if model is not None for node in model.walk())
