"""A gateway in front of rehearsed models, with keys, on a free port of loopback."""

import hashlib
import json
import pathlib
import secrets
import subprocess
import time
import urllib.request

SENTENCE = "Grüße aus Oslo: \"-3 °C\", in several pieces."
QUOTED = json.dumps(SENTENCE)

# As provider files write them.
SCRIPTS = {
    "text": f"[{{text: {QUOTED}, usage: {{input: 1200, cached_input: 1024, output: 40, reasoning: 20}}}}]",
    "tools": """
      - text: Let me see.
        tool_calls:
          - {id: call_1, name: get_weather, arguments: {city: Oslo}}
          - {id: call_2, name: get_weather, arguments: {city: Bergen}}
      - {text: It is -3 °C and 5 °C.}""",
    "schema": """[{text: '{"city":"Oslo","degrees":-3}'}]""",
    "thought": "[{reasoning: It is winter., text: Cold.}, {text: Still cold.}]",
    "refusal": "[{refusal: I do not say that.}]",
    "limit": "[{text: Once upon a, finish_reason: length}]",
    "crowd": f"[{{text: {QUOTED}, delay: 200ms, pace: 20ms}}]",
    "slow": f"[{{text: {'word ' * 400}, pace: 50ms}}]",
    "silent": "[silence]",
    "cut": f"[{{text: {QUOTED}, cut_after: 3}}]",
    "limited": "[429]",
    "limited-for-long": "[{status: 429, retry_after: 2h}]",
    "broken": "[500]",
    "overloaded": "[503]",
    "refused": "[400]",
    "policy": "[{status: 400, code: content_policy_violation}]",
    "unauthorised": "[401]",
}
TARGETS = {"chat": "openai-chat", "responses": "openai-responses"}


class Gateway:
    """Runs `waybill-gateway` for as long as it is a context."""

    def __init__(self, command, folder):
        self.folder = pathlib.Path(folder)
        self.key, self.narrow_key = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._write_routes()
        self._said = open(self.folder / "said", "w+")
        self._process = subprocess.Popen(
            [command, "--routes", self.folder / "routes.yaml", "--port", "0", "--keys", self.folder / "keys.yaml", "--ledger", "none"],
            stderr=self._said)
        self.url = self._await_url()

    def _write(self, name, text):
        (self.folder / name).write_text(text)

    def _write_routes(self):
        (self.folder / "providers").mkdir()
        routes = "defaults: {attempts: 1, on_cut: [fail], breaker: off}\nworkloads:\n"
        for target, api in TARGETS.items():
            for script, steps in SCRIPTS.items():
                name = f"{script}-{target}"
                self._write(f"providers/{name}.yaml", f"api: rehearsal\nspeaks: {api}\nscript: {steps}\nmodels: {{model: {{}}}}\n")
                routes += f"  {name}: {{models: [{name}/model]}}\n"
        self._write("routes.yaml", routes)
        self._write("keys.yaml", f"""keys:
  interop: {{sha256: {hashlib.sha256(self.key.encode()).hexdigest()}}}
  narrow: {{sha256: {hashlib.sha256(self.narrow_key.encode()).hexdigest()}, workloads: [text-chat]}}
""")

    def _await_url(self):
        while self._process.poll() is None:
            self._said.seek(0)
            for line in self._said:
                if line.startswith("Listening on "):
                    return line.removeprefix("Listening on ").strip()
            time.sleep(0.05)
        raise SystemExit(f"The gateway did not start: {(self.folder / 'said').read_text()}")

    def counted(self, what, workload, outcome):
        """How many attempts, or calls, of a workload's model ended in some way, as `/metrics` tells it."""
        start = f'waybill_{what}_total{{model="{workload}/model",outcome="{outcome}"}} '
        with urllib.request.urlopen(f"{self.url}/metrics") as page:
            lines = page.read().decode().splitlines()
        return sum(float(line.removeprefix(start)) for line in lines if line.startswith(start))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        status = self._process.wait(timeout=60)
        self._said.close()
        assert status == 0, f"the gateway ended with {status}"
