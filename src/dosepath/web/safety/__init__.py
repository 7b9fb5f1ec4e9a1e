"""Safety: candidates for a DLT and their verdicts, every adverse event, halting dosing."""
