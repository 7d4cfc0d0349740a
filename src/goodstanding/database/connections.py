"""How a process reaches the database in one role."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool

from goodstanding.database import home as homes
from goodstanding.database import placement
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home

DATABASE = "goodstanding"
OWNER = "gs_owner"
_POOL_SIZE = 10
# A process of pages has four threads (cli/serve.py).
_THREADS = 4


def parameters(role: str, *, home: Home | None = None, database: str | None = None) -> dict[str, Any]:
    """Answer libpq's parameters (host, port, dbname, user, password, ...) for one role; connects to nothing.

    In this order: `GOODSTANDING_URL_<ROLE>` as it is; the server of `DATABASE_URL` with the role's secret; the
    home's private server. The database is `database`, else the URL's for the role, else `GOODSTANDING_DATABASE`, else
    `DATABASE_URL`'s, else "goodstanding". Raises `DatabaseError` when a URL or the home's secrets cannot be read.
    """
    variable = f"GOODSTANDING_URL_{role.upper()}"
    if own := _from_environment(variable):
        own.setdefault("user", role)
        own["dbname"] = database or own.get("dbname") or database_name()
        return own
    place = home or homes.home()
    answer = _from_environment("DATABASE_URL") or _private(home=place)
    answer["dbname"] = database or database_name()
    return answer | {"user": role, "password": homes.secret(role, home=place)}


def database_name() -> str:
    """Answer the register's database: `GOODSTANDING_DATABASE`, else `DATABASE_URL`'s, else "goodstanding"."""
    if name := os.environ.get("GOODSTANDING_DATABASE"):
        return name
    return str(_from_environment("DATABASE_URL").get("dbname") or DATABASE)


def conninfo(role: str, *, home: Home | None = None, database: str | None = None) -> str:
    """Answer a libpq connection string for one role (it holds the password: keep it out of logs)."""
    return make_conninfo(**parameters(role, home=home, database=database))


def connect(
    role: str, *, home: Home | None = None, database: str | None = None, autocommit: bool = False
) -> psycopg.Connection[tuple[Any, ...]]:
    """Open one connection in a role. Raises `psycopg.OperationalError` when the server does not answer."""
    return psycopg.connect(conninfo(role, home=home, database=database), autocommit=autocommit)


def pool(
    role: str, *, home: Home | None = None, database: str | None = None, size: int = _POOL_SIZE
) -> ConnectionPool[psycopg.Connection[tuple[Any, ...]]]:
    """Answer an opened pool of at most `size` connections in a role; close it, or use it in a `with`.

    They commit each statement by themselves. Each is tried before it is lent, so a restart of the server costs a
    caller nothing but time.
    """
    return ConnectionPool(
        conninfo(role, home=home, database=database),
        min_size=1,
        max_size=size,
        timeout=10,
        open=True,
        check=ConnectionPool.check_connection,
        name=role,
        kwargs={"autocommit": True},
    )


def administrator(*, home: Home | None = None) -> str:
    """Answer the connection string of who may create roles and databases.

    That is `DATABASE_URL` as it is, else the private server's superuser.
    """
    if url := os.environ.get("DATABASE_URL"):
        return url
    place = home or homes.home()
    password = homes.secret("postgres", home=place)
    return make_conninfo(**_private(home=place), dbname="postgres", user="postgres", password=password)


def external() -> bool:
    """Whether `DATABASE_URL` replaces the private server."""
    return bool(os.environ.get("DATABASE_URL"))


def django_settings(role: str, *, home: Home | None = None, database: str | None = None) -> dict[str, Any]:
    """Answer the entry of Django's `DATABASES` for one role; the server need not be up.

    Serving roles get a pool of their own; the owner, who only migrates, a plain connection.
    """
    reached = parameters(role, home=home, database=database)
    options: dict[str, Any] = {
        name: value for name, value in reached.items() if name not in ("host", "port", "dbname", "user", "password")
    }
    if role != OWNER:
        options["pool"] = {"min_size": 1, "max_size": _THREADS, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": reached["dbname"],
        "USER": reached["user"],
        "PASSWORD": reached.get("password", ""),
        "HOST": reached.get("host", ""),
        "PORT": str(reached.get("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        # Lets the pool replace connections that a restart of the server has cut.
        "CONN_HEALTH_CHECKS": True,
    }


def _private(*, home: Home) -> dict[str, Any]:
    return {"host": str(placement.of(home=home).socket), "port": placement.PORT}


def _from_environment(variable: str) -> dict[str, Any]:
    url = os.environ.get(variable)
    if not url:
        return {}
    try:
        return {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:
        # The driver's own words would quote the URL, and with it the password.
        raise DatabaseError(
            f"{variable} is not a connection URL. It should read postgresql://user:password@host:5432/database (a "
            "special character in the password is written %XX)."
        ) from None
