"""Front door: tasks of the rooms."""
