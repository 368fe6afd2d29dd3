"""The platform. Imports nothing: `hssk.run` and `hssk.embedded` start before there is a Django to import."""
