"""The public holidays of a country or a region, from a library that is slow to load, and so is loaded when asked."""

from asyncio import to_thread
from datetime import date

from program.errors import Refused

YEARS = 3  # from the start on: longer than any plan that pauses and iterates


async def of(place: str, year: int) -> frozenset[date]:
    """`place` as DE or DE-BY; empty: none are kept."""
    return await to_thread(_found, place, year) if place else frozenset()


def _found(place: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    country, _, region = place.partition("-")
    try:
        return frozenset(country_holidays(country, subdiv=region or None, years=range(year, year + YEARS)))
    except (NotImplementedError, AttributeError):
        raise Refused(
            f"“{place}” is no country or region that is known here. Use the two letters of a country, such as GB,"
            " with its region where it has its own holidays, such as DE-BY.",
            field="country",
        ) from None
