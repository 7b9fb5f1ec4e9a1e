"""The store's public names load models, which need Django set up first."""

from __future__ import annotations

from dosepath import web

web.start()
