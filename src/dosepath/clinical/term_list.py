"""Names of adverse-event terms to choose from that no laboratory value grades.

Term names of CTCAE with the grades each version prints, under our own headings. No
sentences of the source and no MedDRA codes or hierarchy: a site that codes with
MedDRA needs its own licence.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EventTerm:
    """A term to choose, printed under this name in v5.0 and v6.0.

    ``grades`` are those that v5.0 prints, ``grades_v6`` those of v6.0 where they differ.
    ``at_entry`` is set where people who enter a liver-failure study may meet the term
    already, so that only worsening counts. ``differs`` is set where a grade of the same
    number means something else in the two versions.
    """

    name: str
    category: str
    grades: tuple[int, ...] = (1, 2, 3, 4, 5)
    at_entry: bool = False
    differs: bool = False
    grades_v6: tuple[int, ...] = ()

    def grades_in(self, version: str) -> tuple[int, ...]:
        """The grades that ``version`` ("5.0" or "6.0") prints for this term."""
        return self.grades_v6 if version == "6.0" and self.grades_v6 else self.grades


EVENT_TERMS: tuple[EventTerm, ...] = (
    EventTerm("Hepatic failure", "liver", (3, 4, 5), at_entry=True),
    EventTerm("Portal hypertension", "liver", (2, 3, 4, 5), at_entry=True),
    EventTerm("Portal vein thrombosis", "liver", (2, 3, 4, 5)),
    EventTerm("Hepatic hemorrhage", "bleeding", differs=True),
    EventTerm("Ascites", "abdomen", at_entry=True, differs=True),
    EventTerm("Abdominal distension", "abdomen", (1, 2, 3), at_entry=True),
    EventTerm("Abdominal pain", "abdomen", (1, 2, 3), at_entry=True),
    EventTerm("Small intestinal obstruction", "abdomen"),
    EventTerm("Nausea", "abdomen", (1, 2, 3)),
    EventTerm("Vomiting", "abdomen"),
    EventTerm("Diarrhea", "abdomen"),
    EventTerm("Encephalopathy", "nervous system", at_entry=True),
    EventTerm("Intra-abdominal hemorrhage", "bleeding", (2, 3, 4, 5), differs=True),
    EventTerm("Upper gastrointestinal hemorrhage", "bleeding", differs=True),
    EventTerm("Disseminated intravascular coagulation", "bleeding", (2, 3, 4, 5)),
    EventTerm("Peritoneal infection", "infection", (3, 4, 5)),
    EventTerm("Sepsis", "infection", (3, 4, 5), differs=True),
    EventTerm("Bacteremia", "infection", (2,)),
    EventTerm("Catheter related infection", "infection", (2, 3, 4, 5)),
    EventTerm("Allergic reaction", "immune"),
    EventTerm("Cytokine release syndrome", "immune", differs=True),
    EventTerm("Infusion related reaction", "procedure"),
    EventTerm("Injection site reaction", "procedure"),
    EventTerm("Acute kidney injury", "kidney", (3, 4, 5)),
    EventTerm("Hypoxia", "lungs", (2, 3, 4, 5), differs=True, grades_v6=(1, 2, 3, 4, 5)),
    EventTerm("Dyspnea", "lungs"),
    EventTerm("Pleural effusion", "lungs"),
    EventTerm("Hypotension", "circulation"),
    EventTerm("Fatigue", "general", (1, 2, 3), at_entry=True),
    EventTerm("Headache", "general", (1, 2, 3)),
)
