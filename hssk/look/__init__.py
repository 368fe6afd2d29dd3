"""How things look and read: words, states, charts. Pure; the tags are in hssk/templatetags/hssk.py."""
