"""What a preview puts around a page, and readers never see."""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest

_ATTRIBUTE = "khabar_frame"


@dataclass(frozen=True)
class Frame:
    """A colour scheme that holds whatever the device says, and words above the page."""

    scheme: Literal["", "dark"] = ""
    banner: str = ""


def put_frame(request: HttpRequest, frame: Frame) -> None:
    """Have the page that answers this request wear the frame."""
    setattr(request, _ATTRIBUTE, frame)


def frame_of(request: HttpRequest) -> Frame | None:
    """The frame of a preview; None for a reader."""
    frame: Frame | None = getattr(request, _ATTRIBUTE, None)
    return frame
