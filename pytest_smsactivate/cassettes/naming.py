"""Where a test's cassette lies: names that every file system keeps apart."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

__all__ = ["cassette_path"]

_LENGTH = 195
_PLAIN = re.compile(r"[a-z0-9_,=+\[\]-](?:[a-z0-9_.,=+\[\]-]*[a-z0-9_,=+\[\]-])?")
_OTHER = re.compile(r"[^a-z0-9_.,=+\[\]-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")


def cassette_path(directory: str, *, module: Path, rootdir: Path, name: str) -> Path:
    """The file for the test `name` (with class and parameters) of a test module.

    A relative directory lies beside the module. An absolute one holds the module's
    folders, as they are below `rootdir`.
    """
    stem, file = safe_name(module.stem), f"{safe_name(name)}.json"
    if not Path(directory).is_absolute():
        return Path(module.parent, directory, stem, file)
    try:
        folders = module.parent.relative_to(rootdir).as_posix()
    except ValueError:
        folders = safe_name(module.parent.as_posix())
    return Path(directory, folders, stem, file)


def safe_name(name: str) -> str:
    """The name itself where any file system keeps it as it is, else one that all do.

    Upper case is not kept, since some fold it. A name that had to be changed carries
    `~` and the beginning of its SHA-256, and `~` stands in no other, so that two names
    never share a file. At most 195 bytes, so that a suffix finds room.
    """
    if _PLAIN.fullmatch(name) and len(name) <= _LENGTH and not _RESERVED.match(name):
        return name
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    readable = _OTHER.sub("-", name.lower()).strip(".-")
    reserved = "_" if _RESERVED.match(readable) else ""
    return f"{reserved}{readable}"[: _LENGTH - 11] + f"~{digest}"
