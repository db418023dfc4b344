"""The continuous integration script reads its packages out of README.md; this holds the two together."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NEEDED = {"make", "maven", "openjdk-17", "python3", "python3-venv", "nodejs", "npm", "kcat", "prometheus", "openssl"}


def test_readme_names_the_packages_that_ci_installs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^(?:sudo )?apt-get install (?:-\S+ )*(.+)$", readme, flags=re.MULTILINE)
    assert found, "README.md has no line that starts with 'apt-get install'"
    named = {"openjdk-17" if name.startswith("openjdk-17") else name for name in found.group(1).split()}
    assert named >= NEEDED


def test_ci_script_is_sound_bash_and_requires_apache_kafka() -> None:
    script = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", str(script)], check=True)
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert {f"COMMUNIQUE_REQUIRE_{what}=1" for what in ("APACHE", "CONSUMERS", "OPERATIONS")} <= set(text.split())
    assert "make test" in text
