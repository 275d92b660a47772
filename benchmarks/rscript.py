"""R, where it is on this machine: scripts of `abundance_r`, and tables that go to them and come back."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt

SCRIPTS = Path(__file__).with_name("abundance_r")
PACKAGES = "r-base-core r-cran-mgcv jags r-cran-rjags"


def missing() -> str:
    """Why there is no R to compare with, or nothing."""
    asked = ["Rscript", "-e", "stopifnot(requireNamespace('mgcv'), requireNamespace('rjags'))"]
    if shutil.which("Rscript") and subprocess.run(asked, capture_output=True, check=False).returncode == 0:
        return ""
    return f"Without R: R, mgcv or rjags is not installed here (Debian packages: {PACKAGES})."


def run_script(name: str, folder: str, *words: str) -> None:
    """Run a script on a folder of tables."""
    subprocess.run(["Rscript", "--vanilla", SCRIPTS / name, folder, *words], check=True, capture_output=True)


def put(folder: str, name: str, values: npt.NDArray) -> None:
    """Write a table that R reads to the last digit; NaN is its NA."""
    lines = (",".join("NA" if np.isnan(one) else repr(one) for one in row) for row in values.tolist())
    Path(folder, f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def got(folder: str, name: str) -> npt.NDArray:
    """A table that R left, its columns by name."""
    return np.genfromtxt(f"{folder}/{name}.csv", delimiter=",", names=True)
