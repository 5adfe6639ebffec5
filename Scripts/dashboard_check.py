"""Opens every page of a dashboard in a headless Chromium, as a reader would: light and dark, wide and on a telephone.

    dashboard_check.py ADDRESS [FOLDER]

Fails for an error in the console (a refused script or style is one), a page that shows none of its own, and one that is wider
than its window. FOLDER gets a picture of each. Chromium is told over its pipe what to do: no driver, no package.
"""
import base64, json, os, pathlib, shutil, subprocess, sys, tempfile, time, urllib.request


class Browser:
    """Chromium by its DevTools protocol, whose messages end with a zero byte."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp()
        theirs, self.write = os.pipe()
        self.read, answers = os.pipe()
        # Descriptors 3 and 4 are where the browser reads and writes.
        start = f'exec "$@" 3<&{theirs} 4>&{answers}'
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars"]
        self.process = subprocess.Popen(
            ["bash", "-c", start, "-", program, *flags, f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=[theirs, answers], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs), os.close(answers)
        self.buffer, self.number, self.problems, self.session = b"", 0, [], None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log"]:
            self.ask(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.buffer:
            part = os.read(self.read, 1 << 20)
            if not part:
                sys.exit("the browser ended")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **parameters):
        self.number += 1
        order = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            order["sessionId"] = self.session
        os.write(self.write, json.dumps(order).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']}")
                return message["result"]
            self.note(message.get("method"), message.get("params", {}))

    def note(self, method, said):
        if method == "Runtime.exceptionThrown":
            details = said["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.problems.append(said["entry"]["text"] + " " + said["entry"].get("url", ""))
        elif method == "Runtime.consoleAPICalled" and said["type"] in ("error", "assert"):
            self.problems.append(" ".join(str(part.get("value", part.get("description"))) for part in said["args"]))

    def value(self, expression):
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)["result"].get("value")

    def close(self):
        self.ask("Browser.close")
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)


def wait(browser, expression, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if browser.value(expression):
            return True
        time.sleep(0.05)
    return False


def main(address, folder=None):
    program = next((p for p in map(shutil.which, ["chromium", "chromium-browser", "google-chrome"]) if p), None)
    if not program:
        sys.exit("there is no Chromium here: apt-get install chromium")
    def ask(path):
        return json.load(urllib.request.urlopen(f"{address}/dashboard/api/{path}", timeout=30))
    runs, server = ask("runs?limit=4")["runs"], ask("server")
    pages = ["runs", "queue", "pages"] + [f"run/{run['id']}" for run in runs]
    pages += ["compare/" + ",".join(run["id"] for run in runs)] if runs else ["compare/"]
    pages += ["samples"] * server["hasService"] + ["jobs"] * server["hasJobs"]
    browser, failures = Browser(program), 0
    for scheme in ["light", "dark"]:
        for width, height in [(1280, 860), (390, 844)]:
            browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
            for index, page in enumerate(pages):
                browser.ask("Page.navigate", url="about:blank")
                browser.ask("Page.navigate", url=f"{address}/#/{page}")
                drawn = wait(browser, "document.querySelector('main > div:last-child')?.childElementCount > 0")
                time.sleep(0.2)
                is_wide = browser.value("document.documentElement.scrollWidth > innerWidth")
                refused = browser.value("document.querySelector('main .error[role=alert]')?.textContent")
                paint = browser.value("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
                ready = browser.value("performance.getEntriesByType('resource').reduce((t, r) => r.name.includes('/api/') ? Math.max(t, r.responseEnd) : t, 0)")
                problems, browser.problems = browser.problems, []
                problems += ["nothing is drawn"] * (not drawn) + ["it is wider than the window"] * bool(is_wide)
                problems += [refused] if refused else []
                print(f"{'FAIL' if problems else 'ok':4} {scheme:5} {width:5} {page[:40]:40} first paint {paint or 0:.0f} ms, data {ready or 0:.0f} ms")
                for problem in problems:
                    print("     " + problem)
                failures += bool(problems)
                if folder:
                    picture = browser.ask("Page.captureScreenshot", format="png", captureBeyondViewport=False)
                    name = f"{page.split('/')[0]}-{index}-{scheme}-{width}.png"
                    pathlib.Path(folder, name).write_bytes(base64.b64decode(picture["data"]))
    browser.close()
    print(f"{4 * len(pages)} pages, {failures} with problems")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
