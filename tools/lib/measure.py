"""measure.py ROOT BIN [--dry-run] [--only NAME]: runs the benchmarks and writes their tables into docs/performance.md.

Each table stands between two comments, <!-- tools/bench: NAME --> and <!-- /tools/bench -->. What is written
around them by hand stays as it is."""
import datetime
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 41


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def table(titles, rows):
    lines = ["| " + " | ".join(titles) + " |", "| --- |" + " ---: |" * (len(titles) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def milliseconds(value):
    return f"{value:.3g} ms" if value < 100 else f"{value:.0f} ms"


def quantile(values, share):
    """The smallest value that at least this share does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def surroundings(root):
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    rows = [
        ("Processor", f"{model.group(1) if model else 'unknown'}, {os.cpu_count()} cores"),
        ("System", re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text()).group(1)),
        ("Compiler", output("c++", "--version").splitlines()[0] + ", preset `bench` (`-O2`)"),
        ("Source", "commit " + output("git", "-C", root, "rev-parse", "--short=10", "HEAD")),
        ("Measured", datetime.date.today().isoformat() + f", load before the run {os.getloadavg()[0]:.2f}"),
    ]
    return "\n".join(["| what | |", "| --- | --- |"] + [f"| {name} | {value} |" for name, value in rows])


def core(binaries):
    """Medians of five repetitions of every Google Benchmark program."""
    rows = []
    for program in sorted(binaries.glob("bench_*")):
        answer = json.loads(output(str(program), "--benchmark_format=json", "--benchmark_repetitions=5"))
        grouped = {}
        for run in answer["benchmarks"]:
            if run["run_type"] == "iteration":
                grouped.setdefault(run["run_name"], []).append(run)
        for name, runs in grouped.items():
            to_ms = {"ns": 1e-6, "us": 1e-3, "ms": 1, "s": 1e3}[runs[0]["time_unit"]]
            times = [run["real_time"] * to_ms for run in runs]
            rows.append((f"`{program.name}` {name}", runs[0].get("label", ""),
                         milliseconds(statistics.median(times)), milliseconds(min(times))))
    return table(("benchmark", "of", "median of 5", "best"), rows)


def against_octave(root, binaries):
    """The same open M/M/c stations by GNU Octave's package queueing; None where that is not installed."""
    script = str(root / "tools/lib/open_stations.m")
    octave = shutil.which("octave-cli") or shutil.which("octave")
    tried = octave and subprocess.run([octave, "--no-gui", "--quiet", script], capture_output=True, text=True)
    if not tried or tried.returncode != 0:
        print("GNU Octave with its package queueing is not here (octave-queueing): not compared", file=sys.stderr)
        return None
    theirs, mean = (float(word) for word in tried.stdout.split())
    answer = json.loads(output(str(binaries / "bench_solver"), "--benchmark_filter=solveOpenStations",
                               "--benchmark_format=json", "--benchmark_repetitions=5"))
    rows = [("GNU Octave, `qnos` of the package queueing", "means of the stations", milliseconds(theirs), "1")]
    what = {"everything": "means, five percentiles of every wait, residence, response and connection, findings, costs",
            "ratesAndSystem": "the same without percentiles of the parts"}
    for name, content in what.items():
        runs = [run for run in answer["benchmarks"] if run["run_type"] == "iteration" and f"/{name}/" in run["run_name"]]
        ours = float(re.search(r"mean ([\d.e+-]+) ms", runs[0]["label"]).group(1))
        if abs(ours - mean) > 1e-9 * mean:
            sys.exit(f"Octave's mean response time is {mean} ms, ours {ours} ms")
        median = statistics.median(run["real_time"] for run in runs)
        rows.append(("Headroom", content, milliseconds(median), f"{median / theirs:.2g}"))
    return table(("1 000 open M/M/c stations", "what is answered", "median", "ratio"), rows)


STAGES = {
    "solver::compile": "records and plans out of the design",
    "solver::settle": "rates, hit ratios, waits, and how response times are put together",
    "solver::KnownUsage::find": "who works for which workload",
    "solver::Figures::prepare": "distributions made ready for inversion",
    "solver::Figures::of": "percentiles by inversion",
    "solver::reportState": "findings about the state",
    "passes::addSinglePoints": "single points of failure",
    "passes::addAvailability": "availability",
    "passes::KnownCost::add": "costs",
}


def profile(binaries):
    """Where the instructions of a full solve go, counted by callgrind; None without valgrind."""
    if not shutil.which("valgrind"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        counts = folder + "/counts"
        # What other threads do would not be counted.
        alone = ["taskset", "--cpu-list", "0"] if shutil.which("taskset") else []
        subprocess.run([*alone, "valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts,
                        "--toggle-collect=headroom::engine::solve(*", str(binaries / "bench_solver"),
                        "--benchmark_filter=solveLayered/everything/1000$", "--benchmark_min_time=0.0001"],
                       check=True, capture_output=True)
        lines = output("callgrind_annotate", "--inclusive=yes", "--threshold=100", counts).splitlines()
    counted = {}
    for line in lines:
        found = re.match(r"\s*([\d,]+) \([ \d.]+%\)\s+\S*?:headroom::engine::([\w:]+)\(", line)
        if found:
            counted.setdefault(found.group(2), int(found.group(1).replace(",", "")))
    whole = counted["solve"]
    rows = [(f"`{name}`", what, f"{counted.get(name, 0) / whole:.1%}") for name, what in STAGES.items()]
    rest = whole - sum(counted.get(name, 0) for name in STAGES)
    rows.append(("all else", "results by id, among others", f"{rest / whole:.1%}"))
    return table(("stage", "what it does", "instructions"), rows)


def events_per_second(program, *arguments):
    """The median over five runs by CPU time, or None where the program cannot run here."""
    rates = []
    for _ in range(5):
        ran = subprocess.run([*program, *arguments], capture_output=True, text=True)
        if ran.returncode != 0:
            return None
        answer = json.loads(ran.stdout)
        rates.append(answer["events"] / answer["cpu_s"])
    return statistics.median(rates)


# Queues in a row at utilization 0.8: what they are called, the benchmarks of them and of the bare loop, stations,
# workers of each.
QUEUES = [("M/M/1", "oneServer", "bareLoop/2", 1, 1), ("M/M/4", "fourServers", "bareLoop/5", 1, 4),
          ("six M/M/1 in a row", "sixStations", "bareLoop/7", 6, 1)]


def simulators(root, binaries):
    """The same queues here and in other simulators, one after the other in one run, and the sample's minute."""
    answer = json.loads(output(str(binaries / "bench_simulator"), "--benchmark_format=json",
                               "--benchmark_repetitions=5"))
    runs = {}
    for run in answer["benchmarks"]:
        if run["run_type"] == "iteration":
            runs.setdefault(run["run_name"], []).append(run)
    own = {name: statistics.median(run["events/s"] for run in of) for name, of in runs.items()}

    ns3, simpy = binaries / "ns3_queue", root / "tests/bench/simpy_queue.py"
    rows = []
    for title, mine, bare, stations, workers in QUEUES:
        shape = (str(stations), str(workers))
        others = [("random numbers and a heap alone, the limit", own[bare]),
                  ("ns-3, its scheduler (`libns3-dev`)",
                   events_per_second([str(ns3)], str(4000000 // (1 + stations)), *shape) if ns3.exists() else None),
                  ("SimPy (`python3-simpy3`)",
                   events_per_second(["/usr/bin/python3", "-B", str(simpy)], str(400000 // (1 + stations)), *shape))]
        rows.append((f"{title}: Headroom, `{mine}`", f"{own[mine] / 1e6:.3g} M/s", "1"))
        for name, rate in others:
            rows.append((f"{title}: {name}", f"{rate / 1e6:.3g} M/s" if rate else "not installed",
                         f"{own[mine] / rate:.3g}" if rate else "\u2014"))
    compared = table(("utilization 0.8, one core", "model events a second of CPU time",
                      "Headroom is so many times as fast"), rows)
    minutes = table(("URL shortener, one core", "events a second", "CPU time"),
                    [(of[0]["label"], f"{own[name] / 1e6:.3g} M/s",
                      milliseconds(statistics.median(run["cpu_time"] for run in of)))
                     for name, of in runs.items() if name.startswith("urlShortener")])
    commit = output("git", "-C", root, "rev-parse", "--short=10", "HEAD")
    return (f"{compared}\n\n{minutes}\n\nCommit {commit}, {datetime.date.today().isoformat()}, "
            f"load before the run {os.getloadavg()[0]:.2f}.")


def started(command):
    """Wall times of RUNS processes in ms, after one that fills the disk cache."""
    times = []
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - begin) * 1000)
    return times[1:]


def command_line(root, binaries):
    program = str(binaries / "headroom-cli")
    design = str(root / "designs/url-shortener/design.json")
    with tempfile.TemporaryDirectory() as folder:
        commands = [("--version", ["--version"]), ("kinds", ["kinds"]), ("solve url-shortener", ["solve", design]),
                    ("export url-shortener to PNG", ["export", design, "--to", folder + "/a.png"])]
        rows = []
        for name, words in commands:
            times = started([program] + words)
            rows.append((f"`headroom-cli {name}`", milliseconds(statistics.median(times)),
                         milliseconds(quantile(times, 0.95))))
    return table(("whole process, from start to end", f"median of {RUNS}", "95th percentile"), rows)


def edits(binaries):
    program = binaries / "edit_latency"
    if not program.exists():
        return None
    answer = json.loads(subprocess.run([str(program)], check=True, capture_output=True, text=True,
                                       env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}).stdout)
    what = f"{answer['edits']} edits, {answer['components']} components, {answer['connections']} connections"
    measured = {what: answer["latency_ms"]}
    for chart, figures in answer["with_charts"].items():
        measured[f"the same with the chart {chart.replace('-', ' ')} open"] = figures
    rows = []
    for name, figures in measured.items():
        met = "met" if figures["p95"] <= answer["goal_ms"] else "missed"
        rows.append((name, milliseconds(figures["p50"]), milliseconds(figures["p95"]), milliseconds(figures["max"]),
                     f"{answer['goal_ms']} ms: {met}"))
    return table(("key press to end of painting", "median", "95th percentile", "slowest", "goal"), rows)


def replaced(text, name, content):
    pattern = re.compile(rf"(<!-- tools/bench: {name} -->\n).*?(<!-- /tools/bench -->)", re.S)
    if not pattern.search(text):
        sys.exit(f"docs/performance.md has no place for the table '{name}'")
    return pattern.sub(lambda match: match.group(1) + content + "\n" + match.group(2), text)


def main():
    root, binaries = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    options = sys.argv[3:]
    tables = {"surroundings": lambda: surroundings(root), "edits": lambda: edits(binaries),
              "command-line": lambda: command_line(root, binaries), "core": lambda: core(binaries),
              "octave": lambda: against_octave(root, binaries), "profile": lambda: profile(binaries),
              "simulators": lambda: simulators(root, binaries)}
    only = options[options.index("--only") + 1] if "--only" in options[:-1] else None
    if only is not None and only not in tables:
        sys.exit(f"there is no table '{only}'; there are {', '.join(tables)}")
    document = root / "docs/performance.md"
    text = document.read_text()
    for name, measure in tables.items():
        if only not in (None, name):
            continue
        content = measure()
        if content is None:
            print(f"'{name}' was not measured: its program is not here", file=sys.stderr)
            continue
        print(content + "\n")
        text = replaced(text, name, content)
    if "--dry-run" not in options:
        document.write_text(text)


main()
