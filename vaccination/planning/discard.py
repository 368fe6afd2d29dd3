"""Throwing a draft away. Nobody was told of it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.audit import record as audit
from hssk.refusals import NotYours
from vaccination.planning.models import Plan, PlanState
from vaccination.planning.publish import already


@transaction.atomic
def discard_plan(*, plan_id: UUID, by: User) -> Plan:
    """Mark a draft as discarded; raises NotYours, or AlreadyPublished (409) when it is no draft."""
    plan = Plan.objects.visible_to(by).filter(pk=plan_id).first()
    if plan is None:
        raise NotYours(_("Không tìm thấy kế hoạch."))
    if not Plan.objects.filter(pk=plan_id, state=PlanState.DRAFT).update(state=PlanState.DISCARDED):
        raise already(plan)
    plan.state = PlanState.DISCARDED
    audit.record("plan.discarded", subject_kind="plan", subject_id=plan.pk, by=by)
    return plan
