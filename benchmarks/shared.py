"""Data that benches look for and the project does not carry: ``shared/data``, see its README.

It lies beside the checkout, or further up.
"""

from pathlib import Path
from typing import Final

from django.conf import settings

_CHECKOUT: Final = settings.BASE_DIR.parent


def _found() -> Path:
    places = [folder / "shared/data" for folder in _CHECKOUT.parents]
    return next((place for place in places if place.is_dir()), places[0])


DATA: Final = _found()
#: 17,088 real articles of July and August 2015, one ninjs object a line.
ARTICLES: Final = DATA / "articles/arabic-news-17k.ninjs.jsonl.xz"
