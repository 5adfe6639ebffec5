"""Makes Sources/CTorch/functions.h, the list of what the compiled shim gives, from the headers in Sources/CTorch/include.

usage: shim-list.py [--check]    with --check it only says whether the list is what it would make

The header, the table that the shim exports and the calls through it all come from the declarations in the headers. Beside
the list stand what tells one shim from another: CT_ABI, of the declarations, and CT_KEY, of all it is compiled from.
"""

import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "Sources/CTorch"


def declarations(text):
    """The C of a header without comments, directives and what only C++ reads."""
    text = re.sub(r"#ifdef __cplusplus.*?#endif", "", text, flags=re.S)
    return re.sub(r"//[^\n]*|#[^\n]*", "", text)


def functions(text):
    """(result, name, [parameter]) of each function that is declared."""
    text = re.sub(r"typedef[^{;]*\{[^}]*\}[^;]*;|typedef[^;]*;", "", text)
    for line in filter(None, (" ".join(part.split()) for part in text.split(";"))):
        result, name, parameters = re.fullmatch(r"(.*?)(ct_\w+)\((.*)\)", line).groups()
        # Commas inside of parentheses belong to the type of a function.
        parts = re.split(r",\s*(?![^()]*\))", parameters) if parameters != "void" else []
        yield result.strip(), name, parts


def argument(parameter):
    """The name of a parameter, which for a function stands within its type."""
    return re.search(r"\(\*\s*(?:_N\w+ )?(\w+)\)|(\w+)$", parameter).expand(r"\1\2")


def digest(texts):
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def made():
    headers = sorted(FOLDER.glob("include/ct_*.h"))
    sources = sorted(path for kind in ("h", "cpp") for path in FOLDER.glob(f"*/*.{kind}"))
    text = "".join(declarations(header.read_text()) for header in headers)
    abi = digest([" ".join(text.split())])[:8]
    source = digest(path.read_text() for path in sources)[:12]
    lines = [
        "// Made by Scripts/shim-list.py from the headers in include/: `make lint` checks it, `make setup` makes it anew.",
        f"#define CT_ABI 0x{abi}u",
        f'#define CT_KEY "{abi}-{source}"',
    ]
    for result, name, parameters in functions(text):
        arguments = ", ".join(map(argument, parameters))
        lines.append(f"CT_FUNCTION({result}, {name}, ({', '.join(parameters) or 'void'}), ({arguments}))")
    return "\n".join(lines) + "\n#undef CT_FUNCTION\n"


def main():
    path = FOLDER / "functions.h"
    before, after = path.read_text() if path.exists() else "", made()
    if before == after:
        return
    if sys.argv[1:] == ["--check"]:
        sys.exit("lint: Sources/CTorch/functions.h is not what Scripts/shim-list.py makes of the sources: run `make setup`")
    path.write_text(after)


main()
