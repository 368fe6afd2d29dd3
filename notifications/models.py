"""Front door: tables of the rooms."""

from notifications.gateways.models import PhoneScreen
from notifications.outbox.models import Message
from notifications.texts.models import MessageText

__all__ = ["Message", "MessageText", "PhoneScreen"]
