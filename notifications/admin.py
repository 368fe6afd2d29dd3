"""Front door: admin pages of the rooms; none, the office has pages of its own."""
