"""Messages of signing in."""

from datetime import timedelta

from notifications.kinds import URGENT, Kind, register

CODE = register(
    Kind(
        name="sign_in.code",
        variables=frozenset({"code", "minutes"}),
        priority=URGENT,
        lifetime=timedelta(minutes=5),
        secret=True,
        sample={"code": "482913", "minutes": 5},
    )
)
