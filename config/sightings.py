"""The shape of sightings.yaml: what was seen where before Tocsin listened; no I/O."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from config.values import Country, Duration, Model, Name, Text, with_lists


class KnownSighting(Model):
    """Things seen in countries; each entity counts as seen in each country."""

    entity: tuple[Name, ...] = Field(min_length=1)
    country: tuple[Country, ...] = Field(min_length=1)
    variant: Text | None = Field(None, description="The exact model, such as T-72B3")
    place: Text | None = Field(None, description="As the lexicon names it, such as Bamako")
    operator: Text | None = Field(None, description="In whose hands: an entity, or as it declares")
    first: date | None = Field(None, description="The first sighting, such as 2015-09-30")
    last: date | None = Field(
        None, description="The last one; left out: it is there all the time and never news again"
    )

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return with_lists(value, frozenset({"entity", "country"}))

    @field_validator("first", "last", mode="before")
    @classmethod
    def _a_day(cls, value: object) -> object:
        """Only a written date: pydantic would take a number for seconds since 1970."""
        if isinstance(value, str):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                pass
        if value is None or isinstance(value, date):
            return value
        raise ValueError("must be a date such as 2025-01-18")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError("first must not lie after last")
        return self


class Sightings(Model):
    """sightings.yaml"""

    gap: Annotated[Duration, Field(ge=timedelta(days=1))] = Field(
        timedelta(days=120), description="Unseen for so long, a thing is told as a first again"
    )
    known: tuple[KnownSighting, ...] = ()
