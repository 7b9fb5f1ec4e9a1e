"""The site: a Django project, set up and served by whoever is above it."""

from dosepath.web.running import collect_static, migrate, pending_migrations, serve, start

__all__ = ["collect_static", "migrate", "pending_migrations", "serve", "start"]
