"""Every environment variable that an installation may set; the reference page is written from this."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One variable: its name after ``SHUYUAN_``, its default, which processes read it, and what it does."""

    name: str
    default: str
    read_by: str
    meaning: str


VARIABLES = (
    Variable(
        "HOME", "./var", "all", "Folder of everything that is kept: databases, lake, keys, landed files."
    ),
    Variable(
        "DATABASE_URL",
        "sqlite:///$HOME/app.sqlite3",
        "pages, worker",
        "Application database: `sqlite:///path` or `postgresql://user:password@host:port/name`.",
    ),
    Variable(
        "ONLINE_URL",
        "sqlite:///$HOME/online.sqlite3",
        "gateway, worker, pages",
        "Online store, in the same forms. The gateway opens nothing else.",
    ),
    Variable("LAKE", "$HOME/lake", "pages, worker", "Folder of the Delta tables and of refused rows."),
    Variable("LANDING", "$HOME/landing", "pages, worker", "Folder of the files as they were sent."),
    Variable("WORK", "$HOME/work", "worker", "Folder for work files; may be emptied while nothing runs."),
    Variable(
        "KEYS", "$HOME/keys", "all", "Folder of the key files; keep it apart from the databases (mode 0700)."
    ),
    Variable(
        "SECRET_KEY", "made once in KEYS", "pages, worker", "Key that signs sessions; at least 50 characters."
    ),
    Variable(
        "ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "pages", "Host names under which the pages answer."
    ),
    Variable(
        "TRUSTED_ORIGINS",
        "",
        "pages",
        "Origins (`https://…`) whose forms are accepted, when a proxy stands in front.",
    ),
    Variable(
        "BEHIND_TLS",
        "0",
        "pages",
        "1 when a proxy ends TLS in front: secure cookies, HSTS, redirect to https.",
    ),
    Variable("DEBUG", "0", "pages", "1 for developers only: error details in pages, static files unhashed."),
    Variable("LOG_LEVEL", "WARNING", "pages, worker", "Level of the log on standard error."),
    Variable("STATIC_ROOT", "$HOME/static", "pages", "Folder of the collected static files."),
    Variable("UPLOAD_LIMIT_BYTES", "4294967296", "pages", "Largest file that a department may send."),
    Variable("ATTACHMENTS", "$HOME/attachments", "pages, worker", "Folder of attachments and issued papers."),
    Variable("ATTACHMENT_LIMIT_BYTES", "52428800", "pages", "Largest attachment."),
    Variable(
        "VIRUS_SCANNER",
        "",
        "pages",
        "Scans attachments: `clamd:///path`, `clamd://host:port` or `command:…`; empty scans nothing.",
    ),
    Variable(
        "FONTS",
        "",
        "pages, worker",
        "Folder of licensed fonts for official papers (FangSong, XiaoBiaoSong); else Noto CJK is used.",
    ),
    Variable(
        "SOURCES",
        "",
        "pages, worker",
        "Databases of departments whose structure may be read for proposals: `name@department-code=url`, "
        "several codes with commas, several databases with blanks or `;`. `?schema=a,b` at the end of the "
        "address names schemas.",
    ),
    Variable(
        "GATEWAY_URL",
        "http://127.0.0.1:8010",
        "pages",
        "Address of the gateway as pages and examples use it.",
    ),
    Variable(
        "PAGES_URL",
        "http://127.0.0.1:8000",
        "worker",
        "Address of the pages as links in mails and short messages name it.",
    ),
    Variable(
        "MAIL_URL",
        "file:",
        "worker",
        "How mails leave: `smtp://user:password@host:25`, `smtp+starttls://…`, `smtps://…`, `console:`, or "
        "`file:` for files below HOME/outbox.",
    ),
    Variable("MAIL_FROM", "shuyuan@localhost", "worker", "Sender of the mails."),
    Variable(
        "MAIL_DOMAINS",
        "",
        "pages",
        "Domains of the mail addresses that people may enter (`gov.example`); empty for any.",
    ),
    Variable(
        "SMS_URL",
        "",
        "worker",
        "Address to which short messages are posted as JSON; empty for a file below HOME/outbox.",
    ),
    Variable(
        "SMS_HOSTS", "", "worker", "Host names (`host` or `host:port`) to which short messages may be posted."
    ),
    Variable("SMS_TOKEN", "", "worker", "Bearer token that the short message gateway expects."),
    Variable("PASSWORD_DAYS", "90", "pages", "After how many days a password must be changed."),
    Variable(
        "PROJECT_OPINION_DAYS",
        "10",
        "pages, worker",
        "Working days for the opinion on a project that the commission asks for (the law gives no number).",
    ),
    Variable(
        "TWO_FACTOR",
        "optional",
        "pages",
        "Who must have a second factor to sign in: `optional`, `administrators` (the three), or `all`.",
    ),
    Variable("IDLE_MINUTES", "30", "pages", "After how many idle minutes a session ends."),
    Variable(
        "PUBLIC_RATE",
        "300",
        "pages",
        "Requests a minute for open data that one address may send without signing in, in each process of "
        "the pages; 0 for any number.",
    ),
    Variable(
        "NOTICES_KEPT_DAYS",
        "400",
        "worker",
        "How long messages and what was sent outside are kept; older ones go once a month.",
    ),
    Variable(
        "JOBS_KEPT_DAYS",
        "180",
        "worker",
        "How long the rows of ended background work are kept; older ones go once a month.",
    ),
    Variable("WORKER_THREADS", "2", "worker", "Jobs that one worker process runs at the same time."),
    Variable(
        "WORKER_LEASE_SECONDS",
        "15",
        "worker",
        "How long a job stays with a worker that gives no sign of life; then another takes it up.",
    ),
    Variable("TIME_ZONE", "Asia/Shanghai", "gateway", "Zone of the days by which quotas count."),
    Variable("GATEWAY_HOST", "127.0.0.1", "gateway", "Address on which the gateway listens."),
    Variable("GATEWAY_PORT", "8010", "gateway", "Port on which the gateway listens."),
    Variable("GATEWAY_WORKERS", "1", "gateway", "Gateway processes; each has its own chain of read records."),
    Variable(
        "GATEWAY_AUDIENCES", "", "gateway", "Further addresses to which clients may address their assertions."
    ),
    Variable(
        "GATEWAY_TLS_CERTIFICATE", "", "gateway", "Certificate (PEM), when the gateway ends TLS itself."
    ),
    Variable("GATEWAY_TLS_KEY", "", "gateway", "Key file (PEM) of that certificate."),
    Variable(
        "METRICS_TOKEN",
        "",
        "gateway",
        "Token that `/metrics` asks for (`Authorization: Bearer …`); empty answers everybody who reaches it.",
    ),
    Variable("GATEWAY_RATE", "200", "gateway", "Requests per second that one client may send."),
    Variable("GATEWAY_BODY_LIMIT", "262144", "gateway", "Largest request body in bytes."),
    Variable("GATEWAY_BODY_SECONDS", "10", "gateway", "How long a request body may take to arrive."),
)
