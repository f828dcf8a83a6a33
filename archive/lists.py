"""Lists of any length as one parameter, so that a statement is made, read and planned once.

The planner can't see how many there are: only for columns by whose index few rows are found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from archive.columns import key


def texts(name: str) -> sa.TableValuedAlias:
    """A bound list of texts to look up by, as rows: column `value`."""
    return _Each(sa.bindparam(name, type_=_Texts)).table_valued("value")


def numbered(name: str) -> sa.TableValuedAlias:
    """A bound mapping of such texts to numbers, as rows: columns `key` and `value`."""
    return _EachPair(sa.bindparam(name, type_=_Numbered)).table_valued("key", "value")


class _Texts(TypeDecorator[Sequence[str]]):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: sa.Dialect) -> str:
        return json.dumps([key(text) for text in value or ()], ensure_ascii=False)


class _Numbered(TypeDecorator[Mapping[str, int]]):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, int] | None, dialect: sa.Dialect) -> str:
        pairs = {key(text): number for text, number in (value or {}).items()}
        return json.dumps(pairs, ensure_ascii=False)


class _Each(FunctionElement[Any]):
    inherit_cache = True


class _EachPair(FunctionElement[Any]):
    inherit_cache = True


@compiles(_Each, "sqlite")
@compiles(_EachPair, "sqlite")
def _of_sqlite(each: FunctionElement[Any], compiler: SQLCompiler, **how: object) -> str:
    return f"json_each({compiler.process(each.clauses, **how)})"


@compiles(_Each, "postgresql")
def _of_postgresql(each: _Each, compiler: SQLCompiler, **how: object) -> str:
    return f"json_array_elements_text(CAST({compiler.process(each.clauses, **how)} AS JSON))"


@compiles(_EachPair, "postgresql")
def _pairs_of_postgresql(each: _EachPair, compiler: SQLCompiler, **how: object) -> str:
    return f"json_each_text(CAST({compiler.process(each.clauses, **how)} AS JSON))"
