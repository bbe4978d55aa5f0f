"""The order of the list: whole at any window, and read from an index."""

import shutil

import pytest
from sqlalchemy import event

from crmdesk.desk import Desk
from crmdesk.rules.dealer import DealerQuery
from crmdesk.rules.people import Role
from tests.builders import a_dealer


@pytest.mark.parametrize("descending", [False, True])
def test_windows_put_together_are_the_list(clerk, descending):
    for number in range(7):
        a_dealer(clerk, name=f"同名{number % 2}", city="上海", mobile="")
    for sort in ("", "code", "name", "city", "mobile"):
        query = DealerQuery(sort=sort, descending=descending)
        windows = [clerk.do("dealer.page", query, offset, 2) for offset in range(0, 8, 2)]
        found = [dealer.id for window in windows for dealer in window]
        assert found == [dealer.id for dealer in clerk.do("dealer.page", query, 0, 100)]
        assert len(set(found)) == 7


@pytest.mark.parametrize(
    "query", [DealerQuery(), *(DealerQuery(sort=s) for s in ("code", "name", "city", "owner"))]
)
def test_a_window_is_found_in_an_index_alone(sqlite_office, tmp_path, query):
    place, tokens = sqlite_office
    desk = Desk.open(shutil.copy(place, tmp_path))
    desk.resume(tokens[Role.OFFICE_CLERK])
    asked = []
    event.listen(
        desk._engine,
        "before_cursor_execute",
        lambda c, cur, said, values, *rest: asked.append((said, values)),
    )
    desk.do("dealer.page", query, 900_000, 100)
    statement, values = next((said, values) for said, values in asked if "OFFSET" in said)
    with desk._engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [row[3] for row in plan]
    desk.close()
    assert any("USING COVERING INDEX ix_dealer" in step for step in steps)
    assert sum("TEMP B-TREE" in step for step in steps) <= 1  # the rows of the window themselves
