"""The other side of decode.ts: the same files with Pillow and NumPy. Prints seconds and CPU seconds as JSON.

usage: python decode.py LIST.txt SIZE L|RGB PROCESSES OUT.raw
"""

import json
import os
import resource
import sys
import time
from multiprocessing import Pool
from multiprocessing.shared_memory import SharedMemory

import numpy as np
from PIL import Image


def decode(job):
    """Decodes a slice of the list straight into the shared array, so that nothing is sent between processes."""
    paths, start, name, shape, size, mode = job
    memory = SharedMemory(name=name)
    pictures = np.ndarray(shape, np.uint8, buffer=memory.buf)
    for i, path in enumerate(paths):
        with Image.open(path) as image:
            small = image.convert(mode).resize((size, size), Image.LANCZOS)
        pictures[start + i] = np.asarray(small).reshape(size, size, -1)
    del pictures
    memory.close()


def cpu_seconds():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main():
    list_path, size, mode, processes, out = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]
    with open(list_path, encoding="utf-8") as file:
        paths = file.read().splitlines()
    shape = (len(paths), size, size, 1 if mode == "L" else 3)
    memory = SharedMemory(create=True, size=int(np.prod(shape)))
    jobs = [(paths[i : i + 64], i, memory.name, shape, size, mode) for i in range(0, len(paths), 64)]
    cpu, start = cpu_seconds(), time.perf_counter()
    if processes == 1:
        for job in jobs:
            decode(job)
    else:
        with Pool(processes) as pool:
            pool.map(decode, jobs, chunksize=1)
            pool.close()
            pool.join()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "cpu": cpu_seconds() - cpu}))
    with open(out, "wb") as file:
        file.write(memory.buf[: int(np.prod(shape))])
    memory.close()
    memory.unlink()


if __name__ == "__main__":
    main()
