"""A server of ours for the scripts beside this one: started on a free port of this machine, ended by its own id."""

import os, re, signal, subprocess, sys, time

PROGRAM = os.environ.get("AUTODIDACT", ".build/release/autodidact")


class Server:
    def __init__(self, models, state, port=0, log=None):
        self.models, self.state, self.port, self.log = models, state, port, log or os.path.join(state, "server.log")
        os.makedirs(state, exist_ok=True)
        self.process = None

    def start(self):
        arguments = [PROGRAM, "serve", "--port", str(self.port), "--state", self.state]
        for model in self.models:
            arguments += ["--model", model]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=log, text=True)
        for line in self.process.stdout:
            found = re.search(r"TINKER_BASE_URL=http://[^:]+:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                return self
        raise SystemExit(f"the server did not start; see {self.log}")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def environment(self):
        return dict(
            os.environ, TINKER_BASE_URL=self.url, TINKER_API_KEY="tml-local", TINKER_TELEMETRY="0",
            OPENAI_BASE_URL=f"{self.url}/v1", OPENAI_API_KEY="sk-local", HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1",
            TOKENIZERS_PARALLELISM="false")

    def engines(self):
        """The ids of the server's engines."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", "engine-worker"], capture_output=True, text=True)
        return [int(line) for line in found.stdout.split()]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.kill()
            raise SystemExit("the server did not end within a minute of being told to")
