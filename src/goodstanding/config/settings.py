"""Django's settings: one process, one database role (design §4).

`GOODSTANDING_ROLE` names the role; a serving process never sees another role's secret.
"""

from __future__ import annotations

import os
from pathlib import Path

from goodstanding.database import connections, home

ROLE = os.environ.get("GOODSTANDING_ROLE", "gs_public")

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = home.home()
# The process that serves the public is told this one, so that it need not be able to read the secrets folder.
SECRET_KEY = os.environ.get("GOODSTANDING_SECRET_KEY") or home.secret("django", home=HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GOODSTANDING_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "goodstanding.ledger",
    "goodstanding.register",
    "goodstanding.portal.public",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "goodstanding.config.middleware.content_security_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "goodstanding.config.urls"
WSGI_APPLICATION = "goodstanding.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.i18n"]},
    }
]

DATABASES = {"default": connections.django_settings(ROLE, home=HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# What went wrong goes to standard error, with its reason; the visitor's answer names none.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
