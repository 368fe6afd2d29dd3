"""The site's addresses, and the bare view that ours are measured against."""

from django.urls import path

from hssk.urls import handler500, urlpatterns
from tests.bench.bare import bare

__all__ = ["handler500", "urlpatterns"]
urlpatterns = [path("bench/bare/", bare), *urlpatterns]
