"""What has to be said beside figures so that nobody misreads them."""

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from vaccination.coverage.figures import Coverage
from vaccination.coverage.public import PublicCoverage
from vaccination.coverage.question import GroupBy

OVER_EVERYBODY = _(
    "Tỷ lệ trên 100%: số mũi tính theo nơi cư trú khai khi đăng ký, gồm cả người tạm trú hoặc mới chuyển đến, "
    "còn số dân lấy theo thống kê."
)
NO_PEOPLE = _("Chưa có số dân của địa bàn này nên chưa tính được tỷ lệ.")
NOT_BEGUN = _("Chiến dịch chưa bắt đầu.")
SINCE_THE_BEGINNING = _("Số mũi tính trong khoảng ngày đã chọn; tỷ lệ tính lũy kế từ đầu chiến dịch.")
INVENTED = _("Dữ liệu minh họa: người và số liệu được tạo ra, không có thật.")
SMALL_CELLS = _("Ô có dấu * không hiển thị (số dưới 5, hoặc số giúp suy ra số dưới 5) để bảo vệ thông tin cá nhân.")


def notes_on(coverage: Coverage) -> list[str | Promise]:
    """Whatever applies, most important first."""
    question, today = coverage.question, localdate(coverage.as_of)
    applies = {
        INVENTED: question.campaign.is_demo,
        NOT_BEGUN: question.campaign.starts_on > today,
        NO_PEOPLE: coverage.people.adults is None and question.group_by == GroupBy.COMMUNE,
        OVER_EVERYBODY: coverage.over_everybody,
        SINCE_THE_BEGINNING: question.from_day is not None,
    }
    return [note for note, does in applies.items() if does]


def public_notes_on(public: PublicCoverage) -> list[str | Promise]:
    """The same for everybody's page."""
    return [*notes_on(public.whole), *([SMALL_CELLS] if public.hidden else [])]
