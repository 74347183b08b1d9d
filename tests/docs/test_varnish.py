"""The how-to starts Varnish as the tests and benches do."""

from tools import front_servers


def test_the_log_is_spared_the_same() -> None:
    page = front_servers.ROOT / "docs" / "how-to" / "varnish.md"
    assert f" -p vsl_mask={front_servers.LOG_MASK}\n" in page.read_text(encoding="utf-8")
