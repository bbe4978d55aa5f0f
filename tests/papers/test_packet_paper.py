"""文件包内容单: small, complete as far as it goes, and never a reason to hold a packet back."""

from tests.papers.builders import all_words
from tests.papers.layouts import check_pages
from tests.papers.visit_builders import a_packet

from crmdesk.papers.fonts import bundled
from crmdesk.papers.packet import MOST, PacketItem, contents, contents_pages
from crmdesk.papers.running import PORTRAIT


def test_it_says_who_sent_what_to_whom():
    words = all_words(contents(a_packet()))[0]
    for said in ("文件包内容单", "第14包", "内务电脑", "郑经理笔记本", "2026年11月24日10:42", "李敏", "12份计划，3处调整",
                 "冯媛2026年12月巡访计划", "7F3A-91C4", "第1页共1页"):  # fmt: skip
        assert said in words, said


def test_twelve_plans_weigh_little():
    assert len(contents(a_packet(12))) < 60_000


def test_a_long_list_is_cut_and_says_how_much_more_there_is():
    pdf = contents(a_packet(MOST + 30, more=5, files=tuple(f"照片{n}.jpg" for n in range(MOST + 2))))
    words = "".join(all_words(pdf))
    assert "另有35项" in words
    assert "另有2个附件" in words
    assert len(pdf) < 90_000


def test_long_names_stay_in_their_boxes():
    long = "新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒经济技术开发区" * 9
    items = (PacketItem("经销商", long, long, "7F3A-91C4"),) * 30
    sheet = a_packet(from_desk=long, to_desk=long, made_by=long, summary=long * 9, items=items, files=(long,) * 3)
    pages = contents_pages(sheet, bundled())
    check_pages(pages, PORTRAIT)


def test_a_packet_without_records_says_so():
    check_pages(contents_pages(a_packet(0), bundled()), PORTRAIT)
    assert "没有记录" in all_words(contents(a_packet(0)))[0]


def test_a_character_that_no_font_has_does_not_stop_it():
    assert "坏〓字" in all_words(contents(a_packet(made_by="坏\ud800字")))[0]
