"""Django's settings; what an installation may change comes from `environment`."""

from importlib.util import find_spec

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from shuyuan.config import environment as env
from shuyuan.workbooks.configured import parse_sources

HOME = env.home()
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(HOME)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("TRUSTED_ORIGINS")

LAKE = env.text("LAKE", str(HOME / "lake"))
LANDING = env.text("LANDING", str(HOME / "landing"))
WORK = env.text("WORK", str(HOME / "work"))
KEYS = env.text("KEYS", str(HOME / "keys"))
ONLINE_URL = env.text("ONLINE_URL", f"sqlite:///{HOME / 'online.sqlite3'}")
GATEWAY_URL = env.text("GATEWAY_URL", "http://127.0.0.1:8010")
PAGES_URL = env.text("PAGES_URL", "http://127.0.0.1:8000").rstrip("/")
MAIL_URL = env.text("MAIL_URL", "file:")
MAIL_FROM = env.text("MAIL_FROM", "shuyuan@localhost")
MAIL_DOMAINS = env.words("MAIL_DOMAINS")
SMS_URL = env.text("SMS_URL")
SMS_HOSTS = env.words("SMS_HOSTS")
SMS_TOKEN = env.text("SMS_TOKEN")
UPLOAD_LIMIT_BYTES = env.number("UPLOAD_LIMIT_BYTES", 4 * 1024**3)
ATTACHMENTS = env.text("ATTACHMENTS", str(HOME / "attachments"))
ATTACHMENT_LIMIT_BYTES = env.number("ATTACHMENT_LIMIT_BYTES", 50 * 1024**2)
VIRUS_SCANNER = env.text("VIRUS_SCANNER")
FONTS = env.text("FONTS")
SOURCES = parse_sources(env.text("SOURCES"))
WORKER_THREADS = env.number("WORKER_THREADS", 2)
WORKER_LEASE_SECONDS = float(env.number("WORKER_LEASE_SECONDS", 15))

ROOMS = [
    "portal",
    "portfolio",
    "supervision",
    "funds",
    "evaluation",
    "delivery",
    "approvals",
    "experts",
    "studies",
    "planning",
    "projects",
    "upkeep",
    "feeds",
    "sharing",
    "systems",
    "collection",
    "campaigns",
    "demand",
    "elements",
    "workbooks",
    "search",
    "catalog",
    "casework",
    "notices",
    "papers",
    "organizations",
    "audit",
    "jobs",
    "web",
]

INSTALLED_APPS = [
    *(f"shuyuan.{room}" for room in ROOMS if find_spec(f"shuyuan.{room}.apps")),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shuyuan.config.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shuyuan.config.middleware.RequestContext",
    "shuyuan.organizations.session_rules.SessionRules",
    "shuyuan.config.middleware.Problems",
    "shuyuan.feeds.rate.PublicRate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "shuyuan.config.urls"
WSGI_APPLICATION = "shuyuan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shuyuan.config.context.page",
            ],
        },
    }
]

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{HOME / 'app.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shuyuan_cache"},
    # Counts of requests; in memory, because writing down every request of a visitor would cost more than it.
    "rates": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}},
}

AUTH_USER_MODEL = "organizations.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "shuyuan.organizations.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Per address only: axes locks the account, and its unlocking must work at once.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Shuyuan"

AXES_USERNAME_FORM_FIELD = "login"
AXES_FAILURE_LIMIT = 5
AXES_RESET_ON_SUCCESS = True
AXES_COOLOFF_TIME = 0.5
# By account alone: a guesser behind many addresses must not get many tries; an administrator unlocks.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_USERNAME_CALLABLE = "shuyuan.organizations.sign_in.account_name"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 3600
IDLE_MINUTES = env.number("IDLE_MINUTES", 30)
PASSWORD_DAYS = env.number("PASSWORD_DAYS", 90)
NOTICES_KEPT_DAYS = env.number("NOTICES_KEPT_DAYS", 400)
JOBS_KEPT_DAYS = env.number("JOBS_KEPT_DAYS", 180)
PUBLIC_RATE = env.number("PUBLIC_RATE", 300)
#: Working days for the opinion that the commission asks for; the law gives no number.
PROJECT_OPINION_DAYS = env.number("PROJECT_OPINION_DAYS", 10)
TWO_FACTOR = env.choice("TWO_FACTOR", ("optional", "administrators", "all"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
BEHIND_TLS = env.flag("BEHIND_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "shuyuan.config.middleware.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "shuyuan_language"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
FORMAT_MODULE_PATH = ["shuyuan.web.formats"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(HOME / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A page of 2,000 tables of a database has a tick for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
