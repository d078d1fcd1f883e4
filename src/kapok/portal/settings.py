"""Django settings, made from the one table in `kapok.portal.config`.

Public pages need neither database nor session: the middleware of people (`settings_people`) leaves them alone.
"""

from __future__ import annotations

from pathlib import Path

from kapok.portal.compile_messages import compile_all
from kapok.portal.config import read
from kapok.portal.database import databases
from kapok.portal.secret_key import get_secret_key
from kapok.portal.settings_people import APPS, MIDDLEWARE_OF_PEOPLE, borrowed_locales, people_settings

PORTAL = Path(__file__).parent

KAPOK_CONFIG = read()
KAPOK_GATEWAY = "kapok.portal.gateway.ServicesGateway"

DEBUG = KAPOK_CONFIG.debug
SECRET_KEY = KAPOK_CONFIG.secret_key or get_secret_key(KAPOK_CONFIG.home)
ALLOWED_HOSTS = list(KAPOK_CONFIG.allowed_hosts)
ROOT_URLCONF = "kapok.portal.urls"
WSGI_APPLICATION = "kapok.portal.wsgi.application"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = KAPOK_CONFIG.max_request_bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

INSTALLED_APPS = APPS
DATABASES = databases(KAPOK_CONFIG.database_url, KAPOK_CONFIG.home)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
MIDDLEWARE = [
    "kapok.portal.headers.security_headers",
    "kapok.portal.rate_limit.limit_api",
    "django.middleware.gzip.GZipMiddleware",
    "kapok.portal.language.choose_language",
    "kapok.portal.problems.ToldErrors",
    "kapok.portal.freshness.answer_unchanged",
    *MIDDLEWARE_OF_PEOPLE,
]
globals().update(people_settings(KAPOK_CONFIG))
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PORTAL / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "kapok.portal.template_tags"],
            "context_processors": ["kapok.portal.context.page", "django.template.context_processors.request"],
        },
    }
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English"), ("pt", "Português")]
LANGUAGE_COOKIE_NAME = "kapok_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [compile_all(KAPOK_CONFIG.home / "cache" / "locale"), borrowed_locales(KAPOK_CONFIG.home)]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # what a visitor mistypes is no event of the server
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = ["axes.W001", "axes.W002", "fields.W342"]
