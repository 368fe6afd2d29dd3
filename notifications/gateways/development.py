"""The development gateway: keeps what a phone would have received, and sends nothing anywhere."""

from notifications.gateways.contract import Accepted, Answer, Outgoing
from notifications.gateways.models import PhoneScreen


class DevelopmentGateway:
    """Shows texts under /dev/phones/ instead of sending them."""

    name = "development"

    def send(self, messages: list[Outgoing]) -> list[Answer]:
        PhoneScreen.objects.bulk_create(
            [
                PhoneScreen(
                    reference=message.reference,
                    to_phone=message.to_phone,
                    text=message.text,
                    encoding=message.encoding,
                    parts=message.parts,
                )
                for message in messages
            ],
            ignore_conflicts=True,
        )
        return [Accepted(f"dev-{message.reference}") for message in messages]
