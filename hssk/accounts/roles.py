"""What each role may do. The only place that says so; scope (where) is in access.py."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class May(StrEnum):
    """One thing that a role may do."""

    SEE_PEOPLE = "see_people"
    IMPORT_LISTS = "import_lists"
    REVIEW_REGISTRATIONS = "review_registrations"
    MANAGE_SESSIONS = "manage_sessions"
    MANAGE_STOCK = "manage_stock"
    PLAN = "plan"
    SEE_COVERAGE = "see_coverage"
    WORK_SESSION = "work_session"
    SCREEN = "screen"
    VACCINATE = "vaccinate"
    GRANT_ROLES = "grant_roles"
    SEE_AUDIT = "see_audit"


class Role(models.TextChoices):
    """Roles of the health service; a person may hold several, each for an area or a facility."""

    COMMUNE_OFFICER = "commune_officer", _("Cán bộ xã")
    CLUSTER_OFFICER = "cluster_officer", _("Cán bộ khu vực")
    PROVINCIAL_OFFICER = "provincial_officer", _("Cán bộ tỉnh")
    NATIONAL_VIEWER = "national_viewer", _("Người xem toàn quốc")
    AUDITOR = "auditor", _("Người kiểm tra")
    ADMINISTRATOR = "administrator", _("Quản trị")
    FACILITY_HEAD = "facility_head", _("Phụ trách cơ sở")
    SCREENER = "screener", _("Người khám sàng lọc")
    VACCINATOR = "vaccinator", _("Người tiêm")
    DATA_CLERK = "data_clerk", _("Người nhập liệu")


OFFICER = frozenset({May.SEE_PEOPLE, May.IMPORT_LISTS, May.REVIEW_REGISTRATIONS, May.SEE_COVERAGE})
PLANNER = OFFICER | {May.MANAGE_SESSIONS, May.MANAGE_STOCK, May.PLAN}

PERMISSIONS: dict[str, frozenset[May]] = {
    Role.COMMUNE_OFFICER: OFFICER,
    Role.CLUSTER_OFFICER: PLANNER,
    Role.PROVINCIAL_OFFICER: PLANNER | {May.GRANT_ROLES},
    Role.NATIONAL_VIEWER: frozenset({May.SEE_COVERAGE}),
    Role.AUDITOR: frozenset({May.SEE_AUDIT}),
    Role.ADMINISTRATOR: frozenset({May.GRANT_ROLES}),
    Role.FACILITY_HEAD: frozenset(
        {May.SEE_PEOPLE, May.WORK_SESSION, May.SCREEN, May.VACCINATE, May.SEE_COVERAGE, May.MANAGE_STOCK}
    ),
    Role.SCREENER: frozenset({May.SEE_PEOPLE, May.WORK_SESSION, May.SCREEN}),
    Role.VACCINATOR: frozenset({May.SEE_PEOPLE, May.WORK_SESSION, May.SCREEN, May.VACCINATE}),
    Role.DATA_CLERK: frozenset({May.SEE_PEOPLE, May.WORK_SESSION, May.VACCINATE, May.IMPORT_LISTS}),
}
