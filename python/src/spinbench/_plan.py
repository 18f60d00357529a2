"""Plans: dictionaries as TOML, which the server reads."""

from __future__ import annotations

import json
from typing import Any, Mapping


def to_toml(plan: Mapping[str, Any]) -> str:
    """The text of a plan file with the content of a dictionary.

    Raises TypeError for a value that a plan cannot have.
    """
    lines = [f"{_key(name)} = {_value(value)}" for name, value in plan.items() if not _is_tables(value)]
    for name, value in plan.items():
        if _is_tables(value):
            for table in value:
                lines += ["", f"[[{_key(name)}]]"]
                lines += [f"{_key(key)} = {_value(inner)}" for key, inner in table.items()]
    return "\n".join(lines) + "\n"


def _is_tables(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(one, Mapping) for one in value)


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        items = value.tolist() if hasattr(value, "tolist") else value
        if isinstance(items, (list, tuple)):
            return "[" + ", ".join(_value(one) for one in items) + "]"
        return _value(items)
    if isinstance(value, float):
        return repr(value)
    raise TypeError(f"a plan cannot contain {value!r}, which is a {type(value).__name__}")
