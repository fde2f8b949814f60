"""The vocabulary as JSON and back: one typed codec for every frozen value of the model.

``dumps`` is canonical: equal values give equal text on every machine, so that texts can be hashed and compared.
A field that holds its default is left out, so that a new field with a default changes no old text.
Only ASCII is written, and a lone surrogate survives.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import json
import math
import types
import typing
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

V = TypeVar("V")


class CodecError(ValueError):
    """The text is not what this version writes for that type."""


def dumps(value: Any) -> str:
    """Canonical JSON of a dataclass, or of a tuple or mapping of them."""
    return _ENCODER.encode(plain(value))


def loads(kind: type[V], text: str) -> V:
    """The value that ``dumps`` was given; ``CodecError`` for everything else."""
    try:
        return from_plain(kind, json.loads(text))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise CodecError(f"not a {getattr(kind, '__name__', kind)}: {error}") from error


def from_plain(kind: type[V], data: Any) -> V:
    value: V = _reader(typing.cast("Hashable", kind))(data)
    return value


def plain(value: Any) -> Any:
    """Dicts, lists, strings and numbers that say the same."""
    kind = type(value)
    if kind not in _known_writers:
        _known_writers[kind] = _writer(kind)
    return _known_writers[kind](value)


# ---- writing: by the class of the value


_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))
_known_writers: dict[type, Callable[[Any], Any]] = {}


def _writer(kind: type) -> Callable[[Any], Any]:
    if dataclasses.is_dataclass(kind):
        return _dataclass_writer(kind)
    for known, write in _WRITERS.items():
        if issubclass(kind, known):
            return write
    raise CodecError(f"{kind.__name__} has no JSON form")


def _dataclass_writer(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind, localns={"dt": dt})
    fields = [(field.name, field.default, _holds_float(hints[field.name])) for field in dataclasses.fields(kind)]

    def write(value: Any) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for name, default, is_float in fields:
            item = getattr(value, name)
            if default is dataclasses.MISSING or item != default:
                if is_float and item is not None:
                    told[name] = float(item) + 0.0
                elif type(item) is str:
                    told[name] = item
                else:
                    told[name] = _known_writers.get(type(item), plain)(item)
        return told

    return write


def _holds_float(hint: Any) -> bool:
    """Whether a whole number given for this field is written as 33.0, and -0.0 as 0.0."""
    return hint is float or float in typing.get_args(hint)


_WRITERS: dict[type, Callable[[Any], Any]] = {
    type(None): lambda value: value,
    bool: bool,
    enum.Enum: lambda value: value.value,
    str: str,
    int: int,
    float: lambda value: value + 0.0,
    dt.date: lambda value: value.isoformat(),
    tuple: lambda value: [plain(item) for item in value],
    list: lambda value: [plain(item) for item in value],
    dict: lambda value: {str(key): plain(item) for key, item in sorted(value.items())},
}


# ---- reading: by the declared type


@functools.cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, typing.NewType):
        return _reader(kind.__supertype__)
    if dataclasses.is_dataclass(origin or kind):
        return _dataclass_reader(origin or kind, arguments)
    if origin in _CONTAINERS:
        return _CONTAINERS[origin](arguments)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind
    if kind not in _READERS:
        raise CodecError(f"{kind} has no JSON form")
    return _READERS[kind]


def _dataclass_reader(kind: Any, arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind, localns={"dt": dt})
    bound = dict(zip(_parameters(kind), arguments, strict=False))
    readers = {field.name: _reader(_substituted(hints[field.name], bound)) for field in dataclasses.fields(kind)}
    needed = frozenset(field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING)

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise CodecError(f"expected an object for {kind.__name__}, got {type(data).__name__}")
        if not needed <= data.keys() <= readers.keys():
            raise CodecError(f"{kind.__name__}: wrong fields {sorted(needed ^ data.keys())}")
        return kind(**{name: readers[name](item) for name, item in data.items()})

    return read


def _substituted(hint: Any, bound: dict[Any, Any]) -> Any:
    """``T | None`` with T bound to str is ``str | None``."""
    if isinstance(hint, TypeVar):
        return bound[hint]
    if bound and _parameters(hint):
        return hint[tuple(bound[name] for name in _parameters(hint))]
    return hint


def _parameters(kind: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] = getattr(kind, "__parameters__", ())
    return found


def _optional_reader(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    (inner,) = (_reader(argument) for argument in arguments if argument is not type(None))
    return lambda data: None if data is None else inner(data)


def _tuple_reader(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    inner = _reader(arguments[0])

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise CodecError(f"expected a list, got {type(data).__name__}")
        return tuple([inner(item) for item in data])

    return read


def _literal_reader(allowed: tuple[Any, ...]) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if data not in allowed:
            raise CodecError(f"expected one of {allowed}, got {data!r}")
        return data

    return read


def _string(data: Any) -> str:
    if not isinstance(data, str):
        raise CodecError(f"expected a string, got {type(data).__name__}")
    return data


def _integer(data: Any) -> int:
    if type(data) is not int:
        raise CodecError(f"expected a whole number, got {data!r}")
    return data


def _number(data: Any) -> float:
    if type(data) not in {int, float} or not math.isfinite(data):
        raise CodecError(f"expected a number, got {data!r}")
    return float(data)


def _boolean(data: Any) -> bool:
    if not isinstance(data, bool):
        raise CodecError(f"expected true or false, got {data!r}")
    return data


_READERS: dict[Any, Callable[[Any], Any]] = {
    str: _string,
    int: _integer,
    float: _number,
    bool: _boolean,
    dt.date: lambda data: dt.date.fromisoformat(_string(data)),
}

_CONTAINERS: dict[Any, Callable[[tuple[Any, ...]], Callable[[Any], Any]]] = {
    typing.Union: _optional_reader,
    types.UnionType: _optional_reader,
    tuple: _tuple_reader,
    typing.Literal: _literal_reader,
}
