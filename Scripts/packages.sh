#!/usr/bin/env bash
# Installs what a build needs and this machine lacks, with apt-get; where there is none, names what is missing.
set -euo pipefail

fail() { echo "setup: $*" >&2; exit 1; }

missing=
# need PACKAGE TEST...: PACKAGE (as Debian calls it) is missing where TEST fails.
need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}
library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep "$1"; }

if [ "$(uname)" = Linux ]; then
  # Swift's own needs: a linker, the C and C++ libraries, and what `swift build` itself is linked to.
  need g++ command -v g++
  need git command -v git
  need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
  need tzdata test -e /usr/share/zoneinfo/UTC
  need libcurl4 library libcurl.so.4
  need libxml2 library libxml2.so
  need libncurses6 library libncurses.so.6
  # The store of runs; pictures and archives of data; and what fetches libtorch.
  need libsqlite3-dev test -e /usr/include/sqlite3.h
  need libpng-dev test -e /usr/include/png.h
  need libarchive13 library libarchive.so.13
  need python3 command -v python3
  need python3-pip python3 -m pip --version
fi

if [ -n "$missing" ]; then
  command -v apt-get >/dev/null ||
    fail "this is not Debian, so please install by hand what is missing (as Debian calls it):$missing"
  sudo=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "as root, please run: apt-get install$missing"
    sudo=sudo
  fi
  echo "setup: installing$missing"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -qq $missing
fi

command -v swift >/dev/null || fail "Swift 6.2 or later is needed and not in PATH: https://www.swift.org/install"
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -1)
major=${version%%.*} minor=${version##*.}
[ "${major:-0}" -gt 6 ] || { [ "${major:-0}" -eq 6 ] && [ "$minor" -ge 2 ]; } ||
  fail "Swift 6.2 or later is needed; $(command -v swift) is ${version:-of unknown version}"
