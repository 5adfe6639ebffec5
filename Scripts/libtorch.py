"""Fetches a PyTorch wheel with pip, verifies it, and unpacks what a C++ program needs. Called by libtorch.sh.

usage: libtorch.py VERSION lean|cuda FOLDER

The wheel stays in `cache/` beside FOLDER, so an interrupted run goes on from there. FOLDER appears whole or not at all.
"""

import base64
import csv
import fcntl
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

# What Python needs and a C++ program does not.
PYTHON_ONLY = re.compile(
    r"/(libtorch_python|libshm|libtorch_global_deps|libaoti_custom_ops|libbackend_with_compiler|libjitbackend_test"
    r"|libtorchbind_test)")
# What only a GPU needs. (libtorch.so does nothing itself, but names libtorch_cuda.so as needed.)
CUDA_ONLY = re.compile(r"/(libtorch_cuda|libc10_cuda|libcaffe2_nvrtc|libtorch_nvshmem|libtorch\.)")
# What reading a damaged archive raises.
UNREADABLE = (zipfile.BadZipFile, zipfile.zlib.error, StopIteration, EOFError, KeyError, ValueError, RuntimeError)


class Damaged(Exception):
    """A wheel that is not what its own RECORD says."""


def say(text):
    print(f"libtorch: {text}", file=sys.stderr, flush=True)


def pip_download(cache, requirement, *options, errors=None):
    """Lets pip choose and fetch wheels into `cache`; a partial download never gets there."""
    with tempfile.TemporaryDirectory(dir=cache, prefix="download-") as partial:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:", "--dest", partial]
        # A newer pip goes on with a broken download; an older one does not read this.
        environment = {"PIP_RESUME_RETRIES": "20", **os.environ}
        if subprocess.run([*command, *options, requirement], env=environment, stderr=errors).returncode != 0:
            return []
        return [shutil.move(os.path.join(partial, name), os.path.join(cache, name)) for name in os.listdir(partial)]


def torch_wheel(cache, version, kind):
    """The wheel from the cache or from pip, as a path."""
    for name in sorted(os.listdir(cache)):
        if re.match(rf"torch-{re.escape(version)}(\+[^-]*)?-.*\.whl$", name):
            return os.path.join(cache, name)
    say(f"fetching torch {version} with pip (200 MB for a CPU build, 530 MB for a CUDA build)")
    # Of several builds pip takes the last by name: `cu130` before `cpu`. So the CPU build is asked for by its own.
    if kind == "lean":
        if wheels := pip_download(cache, f"torch=={version}+cpu", "--no-deps", errors=subprocess.DEVNULL):
            return wheels[0]
    # No Python runs what we unpack: where there is no wheel for this Python, another one's does.
    for options in ([], ["--python-version", "3.12"]):
        if wheels := pip_download(cache, f"torch=={version}", "--no-deps", *options):
            return wheels[0]
    sys.exit(f"libtorch: pip finds no wheel of torch {version}; see `{sys.executable} -m pip config list`, or set "
             "LIBTORCH to the folder of a PyTorch or libtorch that is already here")


def metadata(wheel, name):
    """The text of `name` in the wheel's dist-info."""
    path = next(n for n in wheel.namelist() if re.fullmatch(rf"[^/]+\.dist-info/{name}", n))
    return wheel.read(path).decode()


def hashes(wheel):
    """What RECORD says of each file, as sha256 bytes."""
    rows = csv.reader(io.StringIO(metadata(wheel, "RECORD")))
    return {row[0]: base64.urlsafe_b64decode(row[1][7:] + "==") for row in rows if row[1].startswith("sha256=")}


def unpack(path, places, folder):
    """Copies out each file that `places` names a place for, verified; returns their lines for `sha256sum -c`."""
    lines = []
    try:
        with zipfile.ZipFile(path) as wheel:
            recorded = hashes(wheel)
            for name in dict.fromkeys([*wheel.namelist(), *recorded]):  # what is recorded and not there is missed
                place = None if name.endswith("/") else places(name)
                if place is None:
                    continue
                target = os.path.join(folder, place)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                digest = hashlib.sha256()
                with wheel.open(name) as source, open(target, "wb") as copy:
                    while block := source.read(1 << 20):
                        digest.update(block)
                        copy.write(block)
                if digest.digest() != recorded.get(name):
                    raise Damaged(f"{name} is not what RECORD says")
                lines.append(f"{digest.hexdigest()}  {place}\n")
    except UNREADABLE as error:
        raise Damaged(str(error) or "not a wheel") from error
    if not lines:
        raise Damaged("nothing of use in it")
    return lines


def torch_places(kind):
    """Where the files of the torch wheel go: include/ and lib/, and beside lib/ nothing."""
    def place(name):
        if name.startswith("torch/include/"):
            return name[len("torch/"):]
        if re.fullmatch(r"(torch/lib|torch\.libs|torch/\.dylibs)/[^/]+", name):
            if PYTHON_ONLY.search(name) or (kind == "lean" and CUDA_ONLY.search(name)):
                return None
            return "lib/" + os.path.basename(name)
        if re.search(r"\.dist-info/(licenses/)?(LICENSE|NOTICE)$", name):
            return os.path.basename(name)
        return None
    return place


