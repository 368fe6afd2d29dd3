"""Front door: message kinds of the rooms, so that workers know them before a page was ever opened."""

import registration.registrations.messages
import registration.sign_in.messages  # noqa: F401
