"""What a rule says of an article."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["must", "warning", "advice"]


@dataclass(frozen=True)
class Finding:
    """Something a sub-editor would say. A ``must`` keeps a person from publishing."""

    field: str
    level: Level
    code: str
    message: str
