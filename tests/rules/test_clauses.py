"""Clauses are said by the name of their regulation."""

from crmdesk.rules.clauses import in_words


def test_a_clause_names_its_regulation():
    assert in_words("CP 四.1") == "投诉规则 四.1"
    assert in_words("NR 六") == "票据制度 六"


def test_what_is_no_known_regulation_stays_as_it_is():
    assert in_words("") == ""
    assert in_words("票据法 §91") == "票据法 §91"
