"""One settings file: the environment decides, and what it leaves out is the safe choice."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
# Practice data: a banner on every page, and a second factor is optional. Never on a public address.
DEMO = env.bool("DEMO", default=False)
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEMO)
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "config",
    "overview",
    "documents",
    "ppt",
    "evaluations",
    "measures",
    "cases",
    "concerns",
    "notifications",
    "pupils",
    "organisations",
    "accounts",
    "audit",
    "common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
]

MIDDLEWARE = [
    "common.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.Incoming",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.PersonLanguage",
    "accounts.middleware.SessionLimits",
    "organisations.middleware.EnterScope",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.RequireOwnPassword",
    "accounts.middleware.RequireSecondFactor",
    "accounts.middleware.HiddenScreen",
    "accounts.middleware.KeptForms",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "overview.context.frame",
            ],
        },
    }
]

# Three roles, one of which this process is: the web is "app", delivery and sweeps are "worker",
# migrations and the doctor are "owner". See docs/scope.md.
DATABASE_ROLE = env("DATABASE_ROLE", default="app")
_URL_OF_ROLE = {
    "app": "DATABASE_URL",
    "worker": "DATABASE_WORKER_URL",
    "owner": "DATABASE_OWNER_URL",
}
DATABASES = {
    "default": env.db_url(_URL_OF_ROLE[DATABASE_ROLE], default="postgres://app@/tryggspor")
}
DATABASES["default"].update(
    ENGINE="django.db.backends.postgresql",
    ATOMIC_REQUESTS=False,
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
)
# A database that swallows packets must not hold a page, or the health page, for minutes.
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache counts sign-in attempts. It stands in PostgreSQL so that Valkey can be away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "common_cache",
        # Django's 300 are soon full of somebody's attempts, and then counters are thrown away.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# How many proxies of ours stand before the web. Unknown, all who sign in seem to come from one
# address, and whoever guesses passwords shuts everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignIn",
    "reauthenticate": "accounts.forms.PasswordAgain",
    "change_password": "accounts.forms.NewPassword",
}
MFA_ADAPTER = "accounts.second_factor.Adapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.Code",
    "reauthenticate": "accounts.forms.CodeAgain",
    "activate_totp": "accounts.forms.SetUpApp",
    "deactivate_totp": "accounts.forms.RemoveApp",
    "generate_recovery_codes": "accounts.forms.NewRecoveryCodes",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tryggspor"

SESSION_IDLE_MINUTES = 30
SESSION_HOURS = 10
# The limits above are kept by accounts.middleware.SessionLimits. The row outlives them, so that a
# form sent too late can be kept for the one who wrote it.
SESSION_COOKIE_AGE = 3 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
# A message may name a measure. In a cookie it would wait for whoever sits down next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Designsystemet draws its icons, and allauth its QR code, from data: addresses.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# A million characters, each written as twelve in a form, still get an answer on the form itself.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# A long case has a line in its log for each thing done, and each is ticked for a family's paper.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# Files are read in memory, up to the limit above: nothing about a child lies in a folder of /tmp.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [
    path for path in (BASE_DIR / "static", BASE_DIR / ".build/assets") if path.is_dir()
]
STATIC_ROOT = BASE_DIR / ".build/static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env(
            "STATICFILES_STORAGE",
            default="whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}
CRISPY_ALLOWED_TEMPLATE_PACKS = "tryggspor"
CRISPY_TEMPLATE_PACK = "tryggspor"
CRISPY_FAIL_SILENTLY = False

vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FROM_EMAIL", default="ikke-svar@tryggspor.example")

# An e-mail that is being sent is left to its sender so long: more than three times EMAIL_TIMEOUT.
EMAIL_LEASE_SECONDS = 60

CELERY_BROKER_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
# How often each loop goes round, in seconds. The health page misses one after three rounds.
LOOPS = {"deliver": 30.0, "sweep": 300.0}
# A wake-up that nobody took in time is dropped: the next one does the same.
CELERY_BEAT_SCHEDULE = {
    "deliver": {
        "task": "notifications.tasks.deliver_due",
        "schedule": LOOPS["deliver"],
        "options": {"expires": 60},
    },
    "sweep": {
        "task": "evaluations.tasks.sweep",
        "schedule": LOOPS["sweep"],
        "options": {"expires": 600},
    },
}
# Where the kinds of message stand, so that notifications imports none of the apps above it.
NOTICES = ["cases.notices", "concerns.notices", "evaluations.notices", "notifications.notices"]
# What somebody is asked to do: documents imports none of the pages that know it.
CALENDAR_DUTIES = "overview.desks.day.duties_of"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
