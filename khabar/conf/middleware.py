"""Headers that every answer carries."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

DESK_PATH = "/desk/"
TEXTUAL = re.compile(r"text/|application/([\w.+-]+\+)?(json|xml)\b")

#: Whose players a reader's click may put into a page. No page names them in a frame of its own.
PLAYER_HOSTS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


#: What a page that plays a stream says of it.
STREAM = b"application/vnd.apple.mpegurl"


def reader_policy(media_origin: str, *, streams: bool = False) -> str:
    """What a reader's page may load: itself. Video alone may come from elsewhere, over https.

    Where a browser cannot play a stream, a script of ours fetches its parts, once somebody plays.
    """
    pictures = f"'self' data: {media_origin}".strip()
    return _policy(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": pictures,
            "media-src": "'self' https: blob:",
            "font-src": "'self'",
            "connect-src": "'self' https:" if streams else "'self'",
            "frame-src": " ".join(PLAYER_HOSTS),
            "manifest-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'self'",
        }
    )


#: The script of Wagtail's editor of rich text, which writes style into the page that holds it.
RICH_TEXT = b"wagtailadmin/js/draftail"

#: Jcrop, where a photo's focal point is set, asks by such an attribute whether there is a touch
#: screen. It says "return;" and nothing else passes.
TOUCH_TEST = "'unsafe-hashes' 'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"


def desk_policy(media_origin: str, *, rich_text: bool = False) -> str:
    """What the desk may load: itself. No inline script, whoever wrote it (decision 0014).

    Wagtail 8 knows no nonces, and with khabar.desk.accounts.scripts needs none. Inline style passes
    only where rich text is edited.
    """
    return _policy(
        {
            "default-src": "'self'",
            "script-src": "'self' 'report-sample'",
            "script-src-attr": f"{TOUCH_TEST} 'report-sample'",
            "style-src": "'self' 'unsafe-inline'" if rich_text else "'self' 'report-sample'",
            "img-src": f"'self' data: blob: {media_origin}".strip(),
            "media-src": "'self' https: blob:",
            "frame-src": "'self'",
            "object-src": "'none'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'self'",
        }
    )


class SecurityHeaders:
    """Gives each answer the content policy of its side of the house, readers' or desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        media = urlsplit(settings.MEDIA_URL)
        origin = f"{media.scheme}://{media.netloc}" if media.netloc else ""
        self.reader = reader_policy(origin)
        self.stream = reader_policy(origin, streams=True)
        self.desk = desk_policy(origin)
        self.editor = desk_policy(origin, rich_text=True)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self._policy(request, response))
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response

    def _policy(self, request: HttpRequest, response: HttpResponseBase) -> str:
        content = getattr(response, "content", b"")
        if not request.path_info.startswith(DESK_PATH):
            return self.stream if STREAM in content else self.reader
        edits = RICH_TEXT in content
        return self.editor if edits else self.desk


class CompressedPages(GZipMiddleware):
    """Compresses readers' pages, the same bytes each time.

    Django adds random bytes against attacks that guess a secret by a page's length; a reader's page
    holds no secret. The desk's pages do, and are left as they are.
    """

    max_random_bytes = 0

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if request.path_info.startswith(DESK_PATH) or not TEXTUAL.match(kind):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
