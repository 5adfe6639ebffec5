"""Puts the documents of an unpacked package into a folder of a domain, for Scripts/corpora.sh.

Usage: corpora.py TREE FOLDER PACKAGE PATTERN

A document is UTF-8 of 1,200 bytes or more, cut at 65,536; pages of manuals lose their comments (licences, which all begin alike),
and code its tests. A text that is there already, under whatever name, is not taken again. At most 1,500 a package, chosen by a
hash of their paths, so that a package of another size changes no other document.
"""
import fnmatch, gzip, hashlib, pathlib, sys

LEAST, MOST, COUNT = 1_200, 65_536, 1_500


def text(path):
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    if "/man/" in str(path):
        lines = [line for line in data.split(b"\n") if not line.startswith((b'.\\"', b"'\\\""))]
        data = b"\n".join(lines).lstrip()
    try:
        # A cut never parts a character.
        return data[:MOST].decode("utf-8", "strict" if len(data) <= MOST else "ignore").encode()
    except UnicodeDecodeError:
        return b""


def main(tree, folder, package, pattern):
    tree, folder = pathlib.Path(tree), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    known = {hashlib.sha256(p.read_bytes()).digest() for p in folder.iterdir()}
    found = []
    for path in tree.rglob("*"):
        name = str(path.relative_to(tree))
        if not path.is_file() or path.is_symlink() or not fnmatch.fnmatch("/" + name, pattern):
            continue
        if "test" in name.lower():
            continue
        found.append((hashlib.sha256(name.encode()).hexdigest(), name, path))
    taken = 0
    for _, name, path in sorted(found):
        if taken == COUNT:
            break
        body = text(path)
        digest = hashlib.sha256(body).digest()
        if len(body) < LEAST or digest in known:
            continue
        known.add(digest)
        (folder / f"{package}-{name.replace('/', '-')}.txt").write_bytes(body)
        taken += 1
    print(f"corpora: {package}: {taken} documents", file=sys.stderr)


main(*sys.argv[1:])
