"""The WSGI application granian serves. It does not start in a role that could do more than read what is public."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.config.settings")

from goodstanding.config import installation
from goodstanding.database.home import home

installation.serving_connection(os.environ.get("GOODSTANDING_ROLE", "gs_public"), home=home()).close()
application = get_wsgi_application()
