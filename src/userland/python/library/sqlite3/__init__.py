"""The sqlite3 module (DB-API 2.0) over SQLite as the process has it. Functions and aggregates written in Python are refused."""

import datetime

from _drydock import ask, refuse

apilevel = "2.0"
paramstyle = "qmark"
threadsafety = 1
sqlite_version = "3.50.4"
sqlite_version_info = (3, 50, 4)
PARSE_DECLTYPES = 1
PARSE_COLNAMES = 2
LEGACY_TRANSACTION_CONTROL = -1
Binary = memoryview
Date, Time, Timestamp = datetime.date, datetime.time, datetime.datetime


class Warning(Exception):
    pass


class Error(Exception):
    sqlite_errorname = "SQLITE_ERROR"


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


_KINDS = {"SQLITE_CONSTRAINT": IntegrityError, "SQLITE_NOTADB": DatabaseError, "SQLITE_RANGE": InterfaceError}


def _asked(question, *args):
    answer = ask(question, *args)
    if answer and "error" in answer:
        error = _KINDS.get(answer["code"], OperationalError)(answer["error"])
        error.sqlite_errorname = answer["code"]
        raise error
    return answer


def _sent(value):
    if value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return list(bytes(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise ProgrammingError("Error binding parameter: type '%s' is not supported" % type(value).__name__)


class Row:
    """A row that is read by position and by name."""

    def __init__(self, cursor, values):
        self._names = [each[0] for each in cursor.description]
        self._values = tuple(values)

    def keys(self):
        return list(self._names)

    def __getitem__(self, key):
        if not isinstance(key, str):
            return self._values[key]
        for name, value in zip(self._names, self._values):
            if name.lower() == key.lower():
                return value
        raise IndexError("No item with that key")

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __eq__(self, other):
        return isinstance(other, Row) and (self._names, self._values) == (other._names, other._values)

    def __hash__(self):
        return hash((tuple(self._names), self._values))


class Cursor:
    arraysize = 1

    def __init__(self, connection):
        self.connection = connection
        self.row_factory = connection.row_factory
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self._rows = iter(())

    def _run(self, sql, parameters):
        if isinstance(parameters, dict):
            given = {sign + name: _sent(value) for name, value in parameters.items() for sign in ":@$"}
        else:
            given = [_sent(value) for value in parameters]
            wanted = _places(sql)
            if wanted is not None and wanted != len(given):
                raise ProgrammingError(
                    "Incorrect number of bindings supplied. The current statement uses %d, and there are %d supplied."
                    % (wanted, len(given))
                )
        return _asked("sqliteRun", self.connection._opened(), sql, given)

    def execute(self, sql, parameters=(), /):
        self.connection._begin(sql)
        answer = self._run(sql, parameters)
        self.connection._follow(sql)
        columns = answer["columns"]
        self.description = tuple((name, None, None, None, None, None, None) for name in columns) if columns else None
        is_change = _word(sql) in ("INSERT", "UPDATE", "DELETE", "REPLACE")
        self.rowcount = answer["changes"] if is_change else -1
        if is_change:
            self.connection.total_changes += answer["changes"]
        if _word(sql) in ("INSERT", "REPLACE"):
            self.lastrowid = answer["lastId"]
        rows = [tuple(bytes(each) if isinstance(each, list) else each for each in row) for row in answer["rows"]]
        self._rows = iter([self.row_factory(self, row) for row in rows] if self.row_factory else rows)
        return self

    def executemany(self, sql, sets, /):
        count = 0
        for parameters in sets:
            self.execute(sql, parameters)
            count += max(self.rowcount, 0)
        self.rowcount = count
        return self

    def executescript(self, script, /):
        self.connection.commit()
        _asked("sqliteScript", self.connection._opened(), script)
        return self

    def fetchone(self):
        return next(self._rows, None)

    def fetchmany(self, size=None):
        size = self.arraysize if size is None else size
        return [row for _, row in zip(range(size), self._rows)]

    def fetchall(self):
        return list(self._rows)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._rows)

    def close(self):
        self._rows = iter(())

    def setinputsizes(self, sizes):
        pass

    def setoutputsize(self, size, column=None):
        pass


def _word(sql):
    return (sql.lstrip().split(None, 1) or [""])[0].upper().rstrip(";")


def _places(sql):
    """How many question marks stand outside of strings; None where they carry numbers or names."""
    import re

    bare = re.sub(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", "", sql, flags=re.S)
    if re.search(r"\?\d|[:@$]\w", bare):
        return None
    return bare.count("?")


class Connection:
    Error, DatabaseError, IntegrityError, OperationalError = Error, DatabaseError, IntegrityError, OperationalError
    ProgrammingError, InterfaceError, DataError, InternalError = ProgrammingError, InterfaceError, DataError, InternalError
    Warning, NotSupportedError = Warning, NotSupportedError

    def __init__(self, database, timeout=5.0, detect_types=0, isolation_level="", *_, autocommit=-1, uri=False, **__):
        import os

        path = os.fsdecode(os.fspath(database))
        if uri and path.startswith("file:"):
            path = path[5:].partition("?")[0]
        self.row_factory = None
        self.text_factory = str
        self.isolation_level = isolation_level
        self.in_transaction = False
        self.total_changes = 0
        self._id = None
        self._id = _asked("sqliteOpen", path)["id"]

    def _opened(self):
        if self._id is None:
            raise ProgrammingError("Cannot operate on a closed database.")
        return self._id

    def _begin(self, sql):
        if self.isolation_level is None or self.in_transaction:
            return
        if _word(sql) in ("INSERT", "UPDATE", "DELETE", "REPLACE"):
            _asked("sqliteRun", self._opened(), "BEGIN " + self.isolation_level, [])
            self.in_transaction = True

    def _follow(self, sql):
        word = _word(sql)
        if word in ("BEGIN", "SAVEPOINT"):
            self.in_transaction = True
        elif word in ("COMMIT", "END", "ROLLBACK") and " TO " not in sql.upper():
            self.in_transaction = False

    def _end(self, how):
        self._opened()
        if self.in_transaction:
            _asked("sqliteRun", self._id, how, [])
            self.in_transaction = False

    def commit(self):
        self._end("COMMIT")

    def rollback(self):
        self._end("ROLLBACK")

    def cursor(self, factory=Cursor):
        self._opened()
        return factory(self)

    def execute(self, sql, parameters=(), /):
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql, sets, /):
        return self.cursor().executemany(sql, sets)

    def executescript(self, script, /):
        return self.cursor().executescript(script)

    def close(self):
        if self._id is not None:
            ask("sqliteClose", self._id)
            self._id = None

    def iterdump(self):
        refuse("sqlite3.Connection.iterdump")

    def create_function(self, *_, **__):
        refuse("sqlite3 functions written in Python")

    create_aggregate = create_collation = create_window_function = create_function

    def set_trace_callback(self, callback):
        refuse("sqlite3.Connection.set_trace_callback")

    def backup(self, *_, **__):
        refuse("sqlite3.Connection.backup")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.commit()
        else:
            self.rollback()
        return False


def connect(database, *args, factory=Connection, **options):
    """Opens a connection to the SQLite database file."""
    return factory(database, *args, **options)


def register_adapter(kind, adapter, /):
    refuse("sqlite3.register_adapter")


def register_converter(name, converter, /):
    refuse("sqlite3.register_converter")


def complete_statement(text):
    return text.rstrip().endswith(";")
