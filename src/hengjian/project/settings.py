"""Settings of the web part. Everything that differs between places comes from HENGJIAN_* variables.

docs/commands.md lists the variables; a test holds the two together.
"""

import os

from hengjian.content.wording import home
from hengjian.core.wording import said
from hengjian.project.database import database
from hengjian.project.outward import CHANNEL_VARIABLES, mail
from hengjian.project.secret import secret_key
from hengjian.project.sso import single_sign_on


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _number(name: str, otherwise: int) -> int:
    value = os.environ.get(name, "")
    return int(value) if value.isdigit() and int(value) > 0 else otherwise


HOME = home()
DEMO = _flag("HENGJIAN_DEMO")
DEBUG = _flag("HENGJIAN_DEBUG")
BEHIND_TLS = _flag("HENGJIAN_TLS")
ALLOWED_HOSTS = os.environ.get("HENGJIAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SECRET_KEY = os.environ.get("HENGJIAN_SECRET_KEY") or secret_key(HOME)

INSTALLED_APPS = [
    "hengjian.core.entries",
    "hengjian.core.organisation",
    "hengjian.core.people",
    "hengjian.core.search",
    "hengjian.core.rights",
    "hengjian.core.audit",
    "hengjian.domain.registry",
    "hengjian.core.jobs",
    "hengjian.core.notices",
    "hengjian.domain.records",
    "hengjian.domain.findings",
    "hengjian.domain.supervision",
    # before the libraries, so that the look's templates replace theirs
    "hengjian.surfaces.look",
    "hengjian.surfaces.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "ninja",  # its page of the interface, with nothing from the network
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hengjian.project.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hengjian.project.middleware.language_of_the_reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hengjian.surfaces.desk.gate.gate",
    "hengjian.surfaces.desk.way_back.way_back",
    "hengjian.project.middleware.PlainErrors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for a lock-out
]

ROOT_URLCONF = "hengjian.project.urls"
ASGI_APPLICATION = "hengjian.project.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["hengjian.surfaces.look.templatetags.look"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hengjian.surfaces.look.context.for_every_page",
                "hengjian.surfaces.desk.frame.for_every_page",
            ],
        },
    }
]

FORM_RENDERER = "hengjian.surfaces.look.forms.Renderer"

DATABASES = {"default": database(os.environ.get("HENGJIAN_DATABASE", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that attempts are counted and codes used up for all web processes together
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_attempts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# The ledger
LEDGER_ALGORITHM = os.environ.get("HENGJIAN_LEDGER_ALGORITHM", "sha256")
LEDGER_WITNESSES = os.environ.get("HENGJIAN_LEDGER_WITNESSES", "")
LEDGER_KEYS = os.environ.get("HENGJIAN_LEDGER_KEYS") or str(HOME / "ledger-keys")

# Records: accepted ones, what was handed in, and folders that other systems write to
ARCHIVE = os.environ.get("HENGJIAN_ARCHIVE") or str(HOME / "archive")
SUBMISSIONS = os.environ.get("HENGJIAN_SUBMISSIONS") or str(HOME / "submissions")
INBOX = os.environ.get("HENGJIAN_INBOX", "")
UPLOAD_MB = _number("HENGJIAN_UPLOAD_MB", 512)  # one submitted file
READING_MB = _number("HENGJIAN_READING_MB", 3072)  # memory for reading one
READING_SECONDS = 600
ARCHIVE_WAIT = 60.0  # seconds, for another writer of the archive

# Papers: files by their hash, and the adapter to the unified e-seal (supervision/papers/sealing.py)
PAPERS = os.environ.get("HENGJIAN_PAPERS") or str(HOME / "papers")
SEAL = os.environ.get("HENGJIAN_SEAL", "")
# Files that people hand over with answers, objections and reports
ATTACHMENTS = os.environ.get("HENGJIAN_ATTACHMENTS") or str(HOME / "attachments")

TASKS = {"default": {"BACKEND": "hengjian.core.jobs.backend.DatabaseBackend"}}

# Notices: the ways out of the product (docs/notices.md)
NOTICES = {name: os.environ.get(name, "") for name in CHANNEL_VARIABLES}
globals().update(mail(NOTICES["HENGJIAN_EMAIL"]))

# Who logs in, and how
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("login", "name", "phone")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
] + [
    {"NAME": f"hengjian.core.people.passwords.{name}"}
    for name in ("LongEnough", "SeveralKinds", "NotTheOldOne")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
MFA_ADAPTER = "hengjian.surfaces.desk.login.FactorAdapter"
ACCOUNT_ADAPTER = "hengjian.surfaces.desk.login.LoginAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
# Passwords are left to axes, in the database (LoginAdapter); this one counts second factors
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "10/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hengjian"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: phones' clocks differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS  # http://localhost; browsers allow no other
SECOND_FACTOR = os.environ.get("HENGJIAN_SECOND_FACTOR", "")
AXES_USERNAME_FORM_FIELD = "username"  # as allauth names it; any other is counted, never locked
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "hengjian.surfaces.desk.login.locked_out"
AXES_CLIENT_IP_CALLABLE = "hengjian.surfaces.desk.login.address_of"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Single sign-on
SSO = single_sign_on(os.environ)
SOCIALACCOUNT_PROVIDERS = SSO.as_provider() if SSO else {}
SOCIALACCOUNT_ADAPTER = "hengjian.surfaces.desk.sso.SignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
FORM_TARGETS = [SSO.origin] if SSO else []

# Sessions, cookies, headers
SESSION_IDLE_MINUTES = _number("HENGJIAN_SESSION_MINUTES", 60)
SESSION_HOURS = _number("HENGJIAN_SESSION_HOURS", 12)
SESSIONS_PER_PERSON = _number("HENGJIAN_SESSIONS", 50 if DEMO else 3)  # a demo is shared
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Language and time: Chinese first; shown in Shanghai, stored in UTC
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", said("简体中文", "Chinese")), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # whitenoise serves the packages' own files where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
