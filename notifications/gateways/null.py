"""The null gateway: accepts and drops. For benchmarks, and for a site that must not send yet."""

from notifications.gateways.contract import Accepted, Answer, Outgoing


class NullGateway:
    """Takes everything, sends nothing."""

    name = "null"

    def send(self, messages: list[Outgoing]) -> list[Answer]:
        return [Accepted("") for _message in messages]
