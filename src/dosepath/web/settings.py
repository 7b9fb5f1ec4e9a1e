"""Django settings. Everything that differs between sites comes from the environment.

docs/reference/environment.md lists the variables. The defaults are safe: no key,
no session; no listed host, no answer; nothing loaded from elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

from dosepath.store import database_is_synthetic, database_path, find_key

DOSEPATH_DATABASE = database_path()
DOSEPATH_SYNTHETIC = database_is_synthetic(DOSEPATH_DATABASE)
DOSEPATH_STUDIES = Path(os.environ.get("DOSEPATH_STUDIES") or "studies").absolute()
_VAR = DOSEPATH_DATABASE.parent

DEBUG = os.environ.get("DOSEPATH_DEBUG") == "1"
# Empty when there is no key: Django then refuses whatever needs one.
SECRET_KEY = find_key("SECRET_KEY", DOSEPATH_DATABASE)
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("DOSEPATH_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
    if host.strip()
]
# A site serves HTTPS; a demonstration on one's own computer does not.
_HTTPS = os.environ.get("DOSEPATH_HTTPS", "0" if DOSEPATH_SYNTHETIC or DEBUG else "1") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "dosepath.store.apps.StoreConfig",
    "dosepath.web.ui.apps.UiConfig",
    "dosepath.web.public.apps.PublicConfig",
    "dosepath.web.accounts.apps.AccountsConfig",
    "dosepath.web.access.apps.AccessConfig",
    "dosepath.web.today.apps.TodayConfig",
    "dosepath.web.board.apps.BoardConfig",
    "dosepath.web.followup.apps.FollowupConfig",
    "dosepath.web.safety.apps.SafetyConfig",
    "dosepath.web.audit.apps.AuditConfig",
    "dosepath.web.screening.apps.ScreeningConfig",
    "dosepath.web.dosing.apps.DosingConfig",
    "dosepath.web.decision.apps.DecisionConfig",
    "dosepath.web.inbox.apps.InboxConfig",
    "dosepath.web.people.apps.PeopleConfig",
]

MIDDLEWARE = [
    "dosepath.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "dosepath.web.urls"
WSGI_APPLICATION = "dosepath.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DOSEPATH_DATABASE,
        # IMMEDIATE: a writer queues at BEGIN instead of failing in the middle. The other
        # pragmas are set per connection in dosepath.store.connection.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
    }
}

AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = ["dosepath.web.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "console"
LOGOUT_REDIRECT_URL = "/"

# Each request moves the end of the session: 30 minutes without one, and it is over.
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dosepath.web.ui.faults.not_accepted"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = False  # the proxy in front of the site does it (dosepath.web.running)
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = _VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dosepath.web.static_files.HashedIfCollected"},
}
# Before `collectstatic` ran (tests, a first look) files come from the apps' own folders.
WHITENOISE_USE_FINDERS = True

EMAIL_BACKEND = os.environ.get(
    "DOSEPATH_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = _VAR / "mail"
EMAIL_HOST = os.environ.get("DOSEPATH_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("DOSEPATH_EMAIL_PORT", "25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DOSEPATH_EMAIL_FROM", "trial@localhost")

# Standard error only, and no personal data: neither values of exceptions nor request bodies.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "dosepath.web.quiet_log.QuietFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
