"""Journals with ids and times that do not depend on when they were written: a case is built the same every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cuibono.case.ids import ulid_at


def timeless(folder: Path, start: datetime, order: Mapping[str, int]) -> dict[str, str]:
    """The journals in `folder` by analyst: an act every two minutes from `start`, one analyst after the other."""
    lines = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(folder.glob("*.jsonl"))}
    entries = sorted((json.loads(line) for text in lines.values() for line in text[1:]), key=lambda entry: entry["id"])
    entries.sort(key=lambda entry: order[entry["by"]])
    told = {analyst: [text[0]] for analyst, text in lines.items()}
    for number, entry in enumerate(entries):
        moment = start + timedelta(minutes=2 * number)
        fixed = entry | {"id": ulid_at(moment, number), "at": moment.isoformat().replace("+00:00", "Z")}
        told[entry["by"]].append(json.dumps(fixed, ensure_ascii=False, separators=(",", ":")))
    return {analyst: "\n".join(text) + "\n" for analyst, text in told.items()}
