"""The other sides of `pnpm bench alyx`: the Python original, and curl. One case a process, its answer one JSON line."""
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path


def cpu(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def answer(work, who):
    cpu_before, start = cpu(who), time.perf_counter()
    count = work()
    seconds, cpu_seconds = time.perf_counter() - start, cpu(who) - cpu_before
    peak = resource.getrusage(who).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "count": count, "peakBytes": peak}))


def with_one(items, folder):
    """As `OneAlyx` downloads datasets: with its own number of threads, hashing each, the hashes compared."""
    from one.webclient import http_download_file_list

    def work():
        urls = [item["url"] for item in items]
        files, hashes = http_download_file_list(urls, target_dir=folder, silent=True, return_md5=True)
        assert list(hashes) == [item["md5"] for item in items]
        return len(files)

    answer(work, resource.RUSAGE_SELF)


def with_curl(items, folder, then):
    config = "\n".join(f'url="{item["url"]}"\noutput="{item["target"]}"' for item in items)
    Path(folder, "list").write_text(config)
    curl = ["curl", "--silent", "--no-progress-meter", "--fail", "--parallel", "--config", "list"]

    def work():
        subprocess.run(curl, cwd=folder, check=True)
        for command in then:
            subprocess.run([*command, *[item["target"] for item in items]], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return sum(os.path.exists(Path(folder, item["target"])) for item in items)

    answer(work, resource.RUSAGE_CHILDREN)


def main(case, items_file, folder):
    items = json.loads(Path(items_file).read_text())
    if case == "one":
        with_one(items, folder)
    elif case == "curl":
        with_curl(items, folder, [])
    elif case == "curl-md5":
        with_curl(items, folder, [["md5sum"]])
    else:
        raise SystemExit(f"unknown case {case}")


if __name__ == "__main__":
    main(*sys.argv[1:])
