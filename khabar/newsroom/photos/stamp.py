"""What a public copy says of itself: whose it is, and whether a machine made it. Nothing else."""

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from PIL import ExifTags, Image

AI_MADE_SOURCE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

_XMP: Final = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">{properties}</rdf:Description>\
</rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The few words a rendition carries inside."""

    creator: str
    credit: str
    ai_made: bool
    rights: str = ""

    @property
    def owner(self) -> str:
        """Whose it is: the copyright notice, or whoever is credited."""
        return self.rights or self.credit

    def xmp(self) -> bytes:
        """An XMP packet, or nothing when there is nothing to say."""
        properties = ""
        if self.creator:
            name = escape(self.creator)
            properties += f"<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>"
        if self.credit:
            credit = escape(self.credit)
            properties += f"<photoshop:Credit>{credit}</photoshop:Credit>"
        if self.owner:
            properties += (
                '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">'
                f"{escape(self.owner)}</rdf:li></rdf:Alt></dc:rights>"
            )
        if self.ai_made:
            properties += (
                f"<Iptc4xmpExt:DigitalSourceType>{AI_MADE_SOURCE}</Iptc4xmpExt:DigitalSourceType>"
            )
        return _XMP.format(properties=properties).encode() if properties else b""

    def exif(self) -> Image.Exif:
        """Artist and Copyright, which old viewers read; in UTF-8, as current tools write them."""
        exif = Image.Exif()
        if self.creator:
            exif[ExifTags.Base.Artist] = self.creator.encode()
        if self.owner:
            exif[ExifTags.Base.Copyright] = self.owner.encode()
        return exif
