#!/usr/bin/env bash
# Builds a folder of real documents for text tasks, one folder a domain, from packages of Debian and PyPI that this user's own
# apt-get and pip fetch. Nothing of them is in this repository. Needs Debian 12 (dpkg-deb, apt-get), python3 and pip.
#
#   Scripts/corpora.sh              builds .deps/corpora (about 95 MB); at once when it is there already
#   Scripts/corpora.sh --to DIR     ... in DIR
#   ANY=1 Scripts/corpora.sh        takes the version that apt-get finds where the pinned one is no longer served
#
# Licences: Python's documentation PSF; manual pages GPL-2+, BSD, MIT and the Linux man-pages licence, page by page; Perl's
# documentation GPL-1+ or Artistic; Go BSD-3; sympy, networkx, Sphinx and Django BSD-3 or BSD-2. DIR/SOURCES lists what was taken.
set -euo pipefail

to="$(cd "$(dirname "$0")/.." && pwd)/.deps/corpora"
while [ $# -gt 0 ]; do
  case $1 in
  --to) to=${2:?--to needs a folder}; shift ;;
  -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit ;;
  *) echo "corpora: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done
fail() { echo "corpora: $*" >&2; exit 1; }

# domain, package of Debian, version, SHA-256 of the package, the files that are documents
readonly debian='
python-docs python3.11-doc   3.11.2-6+deb12u9 5b3594189d6ef9a6963ce0347fd307a1cc67620ad697e144db366070e2e146be *.rst.txt
man         manpages         6.03-2           efa1ba4cd19ad7baeae959c9209a7eb74be2ebb858bcabb412597bfc9f588c91 */man/*.gz
man         manpages-dev     6.03-2           96f55cb5e26231d5567c89b692bced63825a14a2d5bd18fdf16ea2ed44eb9838 */man/*.gz
man-de      manpages-de      4.18.1-1         37d2e7ee51f22952aecec3af93647ff59194a3c74bb7a694560f49c7f7ab3978 */man/*.gz
man-fr      manpages-fr-dev  4.18.1-1         25f5a53208d92f0a69a89e349edfb3068e6e6e4e0673fe712dd0d3b0c5b1512d */man/*.gz
man-pl      manpages-pl      1:4.18.1-1       31e518ea8331b5204d4fd0032037f96af1ba94a5afa4f0585dca1996b270cdf9 */man/*.gz
man-pl      manpages-pl-dev  1:4.18.1-1       5a365751f2d6ee2a67d03a26e44a380d59790c42bd1ca9aeb0c35264f62e80c7 */man/*.gz
perl        perl-doc         5.36.0-7+deb12u4 f4269cff4576d6f02a6756df842988e58451c7e945b08517dd235531b24e48f8 *.pod
go          golang-1.19-src  1.19.8-2         2dfa82fe4f08f4e0193c532e561af4c91871f5235608f04f2bb8d57bb288df5a *.go'
# domain, package of PyPI, version, SHA-256 of the wheel, the files that are documents
readonly pypi='
python      sympy            1.13.3           54612cf55a62755ee71824ce692986f23c88ffa77207b30c1368eda4a7060f73 *.py
python      networkx         3.4.2            df5d4365b724cf81b8c6a7312509d0c22386097011ad1abe274afd5e9d3bbc5f *.py
python      sphinx           8.1.3            09719015511837b76bf6e03e42eb7595ac8c2e41eeb9c29c5b755c6b677992a2 *.py
python      django           5.1.4            236e023f021f5ce7dee5779de7b286565fdea5f4ab86bae5338e3f7b69896cf0 *.py'
readonly what=$(printf '%s' "$debian$pypi" | sha256sum | cut -d' ' -f1)

if [ -f "$to/SOURCES" ] && grep -q "^recipe $what\$" "$to/SOURCES"; then echo "$to"; exit; fi
[ ! -e "$to" ] || fail "$to is there and was not made by this script as it is now: remove it, or give --to another"
for tool in apt-get dpkg-deb python3; do command -v $tool > /dev/null || fail "it needs $tool"; done

mkdir -p "$(dirname "$to")"
work=$(mktemp -d "$(dirname "$to")/.corpora.XXXXXX")
trap 'rm -rf "$work"' EXIT
whole() { echo "$2  $1" | sha256sum --check --status; }
unpack() { # domain, package, pattern of its documents; the package is unpacked in $work/tree
  python3 "$(dirname "$0")/corpora.py" "$work/tree" "$work/out/$1" "$2" "$3"
  rm -rf "$work/tree"
}

while read -r domain package version sum files; do
  [ -n "$domain" ] || continue
  mkdir -p "$work/get"
  if ! (cd "$work/get" && apt-get download -qq "$package=$version") 2> "$work/error"; then
    [ -n "${ANY:-}" ] || fail "Debian no longer serves $package $version here (run apt-get update, or set ANY=1 to take another):
$(tail -2 "$work/error")"
    (cd "$work/get" && apt-get download -qq "$package")
  fi
  deb=$(echo "$work"/get/*.deb)
  whole "$deb" "$sum" || [ -n "${ANY:-}" ] || fail "$package is not the pinned file: its checksum is another"
  dpkg-deb -x "$deb" "$work/tree"
  unpack "$domain" "$package" "$files"
  echo "$domain $(basename "$deb") $(sha256sum < "$deb" | cut -d' ' -f1)" >> "$work/sources"
  rm -rf "$work/get"
done <<< "$debian"

while read -r domain package version sum files; do
  [ -n "$domain" ] || continue
  mkdir -p "$work/get"
  echo "$package==$version --hash=sha256:$sum" > "$work/required"
  "${PYTHON:-python3}" -m pip download --quiet --no-deps --only-binary :all: --require-hashes --dest "$work/get" -r "$work/required"
  python3 -m zipfile --extract "$work"/get/*.whl "$work/tree"
  unpack "$domain" "$package" "$files"
  echo "$domain $(basename "$work"/get/*.whl) $sum" >> "$work/sources"
  rm -rf "$work/get"
done <<< "$pypi"

{ echo "recipe $what"; cat "$work/sources"; } > "$work/out/SOURCES"
mv "$work/out" "$to"
echo "$to"
