"""The shape of the code, held by tests: who may import whom, how long a function may be, what an import may do."""

import ast
import importlib.util
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("schemas", "agents", "streams")
MAY_IMPORT = {"schemas": {"schemas"}, "agents": {"schemas", "agents"}, "streams": {"schemas", "agents", "streams"}}
BROKER_LIBRARIES = {"faust", "aiokafka", "kafka", "mode", "noida_db"}
"""How it runs is the business of ``streams`` alone."""
LONGEST_FUNCTION, MEDIAN_FUNCTION, P90_FUNCTION, LONGEST_FILE = 60, 8, 30, 500
ENVIRONMENT = {"environ", "getenv"}
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    """Our Python files below these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if "target" not in path.parts)


SOURCES = modules(*PACKAGES)
EVERYTHING = modules(*PACKAGES, "tests")


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """The top-level name of everything a module imports, at its head or later."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def functions(tree: ast.Module) -> Iterator[FunctionNode]:
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode):
            yield node


def code_lines(node: FunctionNode) -> int:
    """A function's lines from its ``def`` on, its docstring left out: explaining is free."""
    first = node.body[0]
    documented = ast.get_docstring(node) is not None and first.end_lineno is not None
    explained = first.end_lineno - first.lineno + 1 if documented and first.end_lineno is not None else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - explained


def quantile(values: list[int], share: float) -> int:
    return sorted(values)[int(share * (len(values) - 1))]


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_imports_point_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    forbidden = set(PACKAGES) - MAY_IMPORT[package] | {"tests"}
    if package != "streams":
        forbidden |= BROKER_LIBRARIES
    assert forbidden.isdisjoint(imported(parsed(path))), f"{label(path)} imports against the direction"


@pytest.mark.parametrize("path", EVERYTHING, ids=label)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), f"{label(path)} has no docstring"


@pytest.mark.parametrize("path", EVERYTHING, ids=label)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", EVERYTHING, ids=label)
def test_no_function_is_too_long(path: Path) -> None:
    too_long = {node.name: code_lines(node) for node in functions(parsed(path)) if code_lines(node) > LONGEST_FUNCTION}
    assert not too_long


def test_functions_are_small_on_the_whole() -> None:
    lengths = [code_lines(node) for path in SOURCES for node in functions(parsed(path))]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert quantile(lengths, 0.9) <= P90_FUNCTION


@pytest.mark.parametrize("path", EVERYTHING, ids=label)
def test_everything_is_annotated(path: Path) -> None:
    bare = [node.name for node in functions(parsed(path)) if node.returns is None]
    assert not bare, f"without a return annotation: {bare}"


@pytest.mark.parametrize("path", EVERYTHING, ids=label)
def test_a_silenced_check_says_why(path: Path) -> None:
    silenced = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?:\[[^\]]*\])?(?::\s*[A-Z0-9, ]+)?(?P<why>.*)$")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        found = silenced.search(line)
        if found:
            assert len(found["why"].strip(" -:#")) > 10, f"{label(path)}:{number} silences a check without a reason"


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_no_bare_call_runs_at_import(path: Path) -> None:
    bare = [
        node.lineno for node in parsed(path).body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert not bare, f"{label(path)} calls something for its side effect at import, lines {bare}"


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when a module is imported: all but the insides of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FunctionNode | ast.Lambda):
            yield child
            yield from at_import(child)


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_no_environment_is_read_at_import(path: Path) -> None:
    read = [node for node in at_import(parsed(path)) if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT]
    assert not read, f"{label(path)} looks at the environment at import; settings are resolved once, when asked for"


def test_importing_touches_nothing() -> None:
    """Importing all of our modules writes no file, opens no socket and starts no process."""
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SOURCES]
    outside = sorted({name for path in SOURCES for name in imported(parsed(path))} - set(PACKAGES))
    libraries = [name for name in outside if name not in sys.stdlib_module_names and importlib.util.find_spec(name)]
    run = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED_IMPORT, ",".join(libraries), ",".join(names)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


WATCHED_IMPORT = """
import importlib, os, sys, traceback
libraries, names = sys.argv[1].split(","), sys.argv[2].split(",")
for name in libraries:
    importlib.import_module(name)
FORBIDDEN = {"socket.connect", "socket.bind", "subprocess.Popen", "os.fork", "os.mkdir", "os.remove", "os.rename"}
seen = []
def by_us():
    return any(frame.name == "<module>" and frame.filename.startswith(tuple(os.path.join(os.getcwd(), package)
               for package in ("schemas", "agents", "streams"))) for frame in traceback.extract_stack()[-8:])
def hook(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if (event in FORBIDDEN or writes) and by_us():
        seen.append((event, arguments))
sys.addaudithook(hook)
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
sys.exit("\\n".join(map(str, seen)) if seen else 0)
"""
