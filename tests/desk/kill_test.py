#!/usr/bin/env python3
"""Kills a desk with SIGKILL while files are handed in, starts it again, and finds everything that was acknowledged.

    kill_test.py PROGRAM

Exit status: 0 all is there, 1 something was lost, 77 the language model is not there.
"""
import http.client
import json
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = sys.argv[1]
ROUNDS = 3
PATIENCE = 90


class Desk:
    def __init__(self, record):
        self.process = subprocess.Popen([PROGRAM, "serve", record, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                self.port = int(found.group(1))
                return
        raise SystemExit("the desk did not start: " + self.process.stderr.read())

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def hand_in(desk, number, acknowledged):
    text = f"Report {number}. On Tuesday the foreign minister of Israel met {number} envoys in Paris.\n" * (1 + number % 3)
    try:
        status, answer = desk.ask("POST", f"/api/reports?name=report-{number}.txt", text.encode(), {"Content-Type": "text/plain"})
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return False
    if status == 202:
        acknowledged[f"report-{number}.txt"] = answer["job"]
    return True


def main():
    luck = random.Random(7)
    acknowledged = {}
    with tempfile.TemporaryDirectory() as folder:
        record = str(pathlib.Path(folder) / "crisis.duckdb")
        number = 0
        for _ in range(ROUNDS):
            desk = Desk(record)
            killer = threading.Timer(luck.uniform(0.05, 1.2), desk.kill)
            killer.start()
            while hand_in(desk, number, acknowledged):
                number += 1
                time.sleep(0.01)
            number += 1
            killer.join()
        desk = Desk(record)
        try:
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                jobs = {job["id"]: job for job in desk.ask("GET", "/api/jobs")[1]["data"]}
                states = {name: jobs.get(job, {"state": "lost"}) for name, job in acknowledged.items()}
                if any(state.get("error") == "model" for state in states.values()):
                    print("the language model is not there")
                    return 77
                if all(state["state"] not in ("waiting", "running") for state in states.values()):
                    break
                time.sleep(0.1)
            lost = {name: state for name, state in states.items() if state["state"] != "done" or state["result"]["reports"] != 1}
            reports = desk.ask("GET", "/api/status")[1]["data"]["reports"]
        finally:
            desk.process.send_signal(signal.SIGTERM)
            ended = desk.process.wait(timeout=30)
    print(f"{len(acknowledged)} acknowledged in {ROUNDS} killed desks, {reports} reports in the record")
    if lost or reports < len(acknowledged) or not acknowledged:
        print("lost:", lost)
        return 1
    if ended != 0:
        print("the desk ended with", ended)
        return 1
    return 0


sys.exit(main())
