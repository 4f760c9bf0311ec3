"""Entry point of the pages process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuyuan.config.settings")
application = get_wsgi_application()
