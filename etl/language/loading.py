"""The language model: the shipped one, or any spaCy pipeline that is installed."""

from __future__ import annotations

import re
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
IRREGULAR_VERBS: Final = DATA / "language" / "irregular_verbs.csv"
RANKS: Final = "Lt. Col. Maj. Capt. Sgt. Brig. Cpl. Pvt. Adm. Cmdr. Supt. Gov. Sen. Rep.".split()
PACKAGE: Final = re.compile(r"[a-z]{2,3}(?:[_-]\w+)+")


def load(model: str | Path | None = None) -> Language:
    """The shipped model, or the spaCy pipeline in the folder or package ``model``; about a second of work.

    Raises InputError when there is no such model, when it does not fit the installed spaCy, and when it does not parse.
    """
    pipeline = _pipeline(MODEL if model is None else model)
    for rank in RANKS:
        pipeline.tokenizer.add_special_case(rank, [{"ORTH": rank}])
    use_fast_products(pipeline)
    return Language(
        pipeline=pipeline,
        irregular=IrregularVerbs.load(IRREGULAR_VERBS),
        words=reader(pipeline),
        name=identity(pipeline),
    )


def _pipeline(model: str | Path) -> Any:
    is_folder = (Path(model) / "config.cfg").is_file()
    if not is_folder and not (isinstance(model, str) and PACKAGE.fullmatch(model)):
        raise InputError(
            f"no language model at {model}: give the folder of a spaCy pipeline (it holds config.cfg), or the name of an"
            " installed one, such as en_core_web_sm"
        )
    import spacy  # noqa: PLC0415 (takes a second, and only parsing needs it)

    try:
        return spacy.load(Path(model) if is_folder else model, exclude=["ner"])
    except (ValueError, OSError, KeyError, ImportError) as error:
        reason = str(error).splitlines()[0]
        if not is_folder and "[E050]" in reason:
            raise InputError(
                f"the spaCy pipeline {model} is not installed; install it with: python -m spacy download {model}"
            ) from error
        raise InputError(f"the language model {model} cannot be loaded: {reason}; install it again or retrain it") from error


def identity(pipeline: Any) -> str:
    """The model's name and version, "en_ud_sm 1.0.0"."""
    meta = pipeline.meta
    return f"{meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')}"


def reader(pipeline: Any) -> Reader:
    """The reader that understands the pipeline's relations; InputError where no component gives any."""
    labels = _relations(pipeline)
    if not labels:
        raise InputError("this spaCy pipeline does not parse dependencies: choose one with a parser")
    return clear if labels & LABELS else universal


def _relations(pipeline: Any) -> set[str]:
    parsers = (component for name, component in pipeline.pipeline if "parser" in name)
    return {label for parser in parsers for label in getattr(parser, "labels", ())}


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
