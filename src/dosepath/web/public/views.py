"""The list of studies and a study's page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from dosepath import wording
from dosepath.study import Study
from dosepath.web.public.known import in_words, page_title
from dosepath.web.public.library import published, published_study
from dosepath.web.public.page import centres, study_page
from dosepath.web.public.progress import progress_of
from dosepath.web.public.status import Status, status_of
from dosepath.web.ui.demonstration import is_demonstration
from dosepath.wording import LANGUAGES, Language

SECTIONS = tuple(
    (name, f"public.section.{name}")
    for name in (
        *("tested", "join", "happens", "risks", "care", "costs", "centre", "contact"),
        *("details", "questions", "assumed", "history"),
    )
)


def wanted_language(request: HttpRequest) -> Language:
    """The first language of the browser that the site has; English when it has none."""
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return wording.language(get_supported_language_variant(tag))
        except (LookupError, ValueError):
            continue
    return "en"


def found(study: str) -> Study:
    """The published study, or 404."""
    loaded = published_study(study)
    if loaded is None:
        raise Http404("no such study")
    return loaded


def common(lang: Language, name: str, **where: str) -> dict[str, Any]:
    """What every public template needs: the language, this page in each language."""
    return {
        "lang": lang,
        "synthetic": is_demonstration(),
        "home": reverse("public:studies", kwargs={"lang": lang}),
        "languages": [
            {
                "tag": tag,
                "name": wording.label(f"ui.language.{tag}", tag),
                "url": reverse(f"public:{name}", kwargs={"lang": tag, **where}),
                "current": tag == lang,
            }
            for tag in LANGUAGES
        ],
    }


def status_today(study: Study) -> Status:
    """The study's status on today's date at its site."""
    now = timezone.now()
    today = timezone.localdate(now, timezone=study.zone)
    return status_of(study, progress_of(study.id, now), today=today)


@require_safe
def choose_language(request: HttpRequest, study: str = "") -> HttpResponse:
    """Send an address without a language to the reader's language."""
    lang = wanted_language(request)
    if study:
        answer = redirect("public:study", lang=lang, study=found(study).id)
    else:
        answer = redirect("public:studies", lang=lang)
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


@require_safe
def studies(request: HttpRequest, lang: Language) -> HttpResponse:
    """Every study with a page."""
    mark = "；" if lang == "zh-Hans" else "; "
    rows = [
        {
            "title": page_title(study, lang),
            "conditions": mark.join(in_words(each, lang) for each in study.identity.conditions),
            "places": mark.join(centre.place for centre in centres(study, lang)),
            "phase": study.identity.phase,
            "status": status_today(study),
            "url": reverse("public:study", kwargs={"lang": lang, "study": study.id}),
        }
        for study in published()
    ]
    return render(request, "public/studies.html", {**common(lang, "studies"), "studies": rows})


@require_safe
def study(request: HttpRequest, lang: Language, study: str) -> HttpResponse:
    """One study's page."""
    loaded = found(study)
    page = study_page(loaded, lang, status=status_today(loaded), synthetic=is_demonstration())
    context = {**common(lang, "study", study=loaded.id), "page": page, "sections": SECTIONS}
    return render(request, "public/study.html", context)
