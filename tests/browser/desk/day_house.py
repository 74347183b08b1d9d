"""The newsroom of the day's tests: its people, and what has been written before the day begins."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page

from khabar.demo import drawing
from khabar.desk.models import Role
from khabar.newsroom import actions, planning_actions
from khabar.newsroom.models import Article, Photo, Source
from tests import factories
from tests.browser.desk import guide
from tests.browser.desk.conftest import House

#: Nobody who lives; what they are called is what colleagues read on the desk.
PEOPLE = {
    "chief": ("هالة", "منصور", Role.CHIEF_EDITOR),
    "deputy": ("ياسر", "عوض", Role.CHIEF_EDITOR),
    "editor": ("نادين", "سلوم", Role.SECTION_EDITOR),
    "reporter": ("كريم", "ضاهر", Role.REPORTER),
}
#: Headline, lede, scene of its photo.
BEFORE = (
    ("وفدا الجبل والسهل يعودان إلى طاولة المفاوضات", "جولة ثالثة تبدأ بعد انقطاع شهرين.", "hall"),
    ("السد الجديد يبلغ نصف سعته بعد أمطار الأسبوع", "المنسوب أعلى بمترين منه قبل عام.", "dam"),
    ("قوارب الصيد تعود إلى المرفأ بعد هدوء العاصفة", "عادت القوارب كلها سالمة.", "boats"),
    ("المجلس البلدي يقر موازنة العام المقبل", "زيادة لصيانة المدارس والطرق.", ""),
    ("الجسر القديم يُفتح للمشاة بعد ترميمه", "دام الترميم أحد عشر شهرًا.", "bridge"),
    ("إقبال على التسجيل للانتخابات المحلية", "فُتح باب التسجيل صباح الأحد.", "ballot"),
    ("خط حافلات جديد يصل الضاحية بالمدينة", "تنطلق الرحلة الأولى في السادسة صباحًا.", ""),
    ("حريق في غابة الصنوبر بلا إصابات", "أُخمد الحريق في أربع ساعات.", ""),
)

#: What the photo of a scene is called.
SCENES = {
    "hall": "قاعة المفاوضات",
    "dam": "السد الجديد",
    "boats": "قوارب الصيد في المرفأ",
    "bridge": "الجسر القديم",
    "ballot": "صندوق اقتراع",
}


def photo(title: str, scene: str) -> Photo:
    """A photo with credit and description; drawn where it will be looked at."""
    file = drawing.jpeg(scene, 7) if guide.wanted() else factories.picture_bytes()
    return Photo.objects.create(
        title=title,
        file=ContentFile(file, name=f"{scene}.jpg"),
        caption=f"{title} صباح اليوم",
        photographer="سامي نادر",
        agency="وكالة الواحة",
        alt_text=f"منظر عام: {title}",
    )


def busy() -> float:
    """How many times longer than alone this machine takes now, being busy with other things."""
    began, used = time.monotonic(), time.process_time()
    while time.process_time() - used < 0.2:
        pass
    return max(1.0, (time.monotonic() - began) / 0.2)


@dataclass
class Day:
    """A newsroom at work, and a reader on a phone."""

    house: House
    reader: Page

    def sign_in(self, name: str, viewport: dict[str, int] = guide.DESKTOP) -> Page:
        """Somebody of the newsroom comes in."""
        return self.house.sign_in(name, viewport)

    def on_phone(self, name: str) -> Page:
        """The same, on a phone."""
        return self.house.sign_in(name, guide.PHONE)

    def user(self, name: str) -> User:
        """The account."""
        return User.objects.get(username=name)

    def text(self, address: str) -> str:
        """What a reader reads there."""
        self.reader.goto(address)
        return self.reader.locator("body").inner_text()


def begin(house: Callable[[], House]) -> Day:
    """The newsroom in the morning."""
    newsroom = house()
    for name, (first, last, role) in PEOPLE.items():
        own = newsroom.politics if role is Role.SECTION_EDITOR else None
        user = newsroom.person(name, role, own)
        user.first_name, user.last_name = first, last
        user.save()
    return Day(newsroom, newsroom.visit(guide.PHONE))


def published(day: Day, count: int = len(BEFORE)) -> list[Article]:
    """What readers had before, the newest first."""
    now = timezone.now()
    agency = Source.objects.create(name="وكالة الواحة")
    return [
        factories.make_article(
            day.house.sport if place == 6 else day.house.politics,
            headline,
            at=now - timedelta(minutes=25 + 50 * place),
            lede=lede,
            hero_photo=photo(SCENES[scene], scene) if scene else None,
            sources=[agency],
            byline=["فريق التحرير"],
            owner=day.user("reporter"),
            body=[("paragraph", f"<p>{lede} وهذه التفاصيل كما وردت من مراسلينا.</p>")],
        )
        for place, (headline, lede, scene) in enumerate(BEFORE[:count])
    ]


def on_the_way(day: Day) -> Article:
    """A draft in review, one returned and a plan; the first is the answer."""
    reporter, editor = day.user("reporter"), day.user("editor")
    drafts = [
        factories.make_draft(
            day.house.politics,
            headline,
            lede=lede,
            owner=reporter,
            body=[("paragraph", "<p>نص المادة.</p>")],
        )
        for headline, lede in (
            ("نقابة المعلمين تعلّق الإضراب أسبوعين", "القرار بعد لقاء مع الوزارة."),
            ("أسعار الخبز ثابتة حتى نهاية العام", "تعهد من اتحاد المخابز."),
        )
    ]
    for draft in drafts:
        actions.submit(draft, by=reporter)
    actions.return_to_writer(drafts[1], by=editor, note="ينقص ردّ الاتحاد على سؤالنا.")
    planning_actions.assign(
        by=day.user("chief"),
        title="جولة في سوق النحاسين بعد ترميمه",
        section=day.house.politics,
        assignee=reporter,
        deadline=_later_today(),
        words=600,
        wants_photos=True,
    )
    return Article.objects.get(pk=drafts[0].pk)


def _later_today() -> datetime:
    """In three hours or at the end of the day, so that it stands on the week that is shown."""
    now = timezone.now().astimezone(UTC)
    return min(now + timedelta(hours=3), now.replace(hour=23, minute=59, second=59))
