"""Django settings of accounts, sessions, mail and second factors, on top of `kapok.portal.settings`."""

from __future__ import annotations

import secrets
import shutil
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kapok.portal.config import Config
from kapok.portal.mail import mail_settings

APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "kapok.portal.accounts.apps.AccountsConfig",
    "kapok.portal.jobs.apps.JobsConfig",
    "kapok.portal.cases.apps.CasesConfig",
    "kapok.portal.statistics.apps.StatisticsConfig",
]
MIDDLEWARE_OF_PEOPLE = [
    "kapok.portal.accounts.middleware.private_headers",
    "kapok.portal.accounts.middleware.Sessions",
    "kapok.portal.accounts.middleware.Csrf",
    "kapok.portal.accounts.middleware.Authentication",
    "allauth.account.middleware.AccountMiddleware",
    "kapok.portal.accounts.second_factor.require_second_factor",
    "kapok.portal.accounts.middleware.Lockout",
]
LOCKED_FOR = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=12)


def people_settings(config: Config) -> dict[str, Any]:
    """Every setting by its name; `kapok.portal.settings` takes them as its own."""
    return {
        "AUTH_USER_MODEL": "people.Person",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}"}
            for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
        ],
        "LOGIN_URL": "/accounts/login/",
        "LOGIN_REDIRECT_URL": "/me/",
        **_account_settings(config),
        **_lockout_settings(),
        **_session_settings(config),
        **mail_settings(config),
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}},
        "FILE_UPLOAD_HANDLERS": ["kapok.portal.cases.uploads.BoundedUpload"],
        "FILE_UPLOAD_TEMP_DIR": None,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 20,
    }


def _account_settings(config: Config) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "kapok.portal.accounts.adapter.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_SIGNUP_FORM_CLASS": "kapok.portal.accounts.adapter.SignupForm",
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "[Kapok] ",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if config.https else "http",
        "ACCOUNT_RATE_LIMITS": {"login_failed": False},  # django-axes counts them
        "MFA_ADAPTER": "kapok.portal.accounts.adapter.MFAAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not config.https,
    }


def _lockout_settings() -> dict[str, Any]:
    return {
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": LOCKED_FOR,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_USERNAME_CALLABLE": "kapok.portal.accounts.lockout.account_asked_for",
        "AXES_LOCKOUT_CALLABLE": "kapok.portal.accounts.lockout.lockout_response",
        "AXES_CLIENT_IP_CALLABLE": "kapok.portal.accounts.lockout.caller_address",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
    }


def _session_settings(config: Config) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "kapok_session",
        "SESSION_COOKIE_AGE": int(SESSION_LASTS.total_seconds()),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.https,
        "CSRF_COOKIE_NAME": "kapok_form",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": config.https,
        "CSRF_FAILURE_VIEW": "kapok.portal.accounts.lockout.token_refused",
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in config.allowed_hosts if config.https and host != "*"],
    }


def borrowed_locales(home: Path) -> Path:
    """A folder with the Portuguese of allauth under the name `pt`: it ships pt_PT and pt_BR only, the portal speaks `pt`."""
    folder = home / "cache" / "locale-borrowed"
    target = folder / "pt" / "LC_MESSAGES" / "django.mo"
    spec = find_spec("allauth")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent / "locale" / "pt_PT" / "LC_MESSAGES" / "django.mo"
    if source.exists() and (not target.exists() or target.stat().st_size != source.stat().st_size):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        shutil.copyfile(source, draft)
        draft.replace(target)
    return folder
