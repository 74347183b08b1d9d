"""The largest photos that are taken, and what they cost: a process stays under 500 MB."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import File
from PIL import Image

from khabar.newsroom.photos import checks

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 500
"""Megabytes. What a web process or a worker has before it meets a photo is part of it."""
MORE_THAN_ELSEWHERE = 60
"""A running web process is larger than this test's by about so much."""


def made(folder: Path, name: str, million: float, **options: Any) -> Path:
    """A file of about so many million pixels, of three to two."""
    width = round((million * 1_500_000) ** 0.5)
    pattern = Image.effect_noise((width // 32, width // 48), 70).quantize(24).convert("RGB")
    path = folder / name
    pattern.resize((width, round(width / 1.5)), Image.Resampling.NEAREST).save(path, **options)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "million", "options"),
    [
        ("a.jpg", 100, {"quality": 60}),
        ("progressive.jpg", 69, {"quality": 60, "progressive": True}),
        ("a.png", 36, {"compress_level": 3}),
        ("a.webp", 18, {"method": 0, "quality": 50}),
        ("a.avif", 24, {"speed": 10, "quality": 40}),
    ],
)
def test_the_largest_photo_of_each_kind_fits(
    tmp_path: Path, name: str, million: float, options: dict[str, Any]
) -> None:
    path = made(tmp_path, name, million, **options)
    done = subprocess.run(
        [sys.executable, "-m", "tests.newsroom.photo_memory", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    before, peak = map(int, done.stdout.split())
    assert peak + MORE_THAN_ELSEWHERE < LIMIT, f"{before} MB before, {peak} MB at most"


@pytest.mark.parametrize(
    ("name", "million", "options"),
    [
        ("a.png", 70, {"compress_level": 1}),
        ("palette.png", 42, {"compress_level": 1}),
        ("a.webp", 22, {"method": 0, "quality": 10}),
    ],
)
@pytest.mark.slow
def test_what_would_not_fit_is_refused_by_its_header(
    tmp_path: Path, name: str, million: float, options: dict[str, Any]
) -> None:
    path = made(tmp_path, name, million, **options)
    if name == "palette.png":
        with Image.open(path) as image:
            image.quantize(8).save(path, **options)
    with path.open("rb") as file, pytest.raises(ValidationError) as refused:
        checks.check_header(File(file, name=path.name))
    assert refused.value.code == "photo_too_many_pixels"
