"""The network address that a request came from; the platform's own reading of it, named here where citizens sign in."""

from hssk.api.address import address_of

__all__ = ["address_of"]
