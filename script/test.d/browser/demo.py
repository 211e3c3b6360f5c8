"""A running `tributary demo`: a simulated portal, two groups, the console."""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import urllib.request

PROGRAM = os.environ["TRIBUTARY"]
SALES = "62be0535045424d93edaad7b"
ENGINEERING = "62be0535045424d93edaad7c"


class Demo:
    def __enter__(self):
        self.process = subprocess.Popen(
            [PROGRAM, "demo", "--items", "400", "--activity", "3600s"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"})
        said = ""
        while "Its token" not in said:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"the demo ended:\n{said}")
            said += line
        self.url = re.search(r"console is at (\S+)/", said)[1]
        self.token = re.search(r"ends with the demo: (\S+)", said)[1]
        self.config = re.search(r"TRIBUTARY_CONFIG=(\S+)", said)[1]
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def command(self, *arguments):
        """The output of a command of the program."""
        done = subprocess.run(
            [PROGRAM, *arguments, "--config", self.config], check=True, capture_output=True, text=True)
        return done.stdout

    def call(self, method, path, body=None):
        """The answer of the API."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}", method=method, data=body and json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def get(self, path):
        return self.call("GET", path)

    def post_path(self, name, courses):
        """Makes a path of courses."""
        path = self.call("POST", "/paths", {"name": name})
        for course in courses:
            self.call("PUT", f"/paths/{path['id']}/courses/{course}", {"position": 1})

    def new_token(self, role="admin"):
        """A token of its own, with its id."""
        record = json.loads(
            self.command("token", "create", "--role", role, "--name", "browser", "--format", "ndjson"))
        return record["token"], str(record["id"])


class FirstStart:
    """A running `tributary serve` that nobody has configured, and a simulated portal that it may reach."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.processes = []
        portal = self.start(["sandbox", "go1", "--items", "200"], r"is simulated at (\S+) ")
        # Only the files' own writer opens private addresses.
        pathlib.Path(self.folder.name, "tributary.yaml").write_text(
            "http: { listen: 127.0.0.1:0 }\nnetwork: { private: [127.0.0.1] }\n" + self.platform())
        self.link = self.start(["serve"], r"24 hours: (\S+)")
        self.url = self.link.split("/sign-in/")[0]
        self.settings = {
            "portal": "https://sandbox.mygo1.com", "client_id": "go1-sandbox", "secret": "go1-sandbox-secret",
            "auth_url": portal, "api_url": portal}
        return self

    def platform(self):
        """What tributary.yaml says of the platform."""
        return ""

    def start(self, arguments, awaited):
        """Starts the program, and returns what it says of itself."""
        process = subprocess.Popen(
            [PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            cwd=self.folder.name)
        self.processes.append(process)
        said = ""
        while not (found := re.search(awaited, said)):
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"{arguments[0]} ended:\n{said}")
            said += line
        return found[1]

    def files(self):
        """The groups' files that were written, by their names."""
        return {file.name: file.read_text() for file in pathlib.Path(self.folder.name, "providers").glob("*")}

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
        self.folder.cleanup()


class PlatformStart(FirstStart):
    """The same with a simulated 360Learning as its platform."""

    client = {"client_id": "lms-sandbox", "client_secret": "lms-sandbox-secret"}

    def platform(self):
        self.lms = self.start(["sandbox", "360learning", "--port", "0"], r"is simulated at (\S+) ")
        return (f"lms:\n  360learning:\n    url: {self.lms}\n"
                + "".join(f"    {name}: {value}\n" for name, value in self.client.items()))

    def lms_call(self, method, path, body=None, token=None):
        """The answer of the platform's own API, as someone who works there calls it."""
        request = urllib.request.Request(
            f"{self.lms}/api/v2/{path}", method=method, data=body and json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "360-api-version": "v2.0",
                     **({"Authorization": f"Bearer {token}"} if token else {})})
        with urllib.request.urlopen(request) as answer:
            content = answer.read()
            return json.loads(content) if content else None

    def archive_a_course_there(self):
        token = self.lms_call(
            "POST", "oauth2/token", {"grant_type": "client_credentials", **self.client})["access_token"]
        deadline = time.monotonic() + 60
        while not (courses := self.lms_call("GET", "courses", token=token)):
            if time.monotonic() > deadline:
                raise RuntimeError("no course was delivered")
            time.sleep(0.2)
        course = courses[0]
        self.lms_call("PUT", f"courses/{course['_id']}/archive", {"archived": True}, token)
