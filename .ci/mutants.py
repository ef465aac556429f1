"""Changes the rules one piece at a time and lists the changes that no test notices; `python .ci/mutants.py "*votes*"`.

mutmut leaves decorated functions alone. So it runs twice: on the rules as they are, and on a copy of them in which
properties and remembered rules are plain functions behind their decorator.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "mutants" / "undecorated"
DECORATORS = {"property", "cached_property", "remembered"}
PARTS = ("program", "playbook", "tests")


def undecorate(path: Path) -> None:
    """`@property def open(self)` becomes `def open__plain(self)` and `open = property(open__plain)`."""
    source = path.read_text()
    lines, found = source.splitlines(), []
    for node in ast.walk(ast.parse(source)):
        names = [each.id for each in getattr(node, "decorator_list", ()) if isinstance(each, ast.Name)]
        if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1 and set(names) & DECORATORS:
            found.append((node, names[0]))
    for node, decorator in sorted(found, key=lambda each: -each[0].lineno):
        at, name = node.lineno - 1, node.name
        lines[at] = lines[at].replace(f"def {name}(", f"def {name}__plain(", 1)
        # Through the instance or the module, so that whichever mutant is on is the one that is called.
        behind = f"lambda self: self.{name}__plain()" if decorator != "remembered" else f"{name}__plain"
        lines.insert(node.end_lineno or node.lineno, f"{' ' * node.col_offset}{name} = {decorator}({behind})")
        del lines[node.decorator_list[0].lineno - 1]
    path.write_text("\n".join(lines) + "\n")


def copy() -> None:
    for part in PARTS:
        shutil.rmtree(COPY / part, ignore_errors=True)
        shutil.copytree(ROOT / part, COPY / part, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (COPY / "program").rglob("*.py"):
        undecorate(path)
    settings = (ROOT / "pyproject.toml").read_text().splitlines()
    (COPY / "pyproject.toml").write_text("\n".join(each for each in settings if not each.startswith("type_check")))


def run(folder: Path, *patterns: str) -> int:
    paths = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(folder)}
    mutmut = [sys.executable, "-m", "mutmut"]
    children = ["--max-children", os.environ.get("WORKERS", "1")]
    ran = subprocess.run(  # noqa: S603
        [*mutmut, "run", *children, *patterns], cwd=folder, env=os.environ | paths, check=False
    )
    subprocess.run([*mutmut, "results"], cwd=folder, env=os.environ | paths, check=False)  # noqa: S603
    return ran.returncode


if __name__ == "__main__":
    wanted = sys.argv[1:]
    failed = run(ROOT, *wanted)
    copy()
    sys.exit(failed or run(COPY, *([f"{each}__plain*" for each in wanted] or ["*__plain*"])))
