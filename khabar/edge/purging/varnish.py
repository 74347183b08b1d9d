"""A Varnish with the shipped VCL, told over HTTP."""

import http.client
from collections.abc import Iterable, Iterator
from typing import Final

from khabar.edge.http import OK
from khabar.edge.purging.plan import Plan, PurgeError

SECONDS: Final = 2.0
#: Varnish takes headers of 8 KB.
MOST_LETTERS: Final = 4000


class Varnish:
    """One Varnish, by host and port."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    def __str__(self) -> str:
        """As people name it."""
        return f"Varnish {self.host}:{self.port}"

    def purge(self, plan: Plan) -> None:
        """Have it forget what is hard, then ask anew for what is soft. Raises PurgeError."""
        requests = [("Khabar-Purge", names) for names in _headers(plan.hard)]
        requests += [("Khabar-Softpurge", names) for names in _headers(plan.soft)]
        if not requests:
            return
        connection = http.client.HTTPConnection(self.host, self.port, timeout=SECONDS)
        try:
            for header, names in requests:
                connection.request("PURGE", "/", headers={header: names, "Host": "khabar"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != OK:
                    raise PurgeError(
                        f"{self} answered {answer.status} {answer.reason} to a purge: is it the "
                        "VCL of deploy/varnish, and does its list of purgers name this machine?"
                    )
        except (OSError, http.client.HTTPException) as error:
            raise PurgeError(f"{self} does not answer: {error or type(error).__name__}") from error
        finally:
            connection.close()


def _headers(names: Iterable[str]) -> Iterator[str]:
    """The names in as few headers as hold them."""
    line = ""
    for name in sorted(names):
        if len(line) + len(name) >= MOST_LETTERS:
            yield line
            line = ""
        line = f"{line} {name}" if line else name
    if line:
        yield line
