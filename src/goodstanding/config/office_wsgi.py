"""The office's WSGI application. It does not start unless each of its three roles is that role and nothing more."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.config.office")

from goodstanding.config import installation
from goodstanding.database.home import home, private_folder

ROLES = ("gs_access", "gs_clerk", "gs_case")

for role in ROLES:
    installation.serving_connection(role, home=home()).close()
# Where no mail server is set, letters wait here, and the links in them are for whoever they are addressed to.
mail = home().path / "mail"
private_folder(mail)
mail.chmod(0o700)  # whoever made it before us may not have closed it
application = get_wsgi_application()
