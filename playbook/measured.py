"""What the numbers and lists of measures.toml must agree on."""

from collections import Counter
from collections.abc import Iterator

from playbook.tables import MEASURES
from program.measures import Measures, Rate

CADENCES, LISTED = 10, 10  # the radio buttons and options that one form shows well
ALL = 100


def problems(measures: Measures) -> Iterator[str]:
    yield from _kpis(measures)
    yield from _risks(measures)
    yield from _money(measures)


def _kpis(measures: Measures) -> Iterator[str]:
    rules, where = measures.kpis, f"{MEASURES}, kpis"
    if not 1 <= len(rules.cadences) <= CADENCES:
        yield f"{where}: “cadences” has {len(rules.cadences)} entries; keep 1 to {CADENCES}."
    if len(rules.rates) > LISTED:
        yield f"{where}: there are {len(rules.rates)} rates; keep at most {LISTED}."
    yield from _twice(where, "rate", [each.key for each in rules.rates])
    yield from (f"{where}, {each.key}: “part” and “whole” are the same; a rate is a part of a whole." for each in
                rules.rates if _is_all(each))  # fmt: skip


def _is_all(rate: Rate) -> bool:
    return rate.part.casefold() == rate.whole.casefold()


def _risks(measures: Measures) -> Iterator[str]:
    if measures.risks.middle >= measures.risks.high:
        yield f"{MEASURES}, risks: “middle” must be below “high”; lower it."


def _money(measures: Measures) -> Iterator[str]:
    rules, where = measures.money, f"{MEASURES}, money"
    kinds = {each.kind for each in rules.lines}
    if kinds != {"benefit", "cost"}:
        yield f"{where}: “lines” needs at least one benefit and one cost; add what is missing."
    if rules.buckets and (total := sum(each.share for each in rules.buckets)) != ALL:
        yield f"{where}: the shares of “buckets” add up to {total}; make that {ALL}."
    if rules.data_low > rules.data_high:
        yield f"{where}: “data_low” is above “data_high”; swap the two."
    if rules.return_low > rules.return_high:
        yield f"{where}: “return_low” is above “return_high”; swap the two."
    yield from _twice(where, "line", [each.key for each in rules.lines])
    yield from _twice(where, "bucket", [each.key for each in rules.buckets])


def _twice(where: str, what: str, keys: list[str]) -> Iterator[str]:
    yield from (f"{where}: two {what}s have the key “{key}”; rename one." for key, n in Counter(keys).items() if n > 1)
