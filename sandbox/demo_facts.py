"""What the demo workspace's members have to say: their ideas, their people, and what shows that things are done."""

from dataclasses import dataclass
from typing import Any

PROPOSALS: list[tuple[str, dict[str, Any]]] = [
    (
        "product-owner",
        {
            "title": "Claims summaries",
            "problem": "Handlers read forty pages of letters and reports before they can decide on a claim.",
            "who_feels_it": "40 claims handlers, and 9,000 customers a month who wait",
            "sponsor": "sponsor",
            "product_owner": "product-owner",
            "round": "Insurance",
        },
    ),
    (
        "risk-owner",
        {
            "title": "Fraud triage",
            "problem": "Suspicious claims are found by chance, mostly after they have been paid.",
            "who_feels_it": "The investigation team of six",
            "sponsor": "sponsor",
            "product_owner": "business-owner",
            "round": "Insurance",
        },
    ),
    (
        "legal",
        {
            "title": "Supplier contract review",
            "problem": "Each supplier contract waits two weeks until somebody has compared it with our standard.",
            "who_feels_it": "Purchasing, and every team that needs a supplier",
            "sponsor": "sponsor",
            "product_owner": "change-lead",
            "round": "Insurance",
        },
    ),
    (
        "proposer",
        {
            "title": "Answers for the call centre",
            "problem": "Agents put callers on hold to search six systems for one answer.",
            "who_feels_it": "85 agents in two shifts",
            "sponsor": "sponsor",
            "product_owner": "proposer",
            "round": "Insurance",
        },
    ),
]
# Which candidate, which of its forms, who answers it, and what; some of it nobody knows yet.
ANSWERS: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "UC-1",
        "numbers",
        "business-owner",
        {
            "cost": "45 minutes of reading a case, 6,700 hours a month",
            "outcome": "20 minutes a case, with no more wrong decisions than today",
            "hours": "40000",
            "rate": "38",
        },
    ),
    (
        "UC-1",
        "data",
        "data-owner",
        {"available": "in-use", "labelled": "partly", "compliant": "likely", "sources": "Claims system, archive"},
    ),
    (
        "UC-1",
        "work",
        "engineering-lead",
        {
            "integrations": "3",
            "make": "partner",
            "make-why": "The maker of our claims system offers it inside its screens.",
            "depth": "embedded",
        },
    ),
    (
        "UC-1",
        "fit",
        "operations",
        {
            "kind": "augmentation",
            "defined": "measured",
            "workflow": "known",
            "users": "named",
            "stakeholders": "4",
        },
    ),
    (
        "UC-1",
        "risk",
        "compliance",
        {
            "regulation": "sector",
            "life-critical": "no",
            "traits-data": ["personal-data"],
            "pattern": "in-the-loop",
            "approach": "retrieval",
        },
    ),
    (
        "UC-2",
        "numbers",
        "risk-owner",
        {"cost": "About 1.2 million euros a year", "outcome": "Half of it found before payment", "losses": "600000"},
    ),
    ("UC-2", "data", "data-owner", {"available": "scattered", "labelled": "partly", "compliant": "open"}),
    (
        "UC-2",
        "risk",
        "compliance",
        {
            "regulation": "heavy",
            "life-critical": "no",
            "traits-data": ["personal-data"],
            "traits-people": ["decides-about-people"],
            "pattern": "in-the-loop",
            "approach": "predictive",
        },
    ),
    (
        "UC-3",
        "numbers",
        "legal",
        {"cost": "12 days a contract, 300 contracts a year", "outcome": "3 days a contract", "saving": "150000"},
    ),
    ("UC-3", "data", "legal", {"available": "reachable", "labelled": "yes", "compliant": "cleared"}),
]
UNKNOWN = ("UC-4", "numbers", "proposer", {"unknown_by": "operations"})
ROUND = {"unit": "Insurance", "owner": "product-owner"}
SELECTION = {
    "primary": "UC-1 Claims summaries",
    "backup": "UC-3 Supplier contract review",
    "why": "The documents are there, with an owner, and every handler asks for it.",
}
AGREEMENT = {"answer": "agree", "comment": "This goes first. Tell me early when people are missing."}
START: dict[str, Any] = {
    "timezone": "Europe/Berlin",
    "channel": "make",
    "channel_name": "ai-claims",
    "sponsor": ["sponsor"],
    "program-manager": ["program-manager"],
    "product-owner": ["product-owner"],
    "business-owner": ["business-owner"],
    "data-owner": ["data-owner"],
    "operations": ["operations"],
    "engineering-lead": ["engineering-lead"],
    "security": ["security"],
    "privacy": ["privacy"],
    "compliance": ["compliance"],
    "legal": ["legal"],
    "risk-owner": ["risk-owner"],
    "change-lead": ["change-lead"],
    "auditor": ["auditor"],
}


