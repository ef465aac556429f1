"""What the demo workspace's members wrote into the program's registers, and into the questions of its items."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Answers = dict[str, Any]
TODAY = "today"  # as an answer: the day on which it is given


@dataclass(frozen=True)
class Recorded:
    """Somebody adds a row to a register, or fills in one of its topics; Monday is 0."""

    week: int
    weekday: int
    who: str
    register: str
    answers: Answers
    topic: str | None = None


def _wiki(page: str) -> str:
    return f"https://wiki.example/claims-summaries/{page}"


def _rows() -> Iterator[Recorded]:
    for weekday, about, present in (
        (0, "How a claim is read today", ["front-line", "operations"]),
        (1, "What a good summary holds", ["business", "front-line"]),
    ):
        held = {"held-on": TODAY, "about": about, "people": ["operations", "product-owner"], "present": present}
        yield Recorded(1, weekday, "product-owner", "workshops", held | {"notes": _wiki("workshops")})
    for name, approver, sensitive, quality, leaves in (
        ("Letters and reports of closed claims", "operations", ["personal-data"], "gaps", "masked"),
        ("Claims system", "data-owner", ["personal-data"], "good", "stays"),
        ("Guidelines for handlers", "operations", [], "good", "leaves"),
    ):
        yield Recorded(2, 0, "data-owner", "data-sources", {
            "name": name, "owner": "data-owner", "approver": approver, "completeness": quality, "consistency": "good",
            "timeliness": "good", "labelling": "good", "sensitivity": sensitive, "reaches-model": ["yes"],
            "leaves": leaves, "residency": "Frankfurt", "retention": "Ten years, as the claim itself",
            "gaps": "Scans before 2021 are read again by hand." if quality == "gaps" else "",
        })  # fmt: skip
    for name, means in (
        ("Retention policy 7", "Summaries live and die with their claim."),
        ("Outsourcing policy 3", "The provider is assessed before the first real letter goes there."),
    ):
        yield Recorded(2, 2, "compliance", "policies", {"name": name, "means": means, "link": _wiki("policies")})
    for what, actor, when, tool in (
        ("A claim with its letters comes in", "system", "Any time", "Claims system"),
        ("A summary is drafted, each sentence with its source", "ai", "Within a minute", "Summary service"),
        ("The handler checks it and decides", "person", "Next in the queue", "Claims system"),
    ):
        answers: Answers = {"what": what, "actor": actor, "when": when, "tool": tool}
        yield Recorded(3, 0, "operations", "workflow-steps", answers)
    answers = {"system": "Claims system", "how": "REST API, both ways", "owner": "operations"}
    yield Recorded(3, 0, "engineering-lead", "integrations", answers)
    for topic, state, choice in COMPONENTS:
        answers = {"state": state, "choice": choice, "owner": "engineering-lead"}
        yield Recorded(3, 0, "engineering-lead", "components", answers, topic)
    for topic in ("development", "staging", "production"):
        answers = {"link": f"https://ci.example/{topic}", "owner": "engineering-lead", "apart": ["yes"]}
        yield Recorded(4, 0, "engineering-lead", "environments", answers, topic)
    for topic, how in (
        ("data", "Four roles, least privilege"),
        ("models", "The service alone, and two engineers"),
        ("logs", "Engineers and the auditor, read only"),
        ("sso", "The company's login, with a second factor"),
    ):
        answers = {"how": how, "link": _wiki("access"), "owner": "security"}
        yield Recorded(4, 1, "security", "access", answers, topic)
    for topic in ("network", "secrets", "gateway"):
        yield Recorded(4, 3, "security", "controls", {"link": _wiki(topic), "owner": "security"}, topic)
    for topic, alert in (
        ("requests", "A private field in any sample"),
        ("metrics", "More than 2 % errors in ten minutes"),
        ("quality", "More than one override in four"),
    ):
        answers = {
            "link": f"https://logs.example/{topic}",
            "owner": "engineering-lead",
            "redacted": ["yes"],
            "alert": alert,
        }
        yield Recorded(5, 3, "engineering-lead", "logs", answers, topic)


COMPONENTS = [
    ("connectors", "building", "The claims system's API"),
    ("pipelines", "building", "Nightly batch"),
    ("lake", "running", "The company's warehouse"),
    ("catalog", "running", "The company's data catalogue"),
    ("vectors", "chosen", "A managed vector database in Frankfurt"),
    ("features", "not-needed", "It predicts nothing"),
    ("data-checks", "chosen", "Checks in the nightly batch"),
    ("gateway", "chosen", "A gateway that masks names"),
    ("services", "building", "One service: summarise"),
    ("orchestration", "not-needed", "It is one step"),
    ("screens", "chosen", "A panel in the claims system"),
    ("tools", "building", "The claims system"),
    ("apis", "chosen", "One REST API"),
    ("registry", "chosen", "The platform's model registry"),
    ("ci-cd", "running", "The platform's pipeline"),
    ("monitoring", "chosen", "Prometheus and Grafana"),
    ("audit-logs", "running", "The company's log archive"),
    ("identity", "running", "Single sign-on"),
    ("isolation", "running", "Private network"),
    ("secrets", "running", "The platform's vault"),
    ("policy-engine", "not-needed", "One rule, kept in the service"),
]
RECORDED = list(_rows())

# What an item asks besides its note, by its key.
FACTS: dict[str, Answers] = {
    "w1-document": {
        "workflow": _wiki("how-a-claim-is-read-today"),
        "pain": "Forty pages of letters and reports before anything can be decided.",
        "decisions": "Is the claim covered, and how much of it?",
        "sla": "A first answer within five days",
        "rules": "Health data only for those who handle the claim",
        "risk": "No more wrong first decisions than today",
    },
    "w1-problem-statement": {
        "statement": "40 handlers read 45 minutes a case before they decide: 6,700 hours a month."
    },
    "w1-user-journey": {"journey": _wiki("journey"), "helps": "Between opening a claim and deciding on it"},
    "w2-data-flows": {"map": _wiki("data-flows")},
    "w2-early-reviewers": {"met-on": "", "concerns": "Health data in letters; the provider's contract."},
    "w2-enough-data": {"enough": "after-fix", "numbers": "310,000 closed claims, 4,000 with a summary by hand"},
    "w2-never-leaves": {"kinds": ["cardholder-data"], "why": "Outsourcing policy 3. Health data leaves masked only."},
    "w2-data-policies": {},
    "w2-compliance-constraints": {"constraints": "Masked before the provider; no training on our data."},
    "w3-interaction-pattern": {"reason": "It suggests, the handler decides: a wrong no costs a customer."},
    "w3-architecture": {"diagram": _wiki("architecture"), "hosting": "outside"},
    "w4-residency": {"residency": "Frankfurt only", "retention": "Prompts 30 days, summaries with their claim"},
    "w5-retrieval": {
        "database": "A managed vector database in Frankfurt",
        "chunks": "One letter is one document, cut by page, with claim number and date.",
        "run": _wiki("search-test"),
    },
    "w5-data-checks": {
        "nulls": "https://ci.example/checks/nulls",
        "drift": "https://ci.example/checks/structure",
        "called": "data-owner",
    },
}  # fmt: skip
