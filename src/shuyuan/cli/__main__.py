"""`python -m shuyuan.cli` is the same as `shuyuan`."""

import sys

from shuyuan.cli import main

sys.exit(main())