@dataclass(frozen=True)
class Done:
    """Somebody marks an entry of the playbook done; Monday is 0."""

    week: int
    weekday: int
    who: str
    key: str
    evidence: str


def _wiki(page: str) -> str:
    return f"https://wiki.example/claims-summaries/{page}"


DONE = [
    Done(
        1, 1, "product-owner", "w1-workshops", "Two workshops, Monday and Tuesday, 11 handlers. " + _wiki("workshops")
    ),
    Done(1, 2, "operations", "w1-document", _wiki("how-a-claim-is-read-today")),
    Done(1, 2, "business-owner", "w1-metrics", "Reading time a case, and wrong first decisions: both are on my board."),
    Done(1, 3, "product-owner", "w1-problem-statement", _wiki("problem")),
    Done(1, 3, "business-owner", "w1-target-kpis", "K-1 and K-2, recorded here."),
    Done(1, 4, "product-owner", "w1-user-journey", _wiki("journey")),
    Done(1, 4, "product-owner", "c-problem-baseline", "45 minutes a case, measured on 212 cases. " + _wiki("baseline")),
    Done(2, 1, "data-owner", "w2-data-inventory", _wiki("sources")),
    Done(2, 1, "program-manager", "w2-early-reviewers", "Met today: Security, Compliance, Legal. " + _wiki("concerns")),
    Done(2, 2, "data-owner", "w2-data-quality", "Letters: good. Scans before 2021: one in nine cannot be read."),
    Done(2, 2, "privacy", "w2-data-flows", _wiki("data-flows")),
    Done(2, 2, "data-owner", "w2-enough-data", "Yes: 310,000 closed claims, 4,000 with a summary by hand."),
    Done(2, 3, "security", "w2-never-leaves", "Health data and bank details."),
    Done(2, 3, "compliance", "w2-data-policies", "Retention policy 7, outsourcing policy 3. " + _wiki("policies")),
    Done(2, 3, "data-owner", "w2-readiness-report", _wiki("data-readiness")),
    Done(2, 4, "risk-owner", "w2-risk-register", "R-1 and R-2, recorded here."),
    Done(2, 4, "compliance", "w2-compliance-constraints", _wiki("constraints")),
    Done(2, 4, "data-owner", "c-data-sources", _wiki("sources")),
    Done(2, 4, "privacy", "c-sensitive-flows", _wiki("data-flows")),
    Done(3, 1, "operations", "w3-target-workflow", _wiki("tomorrow")),
    Done(
        3,
        1,
        "product-owner",
        "w3-interaction-pattern",
        "It suggests, the handler decides: a wrong no costs a customer.",
    ),
    Done(3, 1, "engineering-lead", "w3-architecture", _wiki("architecture")),
    Done(3, 2, "product-owner", "d1-problem-kpis", _wiki("problem-and-kpis-signed")),
    Done(3, 2, "operations", "d1-workflow-maps", _wiki("today-and-tomorrow")),
    Done(3, 2, "data-owner", "d1-data-risk", _wiki("data-and-risk")),
    Done(3, 2, "engineering-lead", "d1-architecture", _wiki("architecture-v1")),
    Done(3, 2, "business-owner", "c-kpis-agreed", "Both targets agreed with the product owner."),
    Done(
        3, 2, "business-owner", "c-operations-committed", "Two hours a handler for training, one team freed in week 8."
    ),
    Done(3, 2, "data-owner", "c-data-quality", "Old scans are read again by hand; the rest is good."),
    Done(3, 2, "operations", "c-workflows-documented", _wiki("today-and-tomorrow")),
    Done(3, 2, "product-owner", "c-hand-offs", _wiki("hand-offs")),
    Done(3, 3, "compliance", "c-design-signed", "All three agreed in the review. " + _wiki("design-review")),
    Done(4, 1, "engineering-lead", "w4-environments", "Development, staging and production, by Terraform."),
    Done(4, 2, "security", "w4-access", "Single sign-on; four roles, least privilege. " + _wiki("access")),
    Done(4, 2, "engineering-lead", "c-environments", "https://ci.example/claims-summaries/environments"),
    Done(4, 3, "privacy", "w4-residency", "Frankfurt only. Prompts 30 days, summaries with their claim."),
    Done(4, 3, "privacy", "c-residency-retention", _wiki("retention")),
    Done(4, 4, "security", "w4-security-controls", _wiki("controls")),
    Done(4, 4, "security", "c-network-access", "Private endpoints only; the scan from outside finds nothing."),
    Done(5, 1, "engineering-lead", "w5-retrieval", "Index of 310,000 claims. " + _wiki("search-test")),
    Done(5, 2, "data-owner", "w5-data-checks", "https://ci.example/claims-summaries/data-checks"),
    Done(6, 0, "engineering-lead", "w6-logging", "https://logs.example/claims-summaries"),
    Done(6, 1, "security", "c-threat-model", _wiki("threat-model")),
    Done(6, 1, "legal", "c-vendor-risk", _wiki("vendors")),
    Done(6, 2, "risk-owner", "c-content-filters", _wiki("content-rules")),
]

