"""What may come in as a document: nothing that a browser would run as a page of this site."""

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

_LOOKED_AT: Final = 4096
_MARKUP: Final = re.compile(
    rb"<\s*(?:!doctype\s+(?:html|svg)|html|head|body|svg|script|iframe|\?php|math)[\s>/]"
    rb"|<\?php|<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*<(?:\w+:)?(?:svg|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


class DocumentForm(BaseDocumentForm):
    """Wagtail's document form (WAGTAILDOCS_DOCUMENT_FORM_BASE)."""

    def clean_file(self) -> Any:
        """Refuse a page or a drawing, whatever its name says."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            file.seek(0)
            beginning = file.read(_LOOKED_AT)
            file.seek(0)
            if is_markup(beginning):
                raise ValidationError(
                    _("This is a web page or an SVG drawing, whatever its name: it is not taken.")
                )
        return file


def is_markup(beginning: bytes) -> bool:
    """Whether bytes begin as a page, a drawing or a script, in any usual encoding."""
    narrow = beginning.replace(b"\x00", b"")  # UTF-16, in which every second byte is zero.
    return _MARKUP.search(narrow.lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")) is not None
