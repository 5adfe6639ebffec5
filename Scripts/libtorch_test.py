"""Tests the scripts that fetch, check and find libtorch, on fabricated wheels and folders: no network, a few seconds.

usage: python3 Scripts/libtorch_test.py

What pip is to choose, this machine's pip chooses, from a folder of wheels. Everywhere else a stand-in takes the place
of pip, of the C++ compiler and of swift, and the scripts run as users run them.
"""

import base64
import hashlib
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.dont_write_bytecode = True
import libtorch

SCRIPTS = pathlib.Path(__file__).resolve().parent
SHIM = SCRIPTS.parent / "Sources/CTorch"
TOOLKIT = "cuda-toolkit[nvrtc,cudart,cupti,cublas]==13.0.2; platform_system == 'Linux'"

# Fetches as pip does what OFFERS holds of one name; where a file `dies` lies there, half of it, and ends its parent.
PIP = r"""
import sys
if "download" in sys.argv:
    import os, re
    to = sys.argv[sys.argv.index("--dest") + 1]
    with open(os.path.join(os.environ["OFFERS"], "asked"), "a") as asked:
        print(*sys.argv[1:], file=asked)
    name, version = re.match(r"([\w-]+)(?:\[.*\])?==(.*)", sys.argv[-1]).groups()
    folder = os.path.join(os.environ["OFFERS"], name)
    files = os.listdir(folder) if os.path.isdir(folder) else []
    start = f"torch-{re.escape(version)}[+-]" if name == "torch" else ""
    wheels = [file for file in files if re.match(start + r".*\.whl", file)]
    dies = "dies" in files and wheels
    for wheel in wheels:
        with open(os.path.join(folder, wheel), "rb") as source, open(os.path.join(to, wheel), "wb") as copy:
            copy.write(source.read(100 if dies else -1))
    if dies:
        os.remove(os.path.join(folder, "dies"))
        os.kill(os.getppid(), 9)
    sys.exit(not wheels)
"""

# Compiles nothing: what it should write says with which arguments, as does the file `compiled`.
COMPILER = r"""#!/bin/sh
[ "$1" = --version ] && exit
echo "$*" >>"$COMPILED"
[ -z "${BROKEN:-}" ] || exit 1
for argument; do
  [ "$last" != -o ] || echo "$*" >"$argument"
  last=$argument
done
"""

# Builds a command that says how it was started.
SWIFT = r"""#!/bin/sh
while [ "$1" != --scratch-path ]; do shift; done
mkdir -p "$2/release/autodidact_Experiments.resources"
printf '#!/bin/sh\necho "$AUTODIDACT_HOME|$AUTODIDACT_SHIM|$LD_LIBRARY_PATH|$*"\n' >"$2/release/autodidact"
chmod +x "$2/release/autodidact"
"""

CPU_FILES = {".stamp", ".sha256", "LICENSE", "include/torch/headeronly/version.h", "lib/libtorch_cpu.so",
             "lib/libc10.so", "lib/libgomp-24e2ab19.so.1.0.0"}
TWO_OF_NVIDIA = {"lib/libcudart.so.13", "lib/libcupti.so.13"}


def version_header(version):
    parts = zip(("MAJOR", "MINOR", "PATCH"), version.split("+")[0].split("."))
    return "".join(f"/// A part.\n#define TORCH_VERSION_{name} {number}\n" for name, number in parts)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def program(path, text):
    write(path, text).chmod(0o755)


