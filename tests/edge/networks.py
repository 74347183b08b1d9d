"""A content delivery network that notes what it is told, and fails as Wagtail's backends do."""

import logging
from typing import Any, ClassVar

from wagtail.contrib.frontend_cache.backends import BaseBackend


class Recording(BaseBackend):
    told: ClassVar[list[list[str]]] = []
    error: ClassVar[str] = ""

    def purge_batch(self, urls: list[str]) -> None:
        if self.error:
            logging.getLogger("wagtail.frontendcache").error("Couldn't purge: %s", self.error)
            return
        self.told.append(list(urls))

    def purge(self, url: Any) -> None:
        raise AssertionError(url)
