"""The files of deploy/ are what Kubernetes, Compose, systemd and Docker take, and fit the bot that they run."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.command_line import main
from bot.settings import Settings
from bot.socket_mode import DRAIN

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
SETTINGS = {name.upper() for name in Settings.model_fields}

# What these units use; another key must be looked up in systemd.exec(5) and its neighbours before it is added here.
KNOWN = {
    "Unit": {"Description", "Wants", "After", "Requires", "PartOf", "StartLimitIntervalSec"},
    "Service": {
        "Type", "User", "WorkingDirectory", "EnvironmentFile", "Environment", "ExecStart", "Restart", "RestartSec",
        "KillMode", "TimeoutStartSec", "TimeoutStopSec", "NoNewPrivileges", "CapabilityBoundingSet", "PrivateDevices",
        "PrivateTmp", "ProtectControlGroups", "ProtectHome", "ProtectKernelModules", "ProtectKernelTunables",
        "ProtectSystem", "RestrictAddressFamilies", "RestrictSUIDSGID", "LockPersonality", "UMask",
    },
    "Install": {"WantedBy"},
}  # fmt: skip


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def checked(module: str, *words: str | Path) -> tuple[bool, str]:
    """By a validator that brings its schemas with it; whether it agrees, and what it said."""
    done = run(sys.executable, "-m", module, *words)
    return done.returncode == 0, done.stdout + done.stderr


# --- Kubernetes -----------------------------------------------------------------------------------------------------


def resources(kind: str) -> list[dict[str, Any]]:
    found = [each for path in MANIFESTS for each in yaml.safe_load_all(path.read_text(encoding="utf-8"))]
    return [each for each in found if each["kind"] == kind]


@pytest.fixture(scope="module")
def pod() -> dict[str, Any]:
    spec: dict[str, Any] = resources("Deployment")[0]["spec"]["template"]["spec"]
    return spec


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_kubernetes_takes_the_manifest(path):
    fits, said = checked("kubernetes_validate", "--strict", path)

    assert fits, said


def test_a_slip_in_a_manifest_is_found(tmp_path):
    wrong = (DEPLOY / "kubernetes" / "pilot.yaml").read_text(encoding="utf-8").replace("maxSurge", "maxSurges")
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")

    fits, said = checked("kubernetes_validate", "--strict", tmp_path / "wrong.yaml")

    assert not fits and "maxSurges" in said


def test_a_replica_is_probed_where_it_answers(pod):
    bot = pod["containers"][0]
    port = {each["name"]: each["containerPort"] for each in bot["ports"]}
    told = {each["name"]: each["value"] for each in bot["env"]}

    assert port["slack"] == Settings.model_fields["port"].default
    assert str(port["health"]) == told["PILOT_HEALTH_PORT"]
    assert bot["livenessProbe"]["httpGet"] == bot["startupProbe"]["httpGet"] == {"path": "/livez", "port": "health"}
    assert bot["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "health"}


def test_a_replica_that_goes_has_time_to_finish_and_another_one_is_there(pod):
    pause = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    deployment, budget = resources("Deployment")[0], resources("PodDisruptionBudget")[0]

    assert pod["terminationGracePeriodSeconds"] > pause + DRAIN
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert budget["spec"]["maxUnavailable"] < deployment["spec"]["replicas"]
    assert budget["spec"]["selector"] == deployment["spec"]["selector"]


def test_every_pod_migrates_first_and_by_the_same_image(pod):
    assert [each["args"] for each in pod["initContainers"]] == [["migrate"]]
    assert {each["image"] for each in (*pod["initContainers"], *pod["containers"])} == {"pilot:1.0"}


def test_a_pod_may_do_nothing_that_the_bot_does_not_need(pod):
    assert pod["securityContext"]["runAsNonRoot"] and not pod["automountServiceAccountToken"]
    for container in (*pod["initContainers"], *pod["containers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }


# --- Compose --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8"))
    return dict(found["services"])


def test_compose_takes_the_file():
    fits, said = checked("check_jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose/compose.yaml")

    assert fits, said


def test_a_slip_in_the_compose_file_is_found(tmp_path, services):
    slip = {"services": {"bot": services["bot"] | {"stop_grace": "20s"}}}
    (tmp_path / "wrong.json").write_text(json.dumps(slip), encoding="utf-8")

    fits, said = checked("check_jsonschema", "--builtin-schema", "vendor.compose-spec", tmp_path / "wrong.json")

    assert not fits and "stop_grace" in said


def test_the_bots_of_compose_wait_for_the_schema_and_may_finish(services):
    bot = services["bot"]

    assert bot["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["migrate"]["command"] == ["migrate"] and services["migrate"]["restart"] == "no"
    assert bot["deploy"]["replicas"] > 1 and float(bot["stop_grace_period"].removesuffix("s")) > DRAIN
    assert bot["read_only"] and bot["cap_drop"] == ["ALL"]


# --- systemd --------------------------------------------------------------------------------------------------------


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",), strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_says_only_what_systemd_knows(path):
    assert {(section, key) for section, keys in unit(path).items() for key in keys} <= {
        (section, key) for section, keys in KNOWN.items() for key in keys
    }


def test_systemd_takes_the_units(tmp_path):
    """Where systemd is installed it is asked itself; it says nothing of units that are as they should be."""
    if not (analyze := shutil.which("systemd-analyze")):
        return
    own, theirs = tmp_path / "etc/systemd/system", tmp_path / "usr/lib/systemd/system"
    shutil.copytree(DEPLOY / "systemd", own)
    theirs.mkdir(parents=True)
    for target in ("sysinit", "basic", "shutdown", "multi-user", "network-online", "umount"):
        (theirs / f"{target}.target").write_text("[Unit]\nDescription=Systemd's own\n", encoding="utf-8")
    program = tmp_path / "srv/pilot/current/.venv/bin/pilot"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)

    done = run(analyze, "verify", "--man=no", f"--root={tmp_path}", "pilot.target", "pilot@1.service")

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_each_replica_of_systemd_migrates_first_has_a_port_of_its_own_and_may_finish():
    replica, migrate = unit(DEPLOY / "systemd/pilot@.service"), unit(DEPLOY / "systemd/pilot-migrate.service")

    assert (
        "pilot-migrate.service" in replica["Unit"]["Requires"] and "pilot-migrate.service" in replica["Unit"]["After"]
    )
    assert migrate["Service"]["Type"] == "oneshot"
    assert "PILOT_HEALTH_PORT=909%i" in replica["Service"]["Environment"]
    assert float(replica["Service"]["TimeoutStopSec"]) > DRAIN
    assert all(each["Service"]["User"] == "pilot" for each in (replica, migrate))


# --- Docker ---------------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in whole)]


def said_by(word: str) -> list[str]:
    return [rest for each, rest in instructions() if each == word]


def test_the_image_is_made_of_what_is_pinned_and_runs_as_nobody_in_particular():
    known = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    order = [word for word, _ in instructions()]

    assert set(order) <= known and order[0] == "FROM" and ":" in said_by("FROM")[0]
    assert all(json.loads(each)[0] == "pip" for each in said_by("RUN"))
    assert {"--require-hashes", "--no-deps", "requirements.lock"} <= set(json.loads(said_by("RUN")[0]))
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", said_by("USER")[-1]) and order.index("USER") > order.index("RUN")
    assert json.loads(said_by("ENTRYPOINT")[0]) == ["pilot"]


def test_secrets_and_databases_never_get_into_the_image():
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()

    assert {".env", ".env.*", "*.db", ".git"} <= set(left_out)
    assert not {"pyproject.toml", "README.md", "requirements.lock", "manifest.yml", "playbook"} & set(left_out)


# --- all of them ----------------------------------------------------------------------------------------------------


def test_they_tell_the_bot_only_what_it_knows(pod, services):
    environment = " ".join((*said_by("ENV"), unit(DEPLOY / "systemd/pilot@.service")["Service"]["Environment"]))
    told = {each.partition("=")[0] for each in shlex.split(environment)}
    told |= {each["name"] for container in pod["containers"] for each in container.get("env", ())}
    typed = [*(each["args"] for each in (*pod["initContainers"], *pod["containers"])), json.loads(said_by("CMD")[0])]
    typed += [services["bot"]["command"], services["migrate"]["command"]]

    assert {name for name in told if name.startswith(("PILOT_", "SLACK_", "DATABASE_", "PORT"))} <= SETTINGS
    assert all(len(words) == 1 and words[0] in main.commands for words in typed)


def test_the_page_about_it_names_every_file_and_only_settings_that_exist():
    page = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]

    assert [path.name for path in files if path.name not in page] == []
    assert set(re.findall(r"\b((?:PILOT|SLACK)_[A-Z_]+|DATABASE_URL)\b", page)) <= SETTINGS