def wheel(folder, name, version, files, requires=(), extras=(), damaged=()):
    """Writes a wheel; of `damaged` files it holds something else than what its RECORD says."""
    info = f"{name}-{version}.dist-info"
    lines = [f"Name: {name.replace('_', '-')}", f"Version: {version}"]
    lines += [f"Provides-Extra: {extra}" for extra in extras] + [f"Requires-Dist: {text}" for text in requires]
    files = {
        **files,
        f"{info}/METADATA": "\n".join(["Metadata-Version: 2.1", *lines, ""]),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-any\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        record = f"{info}/RECORD,,\n"
        for file, text in files.items():
            archive.writestr(file, "damaged" if file in damaged else text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
            record += f"{file},sha256={digest},{len(text)}\n"
        archive.writestr(f"{info}/RECORD", record)
    return path


def torch_wheel(folder, version="2.13.0+cpu", cuda=None, says=None, damaged=()):
    """A wheel of torch, of the CPU or of a CUDA build, laid out like PyTorch's own."""
    says = says or version
    files = {
        "torch/version.py": f"__version__ = '{says}'\ndebug = False\ncuda: Optional[str] = {cuda and repr(cuda)}\n",
        "torch/include/torch/headeronly/version.h": version_header(says),
        f"torch-{version}.dist-info/licenses/LICENSE": "From PyTorch",
        f"torch-{version}.dist-info/licenses/third_party/gloo/LICENSE": "From gloo",
    }
    names = ["torch/__init__.py", "torch/lib/libshm/socket.h", "torch.libs/libgomp-24e2ab19.so.1.0.0"]
    names += [f"torch/lib/lib{name}.so" for name in ("torch_cpu", "c10", "torch", "torch_python", "shm")]
    names += [f"torch/lib/lib{name}.so" for name in ("torch_cuda", "c10_cuda") if cuda]
    requires = ["filelock"]
    requires += [TOOLKIT, "nvidia-cudnn-cu13==9.20.0.48; platform_system == 'Linux'"] if cuda else []
    return wheel(folder, "torch", version, {**files, **{name: name for name in names}}, requires, damaged=damaged)


def nvidia_wheels(folder, damaged=()):
    """The toolkit, which is only a list, and the two wheels of it that libtorch_cpu cannot do without."""
    names = {"cudart": "nvidia-cuda-runtime", "cupti": "nvidia-cuda-cupti", "nvrtc": "nvidia-cuda-nvrtc"}
    requires = [f'{name}==13.0.*; extra == "{extra}"' for extra, name in names.items()]
    wheel(folder, "cuda_toolkit", "13.0.2", {}, requires, names)
    files = ("lib/libcudart.so.13", "lib/libcudart_static.a", "include/cuda_runtime.h")
    wheel(folder, "nvidia_cuda_runtime", "13.0.96", {f"nvidia/cu13/{name}": name for name in files}, damaged=damaged)
    files = ("lib/libcupti.so.13", "lib/libnvperf_host.so")
    wheel(folder, "nvidia_cuda_cupti", "13.0.85", {f"nvidia/cu13/{name}": name for name in files})


def libtorch_folder(path, version="2.13.0", header="torch/headeronly/version.h", library="libtorch_cpu.so"):
    write(path / "include" / header, version_header(version))
    write(path / "lib" / library, version)
    return path


def contents(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


class ScriptTest(unittest.TestCase):
    """A folder to work in, with a space in its name, and an environment without this machine's settings."""

    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="libtorch test ")).resolve()
        self.addCleanup(shutil.rmtree, self.place)
        self.target, self.cache = self.place / "deps/libtorch", self.place / "deps/cache"
        self.offers, self.asked = self.place / "offers", self.place / "offers/asked"
        self.compiled = self.place / "compiled"
        self.offers.mkdir()
        # No test needs to wait until the disk has what others write.
        write(self.place / "modules/sitecustomize.py", "import os\nos.sync = lambda: None\n")
        write(self.place / "modules/pip/__init__.py", "")
        write(self.place / "modules/pip/__main__.py", PIP)
        program(self.place / "bin/c++", COMPILER)
        program(self.place / "bin/swift", SWIFT)
        # A python3 without this machine's packages, among which there may be a torch.
        write(self.place / "pyvenv.cfg", f"home = {os.path.dirname(os.path.realpath(sys.executable))}\n")
        (self.place / "bin/python3").symlink_to(os.path.realpath(sys.executable))
        self.environment = {
            "PATH": f"{self.place}/bin{os.pathsep}{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/"),
            "XDG_CACHE_HOME": f"{self.place}/user", "PYTHONDONTWRITEBYTECODE": "1", "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1", "PYTHONPATH": f"{self.place}/modules", "OFFERS": str(self.offers),
            "CXX": f"{self.place}/bin/c++", "COMPILED": str(self.compiled),
        }

    def command(self, *command, **environment):
        environment = {name: str(value) for name, value in environment.items()}
        return {"args": [str(word) for word in command], "env": {**self.environment, **environment}, "text": True,
                "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    def fetch(self, *options, **environment):
        return self.execute(SCRIPTS / "libtorch.sh", "--to", self.target, *options, **environment)

    def execute(self, *command, **environment):
        return subprocess.run(**self.command(*command, **environment), check=False, timeout=60)

    def assertDone(self, result):
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn("Traceback", result.stderr)

    def assertRefused(self, result, *reasons):
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        for reason in reasons:
            self.assertIn(reason, result.stderr)

    def assertNothingUnpacked(self):
        self.assertEqual({path.name for path in self.target.parent.iterdir()}, {"cache"})

    def requests(self):
        """What pip was asked for."""
        return [line.split()[-1] for line in self.asked.read_text().splitlines()] if self.asked.exists() else []


@unittest.skipUnless(importlib.util.find_spec("pip"), "needs pip")
class PipChoosesTests(ScriptTest):
    """Which wheels this machine's own pip gets, from a folder of them."""

    def setUp(self):
        super().setUp()
        del self.environment["PYTHONPATH"]
        self.environment["PIP_FIND_LINKS"] = self.offers.as_uri()

    def fetch(self):
        return self.execute(sys.executable, SCRIPTS / "libtorch.py", "2.13.0", "lean", self.target)

    def test_the_cpu_build_is_taken_where_there_is_one(self):
        torch_wheel(self.offers, "2.13.0", cuda="13.0")
        torch_wheel(self.offers, "2.13.0+cu130", cuda="13.0")
        torch_wheel(self.offers, "2.13.0+cpu")
        torch_wheel(self.offers, "2.14.0+cpu")
        self.assertDone(self.fetch())
        self.assertEqual((self.target / ".stamp").read_text(), "2.13.0+cpu lean\n")
        self.assertEqual(contents(self.target), CPU_FILES)
        self.assertEqual((self.target / "LICENSE").read_text(), "From PyTorch")

    def test_a_cuda_build_comes_with_the_two_libraries_that_it_does_not_load_without(self):
        torch_wheel(self.offers, "2.13.0", cuda="13.0")
        nvidia_wheels(self.offers)
        self.assertDone(self.fetch())
        self.assertEqual((self.target / ".stamp").read_text(), "2.13.0 lean\n")
        self.assertEqual(contents(self.target), CPU_FILES | TWO_OF_NVIDIA)
        self.assertEqual(contents(self.cache), {".lock", "torch-2.13.0-py3-none-any.whl"})


class FetchTests(ScriptTest):
    """Scripts/libtorch.sh with nothing, half of it, or something else in its folder."""

    def test_what_is_there_is_not_fetched_again(self):
        torch_wheel(self.offers / "torch")
        self.assertDone(self.fetch())
        self.assertDone(self.fetch())
        self.assertEqual(self.requests(), ["torch==2.13.0+cpu"])

    def test_two_at_once_fetch_once(self):
        torch_wheel(self.offers / "torch")
        both = [subprocess.Popen(**self.command(SCRIPTS / "libtorch.sh", "--to", self.target)) for _ in range(2)]
        for process in both:
            self.assertEqual((process.communicate(timeout=60)[1].count("Traceback"), process.returncode), (0, 0))
        self.assertEqual(self.requests(), ["torch==2.13.0+cpu"])

    def test_cuda_keeps_the_cuda_libraries_and_serves_as_lean_too(self):
        torch_wheel(self.offers / "torch", "2.13.0", cuda="13.0")
        nvidia_wheels(self.offers / "cuda-toolkit")
        files = {"nvidia/cudnn/lib/libcudnn.so.9": ""}
        wheel(self.offers / "nvidia-cudnn-cu13", "nvidia_cudnn_cu13", "9.20.0.48", files)
        self.assertDone(self.fetch("--cuda"))
        names = ("torch.so", "torch_cuda.so", "c10_cuda.so", "nvperf_host.so", "cudnn.so.9")
        cuda = {f"lib/lib{name}" for name in names}
        self.assertEqual(contents(self.target), CPU_FILES | TWO_OF_NVIDIA | cuda)
        self.assertEqual(self.requests(), ["torch==2.13.0", TOOLKIT.split(";")[0], "nvidia-cudnn-cu13==9.20.0.48"])
        self.assertDone(self.fetch())
        self.assertEqual(len(self.requests()), 3)

    def test_cuda_needs_a_cuda_build(self):
        torch_wheel(self.offers / "torch")
        self.assertRefused(self.fetch("--cuda"), "2.13.0+cpu, which has no CUDA", "PIP_INDEX_URL", str(self.cache))
        self.assertNothingUnpacked()

    def test_another_version_in_the_folder_makes_way(self):
        libtorch_folder(self.target, "2.12.1", library="libtorch_cpu.dylib")
        write(self.target / ".stamp", "2.12.1+cpu lean\n")
        torch_wheel(self.offers / "torch")
        self.assertDone(self.fetch())
        self.assertEqual(contents(self.target), CPU_FILES)
        self.assertEqual(set(os.listdir(self.target.parent)), {"libtorch", "cache"})

    def test_where_pip_finds_nothing_the_remedies_are_named(self):
        self.assertRefused(self.fetch(), "pip finds no wheel of torch 2.13.0", "pip config list", "LIBTORCH")
        self.assertNothingUnpacked()
        torch_wheel(self.offers / "torch", "2.13.0", cuda="13.0")
        self.assertRefused(self.fetch(), "pip finds no cuda-toolkit[cudart,cupti]==13.0.2, which torch 2.13.0 needs")
        self.assertNothingUnpacked()

    def test_an_interrupted_run_goes_on_from_the_wheel_that_it_has(self):
        torch_wheel(self.offers / "torch", "2.13.0", cuda="13.0")
        nvidia_wheels(self.offers / "cuda-toolkit")
        write(self.offers / "cuda-toolkit/dies", "")
        self.assertEqual(self.fetch().returncode, -9)
        left = {re.sub("-.*", "", name) for folder in (self.target.parent, self.cache) for name in os.listdir(folder)}
        self.assertEqual(left, {".unpacking", "cache", ".lock", "download", "torch"})
        self.assertRefused(self.fetch("--check"), "is not libtorch 2.13.0 (lean); run Scripts/libtorch.sh")

        self.asked.unlink()
        self.assertDone(self.fetch())
        self.assertEqual(self.requests(), ["cuda-toolkit[cudart,cupti]==13.0.2"])
        self.assertEqual(contents(self.target), CPU_FILES | TWO_OF_NVIDIA)
        self.assertEqual(set(os.listdir(self.target.parent)), {"libtorch", "cache"})
        self.assertEqual(contents(self.cache), {".lock", "torch-2.13.0-py3-none-any.whl"})

    def test_half_a_download_is_not_taken_for_a_wheel(self):
        torch_wheel(self.offers / "torch")
        write(self.offers / "torch/dies", "")
        self.assertEqual(self.fetch().returncode, -9)
        self.assertDone(self.fetch())
        self.assertEqual(contents(self.target), CPU_FILES)
        self.assertEqual(contents(self.cache), {".lock", "torch-2.13.0+cpu-py3-none-any.whl"})


class VerifyTests(ScriptTest):
    """Nothing but what PyTorch published is used."""

    def test_a_wheel_that_is_not_what_its_record_says_is_refused(self):
        torch_wheel(self.offers / "torch", damaged=["torch/lib/libtorch_cpu.so"])
        self.assertRefused(self.fetch(), "libtorch_cpu.so is not what RECORD says; fetching it again", "twice")
        self.assertNothingUnpacked()
        self.assertEqual(contents(self.cache), {".lock"})
        self.assertEqual(len(self.requests()), 2)

    def test_a_wheel_of_nvidia_is_verified_too(self):
        torch_wheel(self.offers / "torch", "2.13.0", cuda="13.0")
        nvidia_wheels(self.offers / "cuda-toolkit", damaged=["nvidia/cu13/lib/libcudart.so.13"])
        self.assertRefused(self.fetch(), "nvidia/cu13/lib/libcudart.so.13 is not what RECORD says", "twice")
        self.assertNothingUnpacked()
        write(self.offers / "cuda-toolkit/nvidia_cuda_runtime-13.0.96-py3-none-any.whl", "<html>Sign in first</html>")
        self.assertRefused(self.fetch(), "nvidia_cuda_runtime-13.0.96-py3-none-any.whl", "twice")
        self.assertNothingUnpacked()

    def test_a_damaged_wheel_in_the_cache_is_fetched_again(self):
        good = torch_wheel(self.offers / "torch")
        write(self.cache / good.name, "<html>Sign in first</html>")
        result = self.fetch()
        self.assertDone(result)
        self.assertIn("fetching it again", result.stderr)
        self.assertEqual(contents(self.target), CPU_FILES)

    def test_a_wheel_that_says_another_version_is_refused(self):
        for says in ("2.10.0+cpu", "2.14.0"):
            torch_wheel(self.offers / "torch", says=says)
            self.assertRefused(self.fetch(), f"it says that it is {says}", "twice")
            self.assertNothingUnpacked()

    def test_whichever_byte_is_wrong_the_result_is_right_or_refused(self):
        path = torch_wheel(self.cache)
        good = path.read_bytes()

        def unpacked():
            with tempfile.TemporaryDirectory(dir=self.place) as folder:
                libtorch.assemble(self.cache, "2.13.0", "lean", folder)
                return {file: (pathlib.Path(folder) / file).read_bytes() for file in contents(pathlib.Path(folder))}

        right = unpacked()
        for position in range(0, len(good) - 22, 78):  # not the last 22, zipfile's own: it trips over some of them
            with self.subTest(byte=position):
                path.write_bytes(good[:position] + bytes([good[position] ^ 0xFF]) + good[position + 1:])
                try:
                    self.assertEqual(unpacked(), right)
                except libtorch.Damaged:
                    self.assertFalse(path.exists())

    def test_check_verifies_every_file(self):
        torch_wheel(self.offers / "torch")
        self.assertDone(self.fetch())
        result = self.fetch("--check")
        self.assertDone(result)
        where = f"libtorch 2.13.0+cpu lean in {self.target}"
        self.assertEqual(result.stdout, f"{where}, 5 files as PyTorch published them\n")
        self.assertRefused(self.fetch("--check", "--cuda"), "is not libtorch 2.13.0 (cuda)")
        write(self.target / "lib/libc10.so", "damaged")
        self.assertRefused(self.fetch("--check"), "is damaged; remove it and run Scripts/libtorch.sh")
        (self.target / "lib/libtorch_cpu.so").unlink()
        self.assertRefused(self.fetch("--check"), "is not libtorch 2.13.0")
        self.assertDone(self.fetch())
        self.assertDone(self.fetch("--check"))

    def test_an_unknown_option_is_refused(self):
        result = self.fetch("--gpu")
        self.assertEqual((result.returncode, result.stderr), (2, "libtorch: unknown option --gpu (see --help)\n"))


class AnotherLibtorchTests(ScriptTest):
    """LIBTORCH=/path: its version is checked, and nothing is fetched."""

    def test_versions_that_the_shim_compiles_against_are_used(self):
        for version in ("2.11.0", "2.12.1", "2.13.0", "2.13.2"):
            path = libtorch_folder(self.place / version, version)
            result = self.fetch(LIBTORCH=path)
            self.assertDone(result)
            self.assertEqual(result.stdout, f"libtorch {version} in {path}\n")
        self.assertFalse(self.target.exists())

    def test_other_versions_are_refused(self):
        for version in ("1.13.1", "2.1.0", "2.10.0", "2.14.0", "3.12.0"):
            path = libtorch_folder(self.place / version, version)
            self.assertRefused(
                self.fetch(LIBTORCH=path),
                f"LIBTORCH={path} is version {version}; Autodidact needs 2.11 to 2.13. Unset LIBTORCH to use")
        path = libtorch_folder(self.place / "old", "2.8.0", header="torch/csrc/api/include/torch/version.h")
        self.assertRefused(self.fetch(LIBTORCH=path), "is version 2.8.0")
        path = libtorch_folder(self.place / "no headers", header="another.h")
        self.assertRefused(self.fetch(LIBTORCH=path), "is version unknown")
        self.assertEqual(self.requests(), [])

    def test_a_folder_without_the_libraries_is_refused(self):
        write(self.place / "headers/include/torch/headeronly/version.h", version_header("2.13.0"))
        for path in (self.place / "headers", self.place / "nowhere"):
            self.assertRefused(
                self.fetch(LIBTORCH=path),
                f"LIBTORCH={path} has no lib/libtorch_cpu; point it at the folder that holds include/ and lib/")
        self.assertEqual(self.requests(), [])


class ShimTests(ScriptTest):
    """Scripts/shim-check.sh, and what the shim itself says to a version that will not do."""

    def test_every_source_is_compiled_against_every_version(self):
        result = self.execute(SCRIPTS / "shim-check.sh", "/a", "/b")
        self.assertDone(result)
        self.assertEqual(result.stdout, "shim: compiles against /a\nshim: compiles against /b\n")
        lines = self.compiled.read_text().splitlines()
        for include in ("/a", "/b"):
            sources = [line.split("/")[-1] for line in lines if f" -isystem {include} " in line]
            self.assertEqual(sources, [path.name for path in sorted(SHIM.glob("*/*.cpp"))])

    def test_a_version_that_it_does_not_compile_against_fails(self):
        result = self.execute(SCRIPTS / "shim-check.sh", "/a", BROKEN="yes")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertEqual(self.execute(SCRIPTS / "shim-check.sh").returncode, 2)

    @unittest.skipUnless(shutil.which("c++"), "needs a C++ preprocessor")
    def test_the_shim_names_the_versions_that_it_is_written_for(self):
        for path in [*SHIM.glob("*/*.cpp"), *SHIM.glob("*/*.h")]:
            for name in re.findall(r"#include <((?:ATen|c10|torch)/.*)>", path.read_text()):
                write(self.place / "include" / name, "")
        for version, status in (("2.10.0", 1), ("2.11.0", 0), ("2.13.0", 0), ("2.14.0", 1)):
            write(self.place / "include/torch/csrc/api/include/torch/version.h", version_header(version))
            result = self.execute(shutil.which("c++"), "-std=c++20", "-E", "-isystem", self.place / "include",
                               "-I", SHIM / "include", SHIM / "shim/tensor.cpp", "-o", os.devnull)
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertEqual("libtorch 2.11 to 2.13: point LIBTORCH at one" in result.stderr, status == 1)


@unittest.skipUnless(sys.platform == "linux", "looks at LD_LIBRARY_PATH")
class ArchiveTests(ScriptTest):
    """Scripts/dist.sh, and Scripts/start.sh from the archive that it makes."""

    def setUp(self):
        super().setUp()
        self.tree = self.place / "tree"
        shutil.copytree(SCRIPTS, self.tree / "Scripts")
        write(self.tree / "Sources/CTorch/shim/tensor.cpp", "")
        write(self.tree / "Sources/CTorch/functions.h", '#define CT_KEY "key"\n')
        write(self.tree / "Configs/small.yaml", "")
        torch_wheel(self.offers / "torch")

    def dist(self, **environment):
        return self.execute(self.tree / "Scripts/dist.sh", **environment)

    def unpack(self):
        """An archive made with libtorch 2.13.0, unpacked elsewhere; starts `autodidact list`, through a link."""
        self.assertDone(self.dist(LIBTORCH=libtorch_folder(self.place / "builder's")))
        archive, = (self.tree / ".build/dist").glob("autodidact-*.tar.gz")
        self.assertDone(self.execute("tar", "-xzf", archive, "-C", self.place))
        home = self.place / archive.name.replace(".tar.gz", "")
        (self.place / "bin/autodidact").symlink_to(home / "autodidact")
        self.compiled.unlink()
        return home

    def start(self, **environment):
        return self.execute(self.place / "bin/autodidact", "list", **environment)

    def assertStarted(self, result, home, shim, libtorch_):
        self.assertDone(result)
        self.assertEqual(result.stdout, f"{home}|{shim}/libCTorch.so|{libtorch_}/lib|list\n")

    def test_dist_refuses_a_libtorch_that_will_not_do_before_it_compiles(self):
        self.assertRefused(self.dist(), "has no lib/libtorch_cpu")
        self.assertRefused(self.dist(LIBTORCH=libtorch_folder(self.place / "new", "2.14.0")), "is version 2.14.0")
        self.assertFalse(self.compiled.exists())

    def test_an_archive_fetches_the_pinned_libtorch_once(self):
        home = self.unpack()
        self.assertEqual(contents(home) - contents(home / "Scripts"), {
            "autodidact", "bin/autodidact", "lib/libCTorch.so", "lib/libtorch-version", "Configs/small.yaml",
            "Sources/CTorch/shim/tensor.cpp", "Sources/CTorch/functions.h", "Scripts/libtorch.sh", "Scripts/libtorch.py", "Scripts/shim.sh"})
        for _ in range(2):
            self.assertStarted(self.start(), home, home / "lib", home / ".deps/libtorch")
        self.assertEqual(self.requests(), ["torch==2.13.0+cpu"])
        self.assertFalse(self.compiled.exists())

    def test_a_pytorch_of_this_machine_is_used_where_it_will_do(self):
        home = self.unpack()
        pytorch = libtorch_folder(self.place / "modules/torch", "2.13.0")
        write(pytorch / "__init__.py", "raise SystemExit('imported')")
        self.assertStarted(self.start(), home, home / "lib", pytorch)
        libtorch_folder(pytorch, "2.10.0")
        result = self.start()
        self.assertIn(f"not using PyTorch: libtorch: LIBTORCH={pytorch} is version 2.10.0", result.stderr)
        self.assertStarted(result, home, home / "lib", home / ".deps/libtorch")

    def test_for_another_version_the_shim_is_built_once(self):
        home = self.unpack()
        other = libtorch_folder(self.place / "other", "2.12.1")
        result = self.start(LIBTORCH=other, BROKEN="yes")
        self.assertRefused(result, "the shim could not be built, and the bundled one fits libtorch 2.13.0 only")
        for _ in range(2):
            result = self.start(LIBTORCH=other)
            shim, = (self.place / "user/autodidact/shim/key").iterdir()
            self.assertStarted(result, home, shim, other)
        self.assertEqual(len(self.compiled.read_text().splitlines()), 4)  # failed, read the headers, compiled, linked

    def test_a_libtorch_that_will_not_do_is_refused(self):
        self.unpack()
        result = self.start(LIBTORCH=libtorch_folder(self.place / "old", "2.10.0"))
        self.assertRefused(result, "is version 2.10.0; Autodidact needs 2.11 to 2.13")
        self.assertEqual(result.stdout, "")
        self.assertRefused(self.start(LIBTORCH=self.place / "nowhere"), "has no lib/libtorch_cpu")


if __name__ == "__main__":
    unittest.main()
