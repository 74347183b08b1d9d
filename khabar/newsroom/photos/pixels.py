"""From an original's bytes to the bytes of its renditions.

The original is decoded once for a whole set, and no larger than the set needs. Every file is
written from bare pixels in sRGB with the photo's stamp: nothing of the camera's data comes along.
Pure: no Django here, so that a process of its own can do it (see darkroom).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from PIL import ExifTags, Image, ImageCms

from khabar.newsroom.photos.opening import DECODING, open_photo
from khabar.newsroom.photos.slots import AVIF, JPEG, SHARE_MAX_BYTES, SHARE_SPEC, WEBP
from khabar.newsroom.photos.stamp import Stamp

if TYPE_CHECKING:
    from django.core.files.base import File

EXTENSIONS: Final = {AVIF: "avif", WEBP: "webp", JPEG: "jpg"}
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
_SIXTEEN_BITS: Final = 256
_REDUCING_GAP: Final = 1.5
_DRAFTS: Final = (1 / 8, 1 / 4, 1 / 2, 1.0)
"""The scales at which a JPEG can be decoded without decoding it whole."""
_MAX_BASE_PIXELS: Final = 50_000_000
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_AVIF_QUALITY: Final = 50
# At 8 a photograph takes four times as long and is no smaller; threads cost a quarter more.
_AVIF_SPEED: Final = 9
_WEBP_QUALITY: Final = 72
_WEBP_METHOD: Final = 2
_JPEG_QUALITY: Final = 78
_WORST_QUALITY: Final = 30


@dataclass(frozen=True, slots=True)
class Rendered:
    """One finished rendition, not stored yet."""

    spec: str
    content: bytes
    extension: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Cut:
    """What to take of the original, in its own pixels, and how large to give it."""

    spec: str
    box: tuple[float, float, float, float]
    size: tuple[int, int]

    @property
    def scale(self) -> float:
        return self.size[0] / max(self.box[2] - self.box[0], 1)


def oriented_size(file: IO[Any]) -> tuple[int, int]:
    """Width and height as seen, read from the header alone."""
    with open_photo(file) as image:
        width, height = image.size
        if image.getexif().get(ExifTags.Base.Orientation) in _SIDEWAYS:
            return height, width
        return width, height


def develop(
    file: "IO[Any] | File[Any]", size: tuple[int, int], cuts: Sequence[Cut], stamp: Stamp
) -> Iterator[Rendered]:
    """Each of these cuts of an original that is ``size`` pixels wide and high as seen."""
    base = _decode(file, max(cut.scale for cut in cuts))
    pixels: dict[tuple[Any, ...], Image.Image] = {}
    # A place of the photo's own shape asks for what stands in another under its own name.
    made: dict[tuple[Any, ...], Rendered] = {}
    for cut in cuts:
        key = (cut.box, cut.size)
        if key not in pixels:
            pixels[key] = _resize(base, size, cut)
        asked = (*key, _format(cut.spec), cut.spec == SHARE_SPEC)
        if asked not in made:
            made[asked] = _finish(cut.spec, pixels[key], stamp)
        yield replace(made[asked], spec=cut.spec)


def _decode(file: "IO[Any] | File[Any]", scale: float) -> Image.Image:
    """The original upright, in sRGB, bare of all metadata, at about `scale` of its size or more."""
    with DECODING, open_photo(file) as image:
        orientation = image.getexif().get(ExifTags.Base.Orientation)
        profile = image.info.get("icc_profile")
        keep = _affordable(image, min(scale * _REDUCING_GAP, 1))
        wanted = (int(image.width * keep), int(image.height * keep))
        image.draft(None, wanted)
        image.load()
        shrink = int(min(image.width / max(wanted[0], 1), image.height / max(wanted[1], 1)))
        pixels = _eight_bits(image)
        pixels = pixels.reduce(shrink) if shrink > 1 else pixels.copy()
    pixels = _to_srgb(pixels, profile)
    turn = _TURNS.get(orientation or 1)
    return pixels if turn is None else pixels.transpose(turn)


def _affordable(image: Image.Image, keep: float) -> float:
    """How much of its scale a JPEG is decoded at: no more than fits, however tight the crop."""
    if image.format not in {"JPEG", "MPO"}:
        return keep  # Measured when it came in; it is decoded whole in any case.
    decoded = next(step for step in _DRAFTS if step >= keep)
    while image.width * image.height * decoded**2 > _MAX_BASE_PIXELS:
        decoded /= 2
    return min(keep, decoded)


def _eight_bits(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be resized and colour-managed."""
    if image.mode.startswith(("I", "F")):
        return image.point(lambda value: value / _SIXTEEN_BITS).convert("L")
    if image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as the web understands them. A broken profile is as good as none."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                converted = ImageCms.profileToProfile(
                    image, source, ImageCms.createProfile("sRGB"), outputMode=mode
                )
                image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    image = image if image.mode == mode else image.convert(mode)
    image.info.clear()
    return image


def _resize(base: Image.Image, size: tuple[int, int], cut: Cut) -> Image.Image:
    across, down = base.width / size[0], base.height / size[1]
    left, top, right, bottom = cut.box
    box = (
        max(left * across, 0),
        max(top * down, 0),
        min(right * across, base.width),
        min(bottom * down, base.height),
    )
    return base.resize(cut.size, Image.Resampling.BICUBIC, box=box, reducing_gap=_REDUCING_GAP)


def _finish(spec: str, pixels: Image.Image, stamp: Stamp) -> Rendered:
    image_format = _format(spec)
    content = _encode(pixels, image_format, stamp, _JPEG_QUALITY)
    quality = _JPEG_QUALITY
    while spec == SHARE_SPEC and len(content) >= SHARE_MAX_BYTES and quality > _WORST_QUALITY:
        quality -= 8
        content = _encode(pixels, image_format, stamp, quality)
    return Rendered(spec, content, EXTENSIONS[image_format], *pixels.size)


def _format(spec: str) -> str:
    return next((one for one in EXTENSIONS if f"format-{one}" in spec), WEBP)


def _encode(pixels: Image.Image, image_format: str, stamp: Stamp, quality: int) -> bytes:
    labels: dict[str, Any] = {"xmp": stamp.xmp(), "exif": stamp.exif()}
    # Into memory Pillow encodes a JPEG without letting another thread run; into a file it does.
    with TemporaryFile() if image_format == JPEG else BytesIO() as output:
        if image_format == AVIF:
            effort = {"speed": _AVIF_SPEED, "max_threads": 1}
            pixels.save(output, "AVIF", quality=_AVIF_QUALITY, **effort, **labels)
        elif image_format == WEBP:
            pixels.save(output, "WEBP", quality=_WEBP_QUALITY, method=_WEBP_METHOD, **labels)
        else:
            flat = pixels
            if pixels.mode == "RGBA":
                flat = Image.new("RGB", pixels.size, "white")
                flat.paste(pixels, mask=pixels.getchannel("A"))
            flat.save(output, "JPEG", quality=quality, progressive=True, optimize=True, **labels)
        output.seek(0)
        return output.read()
