import environ

env = environ.Env()
ROLE = env("DATABASE_ROLE", default="app")
URL = {"app": "DATABASE_URL", "worker": "DATABASE_WORKER_URL", "owner": "DATABASE_OWNER_URL"}[ROLE]
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["config"]
ROOT_URLCONF = "config.urls"
DATABASES = {"default": env.db_url(URL, default="postgres://app@/none")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CELERY_BROKER_URL = env("REDIS_URL", default="redis://")
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:9"))
USE_TZ = True