def nvidia_places(kind):
    """Where NVIDIA's libraries go: into lib/, where libtorch_cpu looks first of all places we control."""
    lean = re.compile(r"/lib(cudart|cupti)\.so")

    def place(name):
        if re.match(r"nvidia/.*/lib[^/]*\.so[.\d]*$", name) and (kind == "cuda" or lean.search(name)):
            return "lib/" + os.path.basename(name)
        return None
    return place


def nvidia_requirements(wheel, kind):
    """What a CUDA build needs beside it: for `lean` the two libraries without which libtorch_cpu does not load."""
    needed = re.findall(r"^Requires-Dist: ((?:cuda-toolkit|nvidia-)[^;\s]*)", metadata(wheel, "METADATA"), re.M)
    if kind == "cuda":
        return needed
    toolkit = [requirement for requirement in needed if requirement.startswith("cuda-toolkit[")]
    return [re.sub(r"\[.*\]", "[cudart,cupti]", requirement) for requirement in toolkit]


def declared(wheel):
    """(version, CUDA version or None) as the wheel's torch/version.py says."""
    text = wheel.read("torch/version.py").decode()
    version = re.search(r"^__version__ = '([^']*)'", text, re.M)
    cuda = re.search(r"^cuda(?:: [^=]*)? = '([^']*)'", text, re.M)
    if version is None:
        raise Damaged("torch/version.py names no version")
    return version[1], cuda[1] if cuda else None


def assemble(cache, version, kind, folder):
    """Fills `folder` with libtorch; returns its full version."""
    path = torch_wheel(cache, version, kind)
    try:
        with zipfile.ZipFile(path) as wheel:
            full, cuda = declared(wheel)
            requirements = nvidia_requirements(wheel, kind) if cuda else []
        if full.split("+")[0] != version:
            raise Damaged(f"it says that it is {full}")
        if kind == "cuda" and cuda is None:
            sys.exit(f"libtorch: pip finds torch {full}, which has no CUDA; let pip look elsewhere "
                     f"(PIP_INDEX_URL, PIP_FIND_LINKS) and remove {path}")
        lines = unpack(path, torch_places(kind), folder)
    except (Damaged, *UNREADABLE) as error:
        os.remove(path)
        raise Damaged(f"{os.path.basename(path)}: {error or 'incomplete'}") from error
    for requirement in requirements:
        say(f"fetching {requirement}, which this CUDA build needs")
        # Only the toolkit is a list of others; what else these need, alone, pip would take in its newest version.
        alone = [] if requirement.startswith("cuda-toolkit") else ["--no-deps"]
        wheels = pip_download(cache, requirement, *alone)
        if not wheels:
            sys.exit(f"libtorch: pip finds no {requirement}, which torch {full} needs beside it")
        for nvidia in wheels:
            try:
                with zipfile.ZipFile(nvidia) as wheel:
                    useful = any(nvidia_places(kind)(name) for name in wheel.namelist())
                if useful:
                    lines += unpack(nvidia, nvidia_places(kind), folder)
            except (Damaged, *UNREADABLE) as error:
                raise Damaged(f"{os.path.basename(nvidia)}: {error}") from error
            finally:
                os.remove(nvidia)
    with open(os.path.join(folder, ".sha256"), "w", encoding="utf-8") as manifest:
        manifest.writelines(lines)
    return full


def stamp(folder):
    """Which libtorch, of which kind, `folder` holds whole: written last."""
    try:
        with open(os.path.join(folder, ".stamp"), encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return ""


def main(version, kind, target):
    target = os.path.abspath(target)
    parent = os.path.dirname(target)
    cache = os.path.join(parent, "cache")
    os.makedirs(cache, exist_ok=True)
    with open(os.path.join(cache, ".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second run waits here, and finds everything done
        if re.fullmatch(rf"{re.escape(version)}(\+\S*)? {kind}", stamp(target)):
            return
        for name in os.listdir(parent):
            if name.startswith(".unpacking-"):
                shutil.rmtree(os.path.join(parent, name))
        for name in os.listdir(cache):
            if name.startswith("download-"):
                shutil.rmtree(os.path.join(cache, name))
        for attempt in (1, 2):
            folder = tempfile.mkdtemp(dir=parent, prefix=".unpacking-")
            os.chmod(folder, 0o755)
            try:
                full = assemble(cache, version, kind, folder)
                break
            except Damaged as error:
                if attempt == 2:
                    sys.exit(f"libtorch: {error}, twice; is the place that pip fetches from at fault?")
                say(f"{error}; fetching it again")
            finally:
                if not os.path.exists(os.path.join(folder, ".sha256")):
                    shutil.rmtree(folder)
        with open(os.path.join(folder, ".stamp"), "w", encoding="utf-8") as file:
            file.write(f"{full} {kind}\n")
        os.sync()
        if os.path.islink(target):
            os.remove(target)
        elif os.path.exists(target):
            os.rename(target, tempfile.mkdtemp(dir=parent, prefix=".unpacking-"))
        os.rename(folder, target)
        for name in os.listdir(parent):
            if name.startswith(".unpacking-"):
                shutil.rmtree(os.path.join(parent, name))
    say(f"{full} ({kind}) is in {target}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
