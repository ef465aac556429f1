"""Finds the Chromium that the browser tests drive; run as a script, installs Debian's where that is possible."""

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
REMEDY = (
    "The browser tests need Chromium, and none was found. Install one (Debian: apt-get install chromium; "
    "Fedora: dnf install chromium; macOS: brew install --cask chromium), "
    "or say where it is: PILOT_CHROMIUM=/path/to/chromium."
)


def find() -> str | None:
    """The path of a Chromium that starts."""
    names = [chosen] if (chosen := os.environ.get("PILOT_CHROMIUM")) else NAMES
    return next((path for name in names if (path := shutil.which(name)) and _starts(path)), None)


def _starts(path: str) -> bool:
    # Ubuntu's `chromium` may be a stub that only says where the real one would come from.
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def _install() -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["chromium", "fonts-noto-color-emoji"]  # messages have emoji, and the pictures of docs/ show them
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *wanted]):
        if subprocess.run(["apt-get", "--quiet=2", *arguments], env=quiet, stdout=sys.stderr, check=False).returncode:
            return


def _main() -> None:
    path = find()
    if path is None and "PILOT_CHROMIUM" not in os.environ and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        path = find()
    if path is None:
        sys.exit(REMEDY)
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    _main()
