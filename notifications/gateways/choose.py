"""Choosing among the gateways."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from notifications.gateways.contract import Gateway
from notifications.gateways.development import DevelopmentGateway
from notifications.gateways.null import NullGateway

GATEWAYS: dict[str, type[Gateway]] = {"development": DevelopmentGateway, "null": NullGateway}


def chosen_gateway() -> Gateway:
    """The gateway that the SMS_GATEWAY setting names; raises ImproperlyConfigured for an unknown one."""
    try:
        return GATEWAYS[settings.SMS_GATEWAY]()
    except KeyError:
        known = ", ".join(GATEWAYS)
        message = f"SMS_GATEWAY is {settings.SMS_GATEWAY!r}; known: {known}."
        raise ImproperlyConfigured(message) from None
