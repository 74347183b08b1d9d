"""The content delivery network in front, as Wagtail's frontend-cache backends take it."""

from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from khabar.conf.environment import Environment, EnvironmentProblem

FORMS: Final = (
    "cloudflare://token@zone, cloudfront://key:secret@distribution, "
    "azure-cdn://subscription/group/profile/endpoint or azure-front-door://subscription/group/name"
)
_BACKENDS: Final = "wagtail.contrib.frontend_cache.backends"


def backends(environment: Environment) -> dict[str, dict[str, Any]]:
    """WAGTAILFRONTENDCACHE; empty where no such network stands in front."""
    if environment.surrogate != "cdn":
        return {}
    if not environment.cdn:
        raise EnvironmentProblem(
            ["KHABAR_CDN: KHABAR_SURROGATE=cdn needs it: write, say, cloudflare://token@zone."]
        )
    made, missing = _backend(environment.cdn)
    if missing:
        raise EnvironmentProblem(
            [f"KHABAR_CDN: its client is missing; run pip install {missing} beside Khabar."]
        )
    return {"cdn": made}


def _backend(address: str) -> tuple[dict[str, Any], str]:
    """The backend's settings, and the package that it lacks."""
    parts = urlsplit(address)
    # Not `hostname`, which is in small letters: CloudFront's names are in capitals.
    said, _at, name = parts.netloc.rpartition("@")
    user, _colon, password = map(unquote, said.partition(":"))
    path = [part for part in parts.path.split("/") if part]
    match parts.scheme, name, path:
        case "cloudflare", str(zone), [] if zone and user:
            token = {"BACKEND": f"{_BACKENDS}.CloudflareBackend", "BEARER_TOKEN": user}
            return token | {"ZONEID": zone}, ""
        case "cloudfront", str(distribution), [] if distribution:
            keys = {"AWS_ACCESS_KEY_ID": user, "AWS_SECRET_ACCESS_KEY": password} if user else {}
            made = {"BACKEND": f"{_BACKENDS}.CloudfrontBackend", "DISTRIBUTION_ID": distribution}
            return made | keys, _lacking("boto3", "boto3")
        case "azure-cdn", str(subscription), [group, profile, endpoint] if subscription:
            return {
                "BACKEND": f"{_BACKENDS}.AzureCdnBackend",
                "SUBSCRIPTION_ID": subscription,
                "RESOURCE_GROUP_NAME": group,
                "CDN_PROFILE_NAME": profile,
                "CDN_ENDPOINT_NAME": endpoint,
            }, _lacking("azure.mgmt.cdn", "azure-mgmt-cdn azure-identity")
        case "azure-front-door", str(subscription), [group, front_door] if subscription:
            return {
                "BACKEND": f"{_BACKENDS}.AzureFrontDoorBackend",
                "SUBSCRIPTION_ID": subscription,
                "RESOURCE_GROUP_NAME": group,
                "FRONT_DOOR_NAME": front_door,
            }, _lacking("azure.mgmt.frontdoor", "azure-mgmt-frontdoor azure-identity")
    raise EnvironmentProblem([f"KHABAR_CDN: its value cannot be used: write {FORMS}."])


def _lacking(module: str, package: str) -> str:
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        found = None
    return "" if found else package
