"""Front door: message kinds of the rooms, so that workers know them before a page was ever opened."""

import vaccination.doses.messages
import vaccination.planning.messages  # noqa: F401
