"""An invented campaign to try the system on: people, places and figures that do not exist."""
