"""While a new dealer is typed: who may be there already."""

import pytest

from tests.builders import a_dealer


@pytest.fixture
def there(clerk):
    return a_dealer(
        clerk, code="KH1", name="南京恒泰建材有限公司", city="南京", mobile="13833195026", phone="025-83190001",
        credit_code="91350100M000100Y43",
    )  # fmt: skip


def who(desk, **values):
    return [(one.dealer.code, one.why) for one in desk.do("dealer.alike", values)]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "南京恒泰建材有限公司"}, "同名"),
        ({"name": "南京恒泰"}, "字号相同,一边没写行业"),
        ({"name": "恒泰建材有限责任公司", "city": "南京"}, "同名,仅组织形式不同"),
        ({"name": "南京恒太建材"}, "名称读音相同"),
        ({"name": "另一个名字", "mobile": "13833195026"}, "同手机"),
        ({"name": "别的", "credit_code": "91350100m000100y43"}, "同信用代码"),
        ({"credit_code": "91350100M000100Y43"}, "同信用代码"),
    ],
)
def test_it_is_seen(clerk, there, typed, why):
    found = who(clerk, **typed)
    assert found[0][0] == "KH1"
    assert why in found[0][1]


@pytest.mark.parametrize(
    "typed",
    [{}, {"name": "恒泰"}, {"name": "苏州恒泰建材有限公司"}, {"name": "恒泰建材", "city": "苏州"}, {"name": "南京金鼎建材"}],
)
def test_others_are_not_named(clerk, there, typed):
    assert who(clerk, **typed) == []


def test_it_is_not_like_itself(clerk, there):
    assert clerk.do("dealer.alike", {"name": there.name, "city": "南京"}, there.id) == ()


def test_whom_someone_said_not_to_be_it_is_not_named_again(clerk, there):
    other = a_dealer(clerk, code="KH2", name="南京恒泰建材经营部", city="南京", mobile="")
    values = {"name": other.name, "city": "南京"}
    assert [one.dealer.id for one in clerk.do("dealer.alike", values, other.id)] == [there.id]
    clerk.do("dealer.apart", other.id, there.id)
    assert clerk.do("dealer.alike", values, other.id) == ()
