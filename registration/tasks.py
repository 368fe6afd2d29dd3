"""Front door: tasks of the rooms; none yet."""
