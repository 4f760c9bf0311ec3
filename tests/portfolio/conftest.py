"""The fixtures of projects serve the portfolio too."""

from projects.conftest import *  # noqa: F403 the same city
