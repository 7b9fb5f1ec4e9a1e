"""The contact form: shown, checked, stored first, then answered with a reference."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dosepath import wording
from dosepath.quantity import FaultsFound
from dosepath.study import Study
from dosepath.web.public.blocks import blocks, reading
from dosepath.web.public.contact_form import ContactForm, new_stamp
from dosepath.web.public.known import page_title
from dosepath.web.public.page import centres
from dosepath.web.public.receiving import TooManyEnquiries, receive
from dosepath.web.public.views import common, found
from dosepath.web.ui.demonstration import is_demonstration
from dosepath.wording import Language

SENT_SALT = "dosepath.public.sent"


def _page(study: Study, lang: Language) -> dict[str, object]:
    how = reading(study, lang, synthetic=is_demonstration())
    return {
        "title": page_title(study, lang),
        "study": study.id,
        "site": _site_name(study, lang),
        "next": blocks(study.page or {}, how).get("next", ()),
    }


def _site_name(study: Study, lang: Language) -> str:
    names = [centre.name for centre in centres(study, lang)]
    return wording.joined(names, lang) if names else wording.text("public.site_unknown", lang)


def _store(study: Study, form: ContactForm) -> str:
    """The reference under which a good form was stored; empty, with the form's errors, if not."""
    if not form.is_valid():
        return ""
    site = _site_name(study, wording.language(form.cleaned_data["language"]))
    try:
        return receive(study, form, site=site, at=timezone.now())
    except TooManyEnquiries:
        form.refuse("form.busy")
    except FaultsFound:
        form.refuse("form.not_stored")
    return ""


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, lang: Language, study: str) -> HttpResponse:
    """Show the form; on sending, store the enquiry and go to the page with its reference."""
    loaded = found(study)
    if request.method != "POST":
        form = ContactForm(lang=lang, initial={"stamp": new_stamp()})
    else:
        form = ContactForm(request.POST, lang=lang)
        reference = _store(loaded, form)
        if reference:
            token = signing.dumps(reference, salt=SENT_SALT)
            return redirect("public:sent", lang=lang, study=loaded.id, token=token)
        form.renew_stamp()
    context = {
        **common(lang, "contact", study=loaded.id),
        "page": _page(loaded, lang),
        "form": form,
    }
    return render(request, "public/contact.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def sent(request: HttpRequest, lang: Language, study: str, token: str) -> HttpResponse:
    """The reference, who has the message, and what happens next: nothing else, no form."""
    loaded = found(study)
    try:
        reference = signing.loads(token, salt=SENT_SALT)
    except signing.BadSignature:
        raise Http404("no such reference") from None
    context = {
        **common(lang, "sent", study=loaded.id, token=token),
        "page": _page(loaded, lang),
        "reference": reference,
    }
    return render(request, "public/sent.html", context)
