"""The fixtures of projects serve oversight too."""

from projects.conftest import *  # noqa: F403 the same city
