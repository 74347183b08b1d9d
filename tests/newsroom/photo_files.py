"""Photo files made from nothing, with the metadata that cameras and agencies leave in them."""

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageDraw

RED, GREEN, BLUE = (220, 30, 30), (30, 180, 60), (30, 60, 200)
DEVICE = "SecretCam 9000"
GPS_MARK = "SECRET-GPS-AREA"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def scene(width: int = 1800, height: int = 1200, mode: str = "RGB") -> Image.Image:
    """A picture whose left is red, middle green and right blue, in thirds."""
    image = Image.new("RGB", (width, height), GREEN)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 3, height), fill=RED)
    draw.rectangle((width - width // 3, 0, width, height), fill=BLUE)
    return image if mode == "RGB" else image.convert(mode)


def encoded(image: Image.Image, image_format: str = "JPEG", **options: Any) -> bytes:
    output = BytesIO()
    image.save(output, image_format, **options)
    return output.getvalue()


def swapped_profile() -> bytes:
    """An ICC profile in which what is called red is green, and the reverse."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(round(number * 65536).to_bytes(4, "big", signed=True) for number in numbers)

    red, green, blue = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
    gamma = b"curv" + bytes(4) + (1).to_bytes(4, "big") + b"\x02\x33" + bytes(2)
    text = b"swapped\0"
    tags = {
        b"desc": b"desc" + bytes(4) + len(text).to_bytes(4, "big") + text + bytes(79),
        b"wtpt": b"XYZ " + bytes(4) + fixed(0.9642, 1.0, 0.8249),
        b"rXYZ": b"XYZ " + bytes(4) + fixed(*green),
        b"gXYZ": b"XYZ " + bytes(4) + fixed(*red),
        b"bXYZ": b"XYZ " + bytes(4) + fixed(*blue),
        b"rTRC": gamma,
        b"gTRC": gamma,
        b"bTRC": gamma,
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + (start + len(body)).to_bytes(4, "big") + len(data).to_bytes(4, "big")
        body += data + bytes(-len(data) % 4)
    header = bytearray(128)
    header[0:4] = (start + len(body)).to_bytes(4, "big")
    header[8:12] = b"\x02\x10\0\0"
    header[12:24] = b"mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = fixed(0.9642, 1.0, 0.8249)
    return bytes(header) + len(tags).to_bytes(4, "big") + table + body


def exif(
    *, artist: str = "", description: str = "", rights: str = "", orientation: int = 1
) -> Image.Exif:
    """What a phone writes: where and with what the photo was taken, and who owns it."""
    found = Image.Exif()
    found[ExifTags.Base.Make] = DEVICE
    found[ExifTags.Base.Model] = DEVICE
    found[ExifTags.Base.Orientation] = orientation
    for tag, text in (
        (ExifTags.Base.Artist, artist),
        (ExifTags.Base.ImageDescription, description),
        (ExifTags.Base.Copyright, rights),
    ):
        if text:
            found[tag] = text.encode()
    gps = found.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (33.0, 30.0, 47.0)
    gps[ExifTags.GPS.GPSAreaInformation] = GPS_MARK.encode()
    return found


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    """An IIM block of (record, dataset, value)."""
    return b"".join(
        bytes((0x1C, record, dataset)) + len(value).to_bytes(2, "big") + value
        for record, dataset, value in datasets
    )


def with_iim(jpeg: bytes, block: bytes) -> bytes:
    """A JPEG with an IIM block where Photoshop keeps it."""
    resource = b"8BIM" + (0x0404).to_bytes(2, "big") + b"\0\0"
    resource += len(block).to_bytes(4, "big") + block + b"\0" * (len(block) % 2)
    payload = b"Photoshop 3.0\0" + resource
    segment = b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload
    return jpeg[:2] + segment + jpeg[2:]


def xmp(elements: str = "", attributes: str = "") -> bytes:
    """An XMP packet of the given properties."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" {attributes}>{elements}</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def alternatives(*texts: tuple[str, str]) -> str:
    """An XMP alternative by language."""
    items = "".join(f'<rdf:li xml:lang="{code}">{text}</rdf:li>' for code, text in texts)
    return f"<rdf:Alt>{items}</rdf:Alt>"
