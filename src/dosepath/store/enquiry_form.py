"""What an enquiry may hold: every field checked again before it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.wording import LANGUAGES

LONGEST: Mapping[str, int] = {
    "name": 120,
    "email": 254,
    "phone": 40,
    "language": 10,
    "time": 120,
    "writer": 20,
    "message": 4000,
}
"""The fields there are, and the most characters each may have."""

WRITERS = ("patient", "relative", "clinician")


def check_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields without surrounding blanks; FaultsFound names all that will not do."""
    kept = {name: str(value).strip() for name, value in fields.items() if str(value).strip()}
    kept.setdefault("language", "en")
    faults = [_fault(name, "there is no such field") for name in sorted(set(kept) - set(LONGEST))]
    for name in sorted(set(kept) & set(LONGEST)):
        faults += _faults_of(name, kept[name])
    if not kept.get("email") and not kept.get("phone"):
        faults.append(_fault("email", "an e-mail address or a telephone number is needed"))
    if faults:
        raise FaultsFound(faults)
    return kept


def check_consents(consents: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """The statements agreed to: code, version, language and the very text that was shown."""
    made = [
        {name: str(one.get(name, "")) for name in ("code", "version", "language", "text")}
        for one in consents
    ]
    if any(not one["code"] or not one["version"] for one in made):
        raise FaultsFound([_fault("consent", "each statement needs a code and a text version")])
    if not made:
        raise FaultsFound([_fault("consent", "without agreement nothing may be stored")])
    return made


def _faults_of(name: str, value: str) -> list[Fault]:
    faults = []
    if len(value) > LONGEST[name]:
        faults.append(_fault(name, f"longer than {LONGEST[name]} characters", str(len(value))))
    allowed = "\t\r\n" if name == "message" else ""
    if any(not character.isprintable() and character not in allowed for character in value):
        # A line break in an address is how a mail gets extra headers.
        faults.append(_fault(name, "holds line breaks or characters that cannot be shown"))
    if name == "email" and not _is_address(value):
        faults.append(_fault(name, "is not an e-mail address"))
    if name == "writer" and value not in WRITERS:
        faults.append(_fault(name, "is none of the choices", value, ", ".join(WRITERS)))
    if name == "language" and value not in LANGUAGES:
        faults.append(_fault(name, "is none of the languages", value, ", ".join(LANGUAGES)))
    return faults


def _is_address(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _fault(field: str, message: str, found: str = "", allowed: str = "") -> Fault:
    return Fault(Place(path=field), f"enquiry.{field}", message, found, allowed)
