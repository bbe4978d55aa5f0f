"""An office on a PostgreSQL server: its address, what stands in the way, and that no password is written down."""

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from crmdesk.desk import Desk
from crmdesk.rules.errors import Refused
from crmdesk.services import store
from crmdesk.services.cannot_open import cannot_open
from crmdesk.services.last_place import last_place, remember_place
from crmdesk.services.server_place import Server, without_password
from tests.builders import PASSWORD
from tests.servers import WITH_PASSWORD

FOUNDING = {"office": "华东办事处", "code": "HD", "login": "limin", "name": "李敏", "password": PASSWORD}


@pytest.mark.parametrize(
    ("place", "server"),
    [
        ("postgresql://crm@db.example.com/huadong", Server("db.example.com", "huadong", "crm")),
        ("postgres://crm:geheim@10.0.0.7:5433/huadong", Server("10.0.0.7", "huadong", "crm", 5433)),
        ("postgresql://crm@[fd00::7]/x", Server("fd00::7", "x", "crm")),
        ("postgresql://crm@/x?host=/run/pg&sslmode=disable",
         Server("/run/pg", "x", "crm", more=(("sslmode", "disable"),))),
        ("postgresql://crm@db/x?password=geheim", Server("db", "x", "crm")),
    ],
)  # fmt: skip
def test_an_address_is_read_and_written_without_its_password(place, server):
    assert Server.of(place) == server
    assert Server.of(server.place) == server
    assert "geheim" not in without_password(place)


def test_names_and_passwords_with_signs_come_through():
    server = Server("db", "华东 办/事处", "李@敏", 5433)
    said = make_url(server.with_password("p@s/s:w%rd"))
    assert (said.host, said.port, said.database, said.username, said.password) == (
        "db", 5433, "华东 办/事处", "李@敏", "p@s/s:w%rd",
    )  # fmt: skip
    assert Server.of(server.place) == server


def test_a_file_is_no_server():
    assert Server.of("华东.crm") is None
    assert without_password("华东.crm") == "华东.crm"


def test_the_last_place_is_remembered_without_its_password(monkeypatch, tmp_path):
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path))
    remember_place("postgresql://crm:geheim@db/huadong")
    assert last_place() == "postgresql://crm@db/huadong"
    assert "geheim" not in "".join(file.read_text() for file in tmp_path.iterdir())


@pytest.mark.parametrize("place", ["mysql://a@b/c", "postgresql://a@b:port/c"])
def test_an_address_that_cannot_be_read_is_refused(place):
    with pytest.raises(Refused) as refused:
        Desk.open(place)
    assert refused.value.code == "bad-address"


def test_far_servers_must_encrypt_and_near_ones_need_not():
    def mode(place: str) -> str:
        return store._manners(store.url_of(place)).get("sslmode", "as the address says")

    assert mode("postgresql://a@db.example.com/x") == "require"
    assert mode("postgresql://a@localhost/x") == mode("postgresql://a@/x?host=/run/pg") == "prefer"
    assert mode("postgresql://a@db.example.com/x?sslmode=verify-full") == "as the address says"


# what stands in the way


def refusal_of(place: str) -> Refused:
    with pytest.raises(Refused) as refused:
        Desk.open(place)
    assert refused.value.do
    assert "Traceback" not in str(refused.value)
    return refused.value


def test_nobody_there_is_said():
    refused = refusal_of("postgresql://crm@127.0.0.1:1/huadong")
    assert (refused.code, refused.what) == ("cannot-open", "数据库服务器 127.0.0.1/huadong 没有应答。")


def test_words_that_nobody_foresaw_are_passed_on():
    heard = OperationalError("", None, psycopg.OperationalError("connection failed: 服务器正在关闭\nmore"))
    refused = cannot_open(make_url("postgresql+psycopg://a@db/x"), heard)
    assert refused.what == "连不上数据库服务器 db/x。(答复:服务器正在关闭)"


def test_a_missing_or_wrong_password_is_said(guarded_url):
    server = Server.of(guarded_url)
    assert refusal_of(guarded_url).code == "password-needed"
    assert "用户名或密码不对" in refusal_of(server.with_password("nonsense")).what


def test_a_database_that_is_not_there_is_said(postgresql_url):
    server = Server.of(postgresql_url)
    missing = Server(server.host, "没有这个库", server.user)
    assert "没有这个数据库:localhost/没有这个库" in refusal_of(missing.place).what


def test_an_empty_database_is_not_filled_by_opening_it(postgresql_url):
    assert refusal_of(postgresql_url).code == "no-office"
    with psycopg.connect(postgresql_url) as connection:
        assert connection.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
                                  ).fetchone() == (0,)  # fmt: skip


def test_a_foreign_database_is_refused_on_a_server_too(postgresql_url):
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("CREATE TABLE other (x int)")
    assert refusal_of(postgresql_url).code == "foreign-database"


def test_who_may_not_make_tables_is_told_so(postgresql, guarded_url):
    server = Server.of(guarded_url)
    postgresql.execute(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(
            sql.Identifier(server.database), sql.Identifier(postgresql.info.user)
        )
    )
    with pytest.raises(Refused) as refused:
        Desk.create(server.with_password(WITH_PASSWORD), **FOUNDING)
    assert "没有读写或建表的权限" in refused.value.what


def test_a_database_that_cannot_keep_every_character_is_refused(postgresql, postgresql_url):
    server = Server.of(postgresql_url)
    name = sql.Identifier(f"{server.database}_latin")
    postgresql.execute(sql.SQL("CREATE DATABASE {} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0").format(name))
    with pytest.raises(Refused) as refused:
        Desk.create(Server(server.host, f"{server.database}_latin", server.user).place, **FOUNDING)
    assert (refused.value.code, "LATIN1" in refused.value.what) == ("encoding", True)
    postgresql.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def test_an_office_is_founded_with_a_password_and_not_twice(guarded_url):
    address = Server.of(guarded_url).with_password(WITH_PASSWORD)
    desk = Desk.create(address, **FOUNDING)
    assert (desk.office.name, "asked" in desk.place) == ("华东办事处", False)
    with pytest.raises(Refused) as refused:
        Desk.create(address, **FOUNDING | {"office": "华南办事处"})
    assert (refused.value.code, "华东办事处" in refused.value.what) == ("exists", True)
    again = Desk.open(address)
    assert again.sign_in("limin", PASSWORD).name == "李敏"
    for one in (desk, again):
        one.close()
