"""The shape of the code, held by tests: who may import whom, how long a function may be, what an import may do."""

import ast
import importlib.util
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGES = ("schemas", "agents", "streams")
MAY_IMPORT = {"schemas": {"schemas"}, "agents": {"schemas", "agents"}, "streams": {"schemas", "agents", "streams"}}
BROKER_LIBRARIES = {"faust", "aiokafka", "kafka", "mode", "noida_db"}
"""How it runs is the business of ``streams`` alone."""
LONGEST_FUNCTION, MEDIAN_FUNCTION, P90_FUNCTION, LONGEST_FILE = 60, 8, 30, 500
SHORTEST_REASON = len("as above")
UNTOUCHED = {"target", "node_modules"}
"""Folders of things fetched, not written here."""
ENVIRONMENT = {"environ", "getenv"}
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    """Our Python files below these folders."""
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if not UNTOUCHED & set(path.parts)
    )


SOURCES = modules(*PACKAGES)
EVERYTHING = modules(*PACKAGES, "tests")


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(source(path), filename=str(path))


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


def test_imports_point_one_way() -> None:
    against = [(label(path), name) for path in SOURCES for name in imported(parsed(path)) if name in forbidden_in(path)]
    assert not against


def forbidden_in(path: Path) -> set[str]:
    """What a module of this place must not import."""
    package = path.relative_to(ROOT).parts[0]
    elsewhere = set(PACKAGES) - MAY_IMPORT[package] | {"tests"}
    return elsewhere if package == "streams" else elsewhere | BROKER_LIBRARIES


def test_a_module_says_what_it_is_for() -> None:
    silent = [label(path) for path in EVERYTHING if not ast.get_docstring(parsed(path))]
    assert not silent


def test_no_file_is_too_long() -> None:
    lengths = {label(path): len(source(path).splitlines()) for path in EVERYTHING}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


def test_no_function_is_too_long() -> None:
    lengths = {(label(path), node.name): code_lines(node) for path in EVERYTHING for node in functions(parsed(path))}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def test_functions_are_small_on_the_whole() -> None:
    lengths = [code_lines(node) for path in SOURCES for node in functions(parsed(path))]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert quantile(lengths, 0.9) <= P90_FUNCTION


def test_everything_is_annotated() -> None:
    found = [(label(path), node) for path in EVERYTHING for node in functions(parsed(path))]
    assert not [(name, node.name) for name, node in found if node.returns is None]


def test_a_silenced_check_says_why() -> None:
    silenced = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?:\[[^\]]*\])?(?::\s*[A-Z0-9, ]+)?(?P<why>.*)$")
    for path in EVERYTHING:
        for number, line in enumerate(source(path).splitlines(), start=1):
            found = silenced.search(line)
            assert not found or len(found["why"].strip(" -:#")) >= SHORTEST_REASON, f"{label(path)}:{number}"


def test_no_bare_call_runs_at_import() -> None:
    bare = [
        f"{label(path)}:{node.lineno}"
        for path in SOURCES
        for node in parsed(path).body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert not bare


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when a module is imported: all but the insides of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FunctionNode | ast.Lambda):
            yield child
            yield from at_import(child)


def test_no_environment_is_read_at_import() -> None:
    """Settings are resolved once, when asked for."""
    read = [
        f"{label(path)}:{node.lineno}"
        for path in SOURCES
        for node in at_import(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT
    ]
    assert not read


def test_unit_tests_mirror_the_tree() -> None:
    """A folder of tests has the name of what it tests: a package, or the gold texts among the tests themselves."""
    apart = {"corpus", "__pycache__"}
    folders = [path.relative_to(HERE) for path in HERE.rglob("*") if path.is_dir() and not apart & set(path.parts)]
    tested = (ROOT, ROOT / "tests")
    assert [folder.as_posix() for folder in folders if not any((root / folder).is_dir() for root in tested)] == []


def installed(name: str) -> bool:
    """Whether a library is there; one that is imported already need not be found (Faust then has no module spec)."""
    return name in sys.modules or importlib.util.find_spec(name) is not None


def test_importing_touches_nothing() -> None:
    """Importing all of our modules writes no file, opens no socket and starts no process."""
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SOURCES]
    outside = sorted({name for path in SOURCES for name in imported(parsed(path))} - set(PACKAGES))
    libraries = [name for name in outside if name not in sys.stdlib_module_names and installed(name)]
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
