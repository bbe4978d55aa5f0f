"""Finding by typing: what is found, in which order, and that the index follows every change."""

import shutil
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.models.dealer import DealerRow
from crmdesk.models.office import RecentRow
from crmdesk.rules.dealer import DealerClass, DealerQuery
from crmdesk.rules.people import Role
from crmdesk.services import search
from crmdesk.services.verbs import Work
from tests.builders import a_complaint, a_dealer, today

JINMAO = "上海金茂建材有限公司"
NANJING = "江苏省南京市金鼎陶瓷经营部"
SUZHOU = "新金茂卫浴(苏州)有限公司"
CHONGQING = "重庆曾氏ABC建材商行"


def names(desk: Desk, text: str, limit: int = 20, **query) -> list[str]:
    if query:
        return [dealer.name for dealer in desk.do("dealer.page", DealerQuery(text=text, **query), 0, limit)]
    return [dealer.name for dealer in desk.do("dealer.find", text, limit)]


def writing(desk: Desk) -> Session:
    session = Session(desk._writes)
    session.begin()
    return session


@pytest.fixture
def five(clerk: Desk) -> Desk:
    """Five dealers that share places, characters and letters."""
    for code, name, short, city, mobile in (
        ("KH1001", JINMAO, "金茂", "上海", "13833195026"),
        ("KH1002", "上海恒泰装饰工程有限公司", "", "上海", "13900001111"),
        ("KH1003", NANJING, "", "南京", "13811112222"),
        ("KH2004", SUZHOU, "新金茂", "苏州", "13733335026"),
        ("HD-0105", CHONGQING, "", "重庆", ""),
    ):
        a_dealer(clerk, code=code, name=name, short_name=short, city=city, mobile=mobile)
    return clerk


#: What is typed, and the first dealer that it finds.
TYPED = {
    JINMAO: [JINMAO, "上海金", "金茂", "茂建", "shjm", "SHJM", "jmjc", "shanghaijinm", "jinmaoj", "5026",
             "13833195026", "kh1001", "1001"],
    SUZHOU: ["kh2", "2004", "卫浴(苏", "卫浴（苏", "xjm", "xinjin"],
    NANJING: ["jd", "njjd", "jsnjjd", "nanjingjin", "鼎"],
    CHONGQING: ["cqzs", "zqzs", "cs", "chongqingzeng", "abc", "ABC建", "hd-01", "05"],
    None: ["138 3319", "不存在", "qqq", "%", "_", '"', "OR", "5027"],
}  # fmt: skip


def test_what_is_typed_finds_the_dealer(five):
    found = {typed: next(iter(names(five, typed)), None) for words in TYPED.values() for typed in words}
    assert found == {typed: name for name, words in TYPED.items() for typed in words}


def test_one_typed_character_after_the_other_never_loses_the_dealer(five):
    for whole in (JINMAO, "shanghaijinmaojiancai", "shjmjcyxgs", "jmjcyxgs", "KH1001"):
        for length in range(1, len(whole) + 1):
            assert JINMAO in names(five, whole[:length]), whole[:length]


def test_the_tail_of_a_phone_needs_three_digits(five):
    assert names(five, "026") == [JINMAO, SUZHOU]
    assert names(five, "26") == []


def test_ranks_stand_in_order(five):
    a_dealer(five, code="JM", name="北方某某公司", mobile="")
    a_dealer(five, code="KH9", name="卫浴世界", mobile="")
    assert names(five, "jm")[:2] == ["北方某某公司", JINMAO]
    assert names(five, "卫浴") == ["卫浴世界", SUZHOU]
    assert names(five, "金茂")[0] == JINMAO  # its whole short name


def test_all_words_must_be_found_and_the_city_counts(five):
    assert names(five, "上海 建材") == [JINMAO]
    assert names(five, "金 苏州") == [SUZHOU]
    assert names(five, "sh jm") == [JINMAO]
    assert names(five, "上海 ht") == ["上海恒泰装饰工程有限公司"]
    assert names(five, "金茂 5026") == [JINMAO, SUZHOU]
    assert names(five, "kh10 金茂") == [JINMAO]
    assert names(five, "上海 陶瓷") == []
    a_dealer(five, code="X1", name="金茂洁具", city="杭州", mobile="")
    assert names(five, "杭州 金茂") == ["金茂洁具"]


def test_a_city_finds_last(five):
    a_dealer(five, code="X1", name="洁具大王", city="上海", mobile="")
    assert names(five, "上海")[-1] == "洁具大王"


def test_filters_hold_inside_so_that_the_list_fills(clerk):
    for number in range(30):
        a_dealer(clerk, code=f"A{number:03}", name=f"金茂{number:03}", dealer_class=DealerClass.B, mobile="")
    a_dealer(clerk, code="Z1", name="金茂旗舰", dealer_class=DealerClass.A, mobile="")
    query = DealerQuery(text="金茂", classes=(DealerClass.A,))
    with Session(clerk._engine) as session:
        work = Work(session, "", uuid4(), clerk.desk_id, datetime.now(UTC), today(), clerk.person)
        found = search.dealers(work, "金茂", 3, [DealerRow.dealer_class == DealerClass.A])
        assert len(found) == 1
        assert len(search.dealers(work, "金 茂", 3, [DealerRow.dealer_class == DealerClass.A])) == 1
        assert len(search.dealers(work, "jm", 3, [DealerRow.dealer_class == DealerClass.A])) == 1
        assert len(search.dealers(work, "", 3, [DealerRow.dealer_class == DealerClass.A])) == 1
    assert clerk.do("dealer.count", query) == 1