KPIS: list[dict[str, Any]] = [
    {
        "name": "Reading time",
        "unit": "minutes a case",
        "direction": "down",
        "baseline": "45",
        "target": "20",
        "source": "Claims system, weekly report",
        "reader": "operations",
        "cadence": "14",
        "meaning": "business",
    },
    {
        "name": "Wrong first decisions",
        "unit": "% of cases",
        "direction": "down",
        "baseline": "6.5",
        "target": "6",
        "source": "Quality samples, 100 cases a week",
        "reader": "operations",
        "cadence": "14",
        "meaning": "business",
    },
    {
        "name": "Summary ready within",
        "unit": "seconds",
        "direction": "down",
        "baseline": "60",
        "target": "8",
        "source": "Service dashboard, 95th percentile",
        "reader": "engineering-lead",
        "cadence": "14",
        "meaning": "technical",
    },
]


@dataclass(frozen=True)
class Reading:
    """Somebody records a value on a Friday."""

    week: int
    who: str
    kpi: str
    value: str
    note: str = ""


READINGS = [
    Reading(1, "operations", "K-1 Reading time", "45", "Measured on 212 cases"),
    Reading(2, "operations", "K-2 Wrong first decisions", "6.5"),
    Reading(3, "operations", "K-1 Reading time", "44.5"),
    Reading(4, "operations", "K-1 Reading time", "41", "Prototype on ten old cases a day"),
    Reading(4, "engineering-lead", "K-3 Summary ready within", "31"),
    Reading(5, "operations", "K-1 Reading time", "36.5"),
    Reading(5, "operations", "K-2 Wrong first decisions", "6.3"),
    Reading(5, "engineering-lead", "K-3 Summary ready within", "14", "After caching the letters"),
]
RISKS: list[dict[str, Any]] = [
    {
        "title": "A summary leaves out what decides the claim",
        "likelihood": "3",
        "impact": "5",
        "owner": "risk-owner",
        "mitigation": "Handlers see the source beside each sentence; 100 cases a week are read by hand.",
    },
    {
        "title": "Letters in other languages are summarised badly",
        "likelihood": "3",
        "impact": "3",
        "owner": "engineering-lead",
        "mitigation": "Measured by language; those below the threshold are not summarised.",
    },
    {
        "title": "The provider changes the model without notice",
        "likelihood": "2",
        "impact": "4",
        "owner": "engineering-lead",
        "mitigation": "",
    },
]
REVIEWED = {"residual_likelihood": "2", "residual_impact": "4"}  # what remains of the first
EARLIER_BLOCKER = {
    "what": "Nobody can say who may grant access to the letters of before 2021.",
    "holder": "operations",
    "item": "Check the quality of each source",
}
EARLIER_BLOCKER_CLEARED = "They belong to Claims Operations. Access is granted since this morning."
BLOCKER = {
    "what": "The production vault has no owner on the platform team, so no key can be moved into it.",
    "holder": "security",
    "item": "Keep secrets in a vault, none in the code",
}
EARLY = [
    ("engineering-lead", "Release code, prompts and settings by pipeline", "https://ci.example/claims-summaries"),
    (
        "engineering-lead",
        "Environments that are secured and watched",
        "https://ci.example/claims-summaries/environments",
    ),
    (
        "data-owner",
        "Data pipelines, with the context or feature layer",
        "Last night 4,112 letters came in by themselves: https://ci.example/claims-summaries/run/311",
    ),
]
NOT_APPLICABLE = ("c-abuse-protection", "Only the 40 handlers can reach it, from inside the network.")
SIGNED_DATA = [
    ("security", "Masked before the provider: that is my condition for week 3."),
    ("privacy", ""),
    ("compliance", ""),
]
SIGNED_DISCOVERY = [
    ("business-owner", "This is the problem we have, and these are the numbers I report."),
    ("data-owner", ""),
    ("operations", "The hand-offs are as the teams asked for them."),
    ("security", ""),
    ("privacy", ""),
    ("compliance", "Retention must be settled in week 4, as planned."),
]
SIGNED_FOUNDATION = [
    ("data-owner", ""),
    ("engineering-lead", "The dashboards follow on Tuesday; the rest has run for a week."),
]
