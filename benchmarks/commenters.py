"""Sends comments at a fixed rate, each from another address, and tells what became of them.

    python -m benchmarks.commenters URL RATE SECONDS NUMBER…

The numbers are those of the pages that are commented on, in turn.
"""

import http.client
import json
import re
import sys
import threading
import time
from collections import Counter
from typing import Final
from urllib.parse import urlencode, urlsplit

#: So many send beside each other: an answer that is late keeps one of them, not all.
SENDERS: Final = 32
PATIENCE_SECONDS: Final = 20
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
#: What an answer means; all else is a fault.
ANSWERS: Final = {302: "taken", 422: "limited", 429: "turned away"}


def main(url: str, rate: int, seconds: int, numbers: list[int]) -> None:
    """Send, and print one line of JSON."""
    host = urlsplit(url).netloc
    token, cookie = _form(host, numbers[0])
    counts: Counter[str] = Counter()
    begun = time.monotonic()

    def send(sender: int) -> None:
        held = http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)
        for n in range(sender, rate * seconds, SENDERS):
            time.sleep(max(0.0, begun + n / rate - time.monotonic()))
            counts[_send(held, url, n, numbers[n % len(numbers)], token, cookie)] += 1

    threads = [threading.Thread(target=send, args=(sender,)) for sender in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.monotonic() - begun
    sys.stdout.write(json.dumps({"rate": counts.total() / lasted, **counts}) + "\n")


def _form(host: str, number: int) -> tuple[str, str]:
    held = http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)
    held.request("GET", f"/me/comments/{number}/")
    answer = held.getresponse()
    found = _TOKEN.search(answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    if found is None or not cookie:
        msg = f"There is no form at {number}: {answer.status}."
        raise RuntimeError(msg)
    return found[1], cookie


def _send(  # noqa: PLR0917 (one request)
    held: http.client.HTTPConnection, url: str, n: int, number: int, token: str, cookie: str
) -> str:
    said = {"csrfmiddlewaretoken": token, "name": f"قارئ {n}", "body": f"رأي في الخبر رقم {n}"}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookie,
        "Origin": url,
        "X-Forwarded-For": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}",
    }
    try:
        held.request("POST", f"/me/comments/{number}/", urlencode(said), headers)
        answer = held.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        held.close()
        return f"lost ({type(error).__name__})"
    return ANSWERS.get(answer.status, str(answer.status))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), [int(n) for n in sys.argv[4:]])
