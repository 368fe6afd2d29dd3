"""Front door: tasks of the rooms."""

from notifications.delivery.tasks import deliver_waiting, sweep

__all__ = ["deliver_waiting", "sweep"]