def test_what_was_used_last_stands_first_within_its_rank(five):
    jin, heng = (five.do("dealer.find", name)[0] for name in ("金茂建材", "恒泰"))
    assert names(five, "")[:2] == [CHONGQING, JINMAO]  # by code
    five.do("search.opened", "dealer", jin.id)
    five.do("search.opened", "dealer", heng.id)
    assert names(five, "")[:2] == names(five, "上海")[:2] == names(five, "sh")[:2] == [heng.name, jin.name]
    assert names(five, "上 海")[:2] == [heng.name, jin.name]
    assert names(five, "新金")[0] == SUZHOU
    assert names(five, "茂")[0] == jin.name
    five.do("search.opened", "dealer", jin.id)
    assert names(five, "上海")[:2] == [jin.name, heng.name]


def test_fifty_opened_records_are_remembered(five):
    ids = [uuid4() for _ in range(53)]
    for key in ids:
        five.do("search.opened", "dealer", key)
    with Session(five._engine) as session:
        kept = session.scalars(select(RecentRow.record_id)).all()
    assert set(kept) == set(ids[3:])


def test_a_changed_dealer_is_found_by_the_new_and_not_by_the_old(five):
    dealer = five.do("dealer.find", "shjm")[0]
    five.do(
        "dealer.change",
        dealer.id,
        dealer.revision,
        {"name": "杭州华诚建材", "short_name": "", "mobile": "13511119999"},
    )
    assert names(five, "hzhc") == ["杭州华诚建材"]
    assert names(five, "9999") == ["杭州华诚建材"]
    assert names(five, "shjm") == names(five, "3195026") == []
    assert JINMAO not in names(five, "金茂")


def test_a_change_of_other_fields_leaves_the_index_alone(sqlite_office, tmp_path):
    place, tokens = sqlite_office
    desk = Desk.open(shutil.copy(place, tmp_path))
    desk.resume(tokens[Role.OFFICE_CLERK])
    dealer = a_dealer(desk, name="金茂")
    said: list[str] = []
    event.listen(
        desk._engine, "before_cursor_execute", lambda c, cursor, statement, *rest: said.append(statement)
    )
    desk.do("dealer.change", dealer.id, dealer.revision, {"remark": "好客户"})
    assert not any("UPDATE dealer_key" in statement for statement in said)
    assert names(desk, "金茂") == ["金茂"]
    desk.close()


def test_a_removed_dealer_is_not_found_and_gives_its_place_to_nobody(five):
    dealer = five.do("dealer.find", "cqzs")[0]
    with writing(five) as session:
        search.remove(session, [dealer.id])
        assert search.missing_dealers(session) == 1
        session.commit()
    a_dealer(five, name="后来者", code="N1", mobile="")
    assert names(five, "cqzs") == []
    assert names(five, "曾氏") in ([], [dealer.name])  # PostgreSQL reads names themselves


def test_the_index_can_be_built_anew(five):
    before = {typed: names(five, typed) for typed in ("金", "shjm", "jinm", "5026", "kh", "上海 建材")}
    with writing(five) as session:
        assert search.rebuild(session) == 5
        assert search.missing_dealers(session) == 0
        session.commit()
    assert {typed: names(five, typed) for typed in before} == before


def test_many_are_indexed_by_columns(five):
    with writing(five) as session:
        keys = [row.hex for row in session.scalars(select(DealerRow.id))]
        search.write_dealers_bulk(session, keys, {"name": [f"武汉新名{n}" for n in range(5)]})
        session.commit()
    assert len(names(five, "whxm")) == 5
    assert names(five, "shjm") == []


def test_rare_characters_and_signs_do_no_harm(clerk):
    for n, name in enumerate(("𬭚𫖯陶瓷", "·点·", "ＡＢ全角（公司）", "a'b\"c*", "名 字 有 空")):
        a_dealer(clerk, code=f"S{n}", name=name, mobile="", city="")
    assert names(clerk, "𬭚") == names(clerk, "𫖯陶") == ["𬭚𫖯陶瓷"]
    assert names(clerk, "ab全角(公") == ["ＡＢ全角（公司）"]
    assert names(clerk, "名字") == ["名 字 有 空"]
    for typed in (
        "'",
        '"a',
        "a* b",
        "NEAR(",
        "^a",
        "-",
        "\0",
        "\ud800",
        "a:b",
        "{name}",
        "x" * 300,
        "金" * 300,
    ):
        names(clerk, typed)


def test_several_phone_numbers_are_found_each(clerk):
    a_dealer(clerk, name="甲", mobile="13900001111", phone="021-55667788/020-11223344")
    assert names(clerk, "7788") == names(clerk, "3344") == names(clerk, "021-55667788") == ["甲"]


def test_the_palette_finds_dealers_and_complaints(clerk):
    form = a_complaint(clerk)
    hits = clerk.do("search.everything", "njjd", 20)
    assert [(hit.subject, hit.title.split()[-1]) for hit in hits] == [
        ("dealer", "南京金鼎建材有限公司"), ("complaint", "南京金鼎建材有限公司")
    ]  # fmt: skip
    assert clerk.do("search.everything", form.draft_key)[0].id == form.id
    assert clerk.do("search.everything", "DD2610-0187")[0].id == form.id
    assert clerk.do("search.everything", "金鼎 0187")[0].id == form.id
    assert all(hit.subject == "dealer" for hit in clerk.do("search.everything", ""))


def test_the_palette_shows_no_complaint_to_who_may_not_read_them(signed_in):
    a_complaint(signed_in(Role.OFFICE_CLERK))
    hits = signed_in(Role.LEGAL).do("search.everything", "金鼎", 20)
    assert {hit.subject for hit in hits} == {"dealer"}
