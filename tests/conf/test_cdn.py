"""The network in front, from its address."""

from typing import Any

import pytest
from wagtail.contrib.frontend_cache.utils import get_backends

from khabar.conf import cdn
from khabar.conf.environment import EnvironmentProblem, read


def made(address: str) -> dict[str, dict[str, Any]]:
    return cdn.backends(read({"KHABAR_SURROGATE": "cdn", "KHABAR_CDN": address}))


def test_where_none_stands_in_front_there_is_none() -> None:
    assert cdn.backends(read({"KHABAR_CDN": "cloudflare://t@z"})) == {}
    assert read({}).varnish == (("127.0.0.1", 6081),)


def test_wagtail_takes_what_is_made() -> None:
    (backend,) = get_backends(made("cloudflare://a%40b@zone1")).values()
    assert (backend.cloudflare_token, backend.cloudflare_zoneid) == ("a@b", "zone1")


@pytest.mark.parametrize(
    "address",
    ["", "cloudflare://zone", "cloudflare://t@", "cloudfront://", "azure-cdn://s/group"],
)
def test_what_is_no_network_is_said_with_the_remedy(address: str) -> None:
    with pytest.raises(EnvironmentProblem, match=r"KHABAR_CDN: .*cloudflare://token@zone"):
        made(address)


def test_a_missing_client_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "find_spec", lambda _name: None)
    for address, package in (
        ("cloudfront://EDFDVBD6", "boto3"),
        ("azure-cdn://s/group/profile/endpoint", "azure-mgmt-cdn"),
        ("azure-front-door://s/group/name", "azure-mgmt-frontdoor"),
    ):
        with pytest.raises(EnvironmentProblem, match=f"pip install {package}"):
            made(address)
