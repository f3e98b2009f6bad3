"""What the Python sides of the comparison share: they are told a case, get ready, and run steps when asked.

Reads JSON lines from standard input: first the case (see cases.json), then {"steps": n} again and again. Answers each with
one line: {"ready": seconds, "version": ...}, then {"seconds": wall, "cpu": of all threads, "peak": bytes of memory}.
"""
import json
import resource
import sys
import time


def serve(version, build):
    """build(case) gives a function that runs one step."""
    case = json.loads(sys.stdin.readline())
    begin = time.perf_counter()
    step = build(case)
    step()
    print(json.dumps({"ready": time.perf_counter() - begin, "version": version}), flush=True)
    for line in sys.stdin:
        count = json.loads(line)["steps"]
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(count):
            step()
        answer = {
            "seconds": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
        print(json.dumps(answer), flush=True)
