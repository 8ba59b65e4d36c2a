#!/usr/bin/env python3
"""Talks to `detente mcp` as a client does, a JSON-RPC message a line, over a record read from the samples.

mcp_stdio_test.py DETENTE SAMPLES
"""
import json
import pathlib
import subprocess
import sys
import tempfile

PROTOCOL = "2026-07-28"


class Client:
    def __init__(self, program, database):
        self.process = subprocess.Popen(
            [program, "mcp", str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.number = 0

    def send(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def receive(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, method, params=None, meta=True):
        self.number += 1
        params = dict(params or {})
        if meta:
            params["_meta"] = {
                "io.modelcontextprotocol/protocolVersion": PROTOCOL,
                "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
                "io.modelcontextprotocol/clientCapabilities": {},
            }
        self.send(json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}))
        reply = self.receive()
        assert reply["id"] == self.number, reply
        return reply

    def call(self, tool, **arguments):
        result = self.ask("tools/call", {"name": tool, "arguments": arguments})["result"]
        assert not result["isError"], result
        return result["structuredContent"]["data"]

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=30) == 0


def spans(value):
    """Every span object in an answer."""
    if isinstance(value, dict):
        if isinstance(value.get("span"), list) and "report" in value and "text" in value:
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def check(client):
    discovered = client.ask("server/discover")["result"]
    assert PROTOCOL in discovered["supportedVersions"], discovered
    tools = [tool["name"] for tool in client.ask("tools/list")["result"]["tools"]]
    resources = client.ask("resources/list")["result"]["resources"]
    assert resources
    texts = {}
    for resource in resources:
        contents = client.ask("resources/read", {"uri": resource["uri"]})["result"]["contents"]
        texts[resource["name"]] = contents[0]["text"].encode("utf-8")
    claim = client.call("events", limit=1)[0]["id"]
    arguments = {
        "search": {"q": "ceasefire OR strike OR talks"},
        "report": {"id": resources[0]["name"]},
        "why": {"claim": claim},
        "changes": {"from": "2024-01-01", "to": "2024-12-31"},
    }
    told = {}
    for tool in tools:
        answer = client.call(tool, **arguments.get(tool, {}))
        told[tool] = list(spans(answer))
        for one in told[tool]:
            begin, end = one["span"]
            assert texts[one["report"]][begin:end].decode("utf-8") == one["text"], (tool, one)
        if tool == "report":
            text = answer["text"].encode("utf-8")
            assert answer["items"]
            for item in answer["items"]:
                begin, end = item["span"]
                assert text[begin:end].decode("utf-8") == item["words"], item
        elif tool != "contradictions":  # the samples that are read need not contradict each other
            assert told[tool], f"{tool} gave no span"
    for text in ["", "{", "[]", "\u0000", '{"jsonrpc":"2.0","id":9,"method":"nothing"}']:
        if text:
            client.send(text)
            assert "error" in client.receive(), text
    client.send('{"jsonrpc":"2.0","method":"notifications/initialized"}')
    assert client.ask("ping", meta=False)["result"] == {}
    print("spans:", {tool: len(found) for tool, found in told.items()})


def main():
    program, samples = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        database = pathlib.Path(folder) / "crisis.duckdb"
        reports = sorted(samples.glob("2024-0*"))[:12] + sorted(samples.glob("2024-09-2*"))
        read = subprocess.run(
            [program, "read", "--db", str(database), *map(str, reports)], capture_output=True, encoding="utf-8")
        if read.returncode == 2:
            print("skipped: reports cannot be read here:", read.stderr.strip())
            return 77
        client = Client(program, database)
        try:
            check(client)
        finally:
            client.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
