"""The office's settings, under the name its machines know it by."""

from goodstanding.config.office import *  # noqa: F403  as Django's own settings modules build on each other
from tests import machines

ISSUER = machines.ISSUER
