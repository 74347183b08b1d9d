"""A Varnish with the shipped VCL, told over HTTP."""

import http.client
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

from khabar.edge.http import OK
from khabar.edge.purging.plan import Plan, PurgeError

SECONDS: Final = 2.0
#: Varnish takes headers of 8 KB.
MOST_LETTERS: Final = 4000


class Varnish:
    """One Varnish, by host and port. Used by one thread, which keeps one connection to it."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._connection = http.client.HTTPConnection(host, port, timeout=SECONDS)

    def __str__(self) -> str:
        """As people name it."""
        return f"Varnish {self.host}:{self.port}"

    def purge(self, plan: Plan) -> None:
        """Have it forget what is hard, and ask anew for what is soft. Raises PurgeError."""
        lines = zip_longest(_headers(plan.hard), _headers(plan.soft))
        for hard, soft in lines:
            names = {"Khabar-Purge": hard, "Khabar-Softpurge": soft}
            self._ask({header: line for header, line in names.items() if line})

    def close(self) -> None:
        """Give the connection up; the next purge makes one anew."""
        self._connection.close()

    def _ask(self, headers: dict[str, str]) -> None:
        try:
            try:
                answer = self._answer(headers)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # It had been kept for too long. Nothing is wrong with purging twice.
                self.close()
                answer = self._answer(headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise PurgeError(f"{self} does not answer: {error or type(error).__name__}") from error
        if answer.status != OK:
            self.close()
            raise PurgeError(
                f"{self} answered {answer.status} {answer.reason} to a purge: is it the "
                "VCL of deploy/varnish, and does its list of purgers name this machine?"
            )

    def _answer(self, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._connection.request("PURGE", "/", headers={**headers, "Host": "khabar"})
        answer = self._connection.getresponse()
        answer.read()
        return answer


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
