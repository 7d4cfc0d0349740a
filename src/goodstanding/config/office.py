"""Settings of the office: sign-in, the pages of staff and representatives, the API. Its role is `gs_access`.

The public's process (`settings`) knows nothing of accounts, and this one nothing of the public's pool.
"""

from __future__ import annotations

import json
import os
from urllib.parse import unquote, urlsplit

os.environ.setdefault("GOODSTANDING_ROLE", "gs_access")

from goodstanding.config.settings import *  # noqa: F403  what the two processes share
from goodstanding.config.settings import HOME
from goodstanding.database import home

# A secret of its own: whoever holds the public process's could otherwise sign sessions and links of this one.
SECRET_KEY = os.environ.get("GOODSTANDING_SECRET_KEY") or home.secret("office", home=HOME)
# Not derived from the one above, which may be changed on any day; with this one lost, every second factor is.
FACTOR_KEY = os.environ.get("GOODSTANDING_FACTOR_KEY") or home.secret("factors", home=HOME)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "goodstanding.ledger",
    "goodstanding.register",
    "goodstanding.access",
    "goodstanding.intake",
    "goodstanding.portal.public",
    "goodstanding.portal.office",
]
AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goodstanding.portal.office.headers.kept_private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Before anything of the sign-in library's sees the session: one that was stolen must not reach it.
    "goodstanding.access.signing_in.sessions.bound_sessions",
    "allauth.account.middleware.AccountMiddleware",
    "goodstanding.access.signing_in.second_factor.second_factor_first",
    "goodstanding.config.middleware.content_security_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "goodstanding.config.office_urls"
WSGI_APPLICATION = "goodstanding.config.office_wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "goodstanding.portal.office.around.every_page",
            ]
        },
    }
]
CSRF_FAILURE_VIEW = "goodstanding.portal.office.refusals.not_from_our_page"

# --- behind which door ------------------------------------------------------------------------------------------------

# How many reverse proxies of the authority's stand in front. Each adds the address it saw; none is believed unasked.
PROXIES = int(os.environ.get("GOODSTANDING_PROXIES") or 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# For a demonstration over http on this machine, and nothing else.
SECURE = os.environ.get("GOODSTANDING_INSECURE_COOKIES") != "1"
SECURE_HSTS_SECONDS = 365 * 24 * 3600  # said over HTTPS only

# What machines' assertions name as their audience.
ISSUER = os.environ.get("GOODSTANDING_ISSUER") or "http://localhost:8001"

CACHES = {
    "default": {
        "BACKEND": "goodstanding.access.signing_in.cache.SignInCache",
        "LOCATION": "access_cache",
    }
}

# --- sessions ---------------------------------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-office" if SECURE else "office"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-office-form" if SECURE else "office-form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- passwords --------------------------------------------------------------------------------------------------------

_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600
INVITATION_SECONDS = 72 * 3600

# --- django-allauth ---------------------------------------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:account"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "goodstanding.access.signing_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The link of an invitation is what verifies an address; without it there is no password to sign in with.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Per address and per account. A passkey is guessed by nobody, so an account under attack is still entered with one.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "goodstanding.access.signing_in.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "goodstanding"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "goodstanding.access.signing_in.factors.SignInCodeForm",
    "reauthenticate": "goodstanding.access.signing_in.factors.ReauthenticateCodeForm",
}
USERSESSIONS_TRACK_ACTIVITY = False

# The authority's own provider: {"provider_id": …, "name": …, "client_id": …, "secret": …, "server_url": …}
OIDC = json.loads(os.environ.get("GOODSTANDING_OIDC") or "null")
SOCIALACCOUNT_ADAPTER = "goodstanding.access.signing_in.provider.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": OIDC["provider_id"],
                    "name": OIDC["name"],
                    "client_id": OIDC["client_id"],
                    "secret": OIDC["secret"],
                    "settings": {"server_url": OIDC["server_url"], "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    if OIDC
    else {}
)

# --- letters ----------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = os.environ.get("GOODSTANDING_MAIL_FROM") or "goodstanding@localhost"
if SMTP := os.environ.get("GOODSTANDING_SMTP_URL"):
    _smtp = urlsplit(SMTP)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname, _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = _smtp.scheme == "smtp+starttls"
    EMAIL_TIMEOUT = 15
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME.path / "mail"
