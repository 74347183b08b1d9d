"""Who shares an address, as far as it can be told from the address."""

import ipaddress


def household(address: str) -> str:
    """An IPv6 address is one of a network that belongs to one and the same."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return str(ipaddress.ip_network((ip, 64), strict=False))
        ip = ip.ipv4_mapped
    return str(ip)
