"""The Celery application. Tasks live in rooms; each app's tasks.py imports them."""

import os

from celery import Celery
from celery.signals import heartbeat_sent, worker_shutdown

from hssk.health import worker_is_alive, worker_left

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hssk.settings")

app = Celery("hssk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
heartbeat_sent.connect(worker_is_alive)
worker_shutdown.connect(worker_left)
