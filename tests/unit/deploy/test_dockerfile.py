"""The image's recipe, held against the rules of hadolint."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_hadolint_has_nothing_to_say() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    said = subprocess.run(
        [str(hadolint), "--no-color", str(ROOT / "deploy" / "Dockerfile")], capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (0, "")
