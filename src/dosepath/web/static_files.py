"""Static files: hashed names once they were collected, plain names before."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedIfCollected(CompressedManifestStaticFilesStorage):
    """As whitenoise does it, but a file that was never collected keeps its plain name."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name from the manifest, else ``name``."""
        known = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return str(known) if known else name
