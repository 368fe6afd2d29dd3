"""Every address of the site; apps are named by string so that the platform imports none of them."""

from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from hssk import health, site

handler500 = "hssk.site.server_error"
urlpatterns = [
    path("", include("hssk.page_urls")),
    path("", include("registration.urls")),
    path("", include("vaccination.urls")),
    path("", include("notifications.urls")),
    path("api/v1/", include("hssk.api_urls")),
    path("api/v1/", include("registration.api_urls")),
    path("api/v1/", include("notifications.api_urls")),
    path("api/v1/", include("vaccination.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("api/<path:rest>", site.unknown_api),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
if settings.DEBUG:
    urlpatterns += [path("dev/", include("notifications.gateways.dev_urls"))]
