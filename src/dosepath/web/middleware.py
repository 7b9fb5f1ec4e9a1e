"""What every answer carries, and on whose behalf every request writes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

# No inline script or style, nothing from elsewhere, no framing, forms only to ourselves.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SecurityHeaders:
    """Set the content security policy and keep pages of signed-in people out of caches."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then add the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=()"
        )
        # request.user stays untouched where no view asked for it: reading it opens a session.
        if request.path.startswith("/static/"):
            return response
        if getattr(request, "session", None) and "_auth_user_id" in request.session:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
