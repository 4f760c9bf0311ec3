"""From a landed file to a version of the pool (jz-data-2020/13).

The way a batch goes: `landing.land` → `readers.open_file` → `propose` → a person confirms → `run`.
"""

from shuyuan.engine.ingest.mapping import Mapping, Match, Problem, propose
from shuyuan.engine.ingest.outcome import Outcome
from shuyuan.engine.ingest.run import References, run

__all__ = ["Mapping", "Match", "Outcome", "Problem", "References", "propose", "run"]
