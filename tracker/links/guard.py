"""Which addresses of the network may be asked: none by which a stranger's link would reach into the network we stand in."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_GLOBAL = IPv6Network("2000::/3")
"""All of IPv6 that is given out to be reached by everyone."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 as a network that speaks IPv6 alone reaches it; what it leads to is judged. Rule: RFC 6052, section 2.1."""

_KINDS = ("unspecified", "loopback", "link_local", "multicast", "private", "reserved")


def why_not(address: str) -> str | None:
    """Why this address is not asked, in a word; none where it may be."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        inner = _inner(ip)
        if inner is not None:
            return why_not(str(inner))
        # Of what stands for IPv4 in other ways (6to4, Teredo, compatible) nobody is reached today but by accident.
        if ip.sixtofour:
            return "not public"
        if ip not in _GLOBAL or ip.teredo:
            return _kind(ip)
    return None if ip.is_global and not ip.is_multicast else _kind(ip)


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is meant."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _TRANSLATED else None


def _kind(ip: IPv4Address | IPv6Address) -> str:
    return next((kind.replace("_", "-") for kind in _KINDS if getattr(ip, f"is_{kind}")), "not public")
