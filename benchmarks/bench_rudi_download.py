"""Download of a large media beside curl, from the same local server: time, memory, speed of checksums.

python benchmarks/bench_rudi_download.py [--mb 200] [--runs 5]

The server runs in a process of its own. Runs alternate, each into a new file of the same disk. Ours computes the
checksum, compares it and waits for the disk (fsync), by the standard library and through QGIS; so curl is also given
the same work (sha256sum, fsync), and a socket alone too. The second table is at the pace of a 1 Gbit/s line, where a
download normally is.
"""

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent))

from _harness import ROOT, machine_line, measure, median, print_table

PIECE = 2**18
LINE_BYTES_S = 125_000_000  # 1 Gbit/s


def start_server(megabytes):
    """Start the server; return its process, the address of the media and its checksum."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cityorchestra.tests.rudi.server", "--large-mb", str(megabytes)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    for line in process.stdout:
        if line.startswith("large "):
            _, url, checksum = line.split()
            return process, url, checksum
    raise SystemExit("The server did not start.")


def raw_socket(url, target):
    """Fetch with nothing but a socket into a file."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port)) as link, target.open("wb", buffering=0) as file:
        link.sendall(f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        view = memoryview(bytearray(PIECE))
        head = b""
        while b"\r\n\r\n" not in head:
            head += link.recv(1024)
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        rest = head.split(b"\r\n\r\n", 1)[1]
        file.write(rest)
        done = len(rest)
        while done < length:
            count = link.recv_into(view)
            file.write(view[:count])
            done += count


def curl(url, target):
    """Fetch with curl into a file."""
    subprocess.run(["curl", "-sS", "-f", "-o", str(target), url], check=True)


def on_disk(target):
    """Wait until a file is on the disk."""
    with target.open("ab") as file:
        os.fsync(file.fileno())


def socket_same_work(url, target, checksum):
    """Fetch with a socket, then check, then wait for the disk."""
    raw_socket(url, target)
    same_work(target, checksum)


def curl_same_work(url, target, checksum):
    """Fetch with curl, then check, then wait for the disk."""
    curl(url, target)
    same_work(target, checksum)


def same_work(target, checksum):
    """Check with sha256sum, wait for the disk."""
    done = subprocess.run(["sha256sum", str(target)], check=True, capture_output=True, text=True)
    assert done.stdout.split()[0] == checksum
    on_disk(target)


def ours(url, target, checksum, transport=None):
    """Fetch with the project's client; with a checksum it is compared."""
    from cityorchestra.processing_provider.rudi.download import DownloadOptions, MediaFile, download
    from cityorchestra.processing_provider.rudi.http_client import HttpClient
    from cityorchestra.processing_provider.rudi.record_values import Checksum
    from cityorchestra.processing_provider.rudi.urllib_transport import UrllibTransport

    client = HttpClient(transport or UrllibTransport(proxies={}))
    known = Checksum("SHA-256", checksum, True) if checksum else None
    options = DownloadOptions(verify="strict" if checksum else "off")
    return download(client, client, MediaFile(url, target.name, "", known), target.parent, options)


def ours_without_fsync(url, target, checksum):
    """Fetch with the project's client, not waiting for the disk: what the client itself costs."""
    from cityorchestra.processing_provider.rudi import partial_file

    with mock.patch.object(partial_file.os, "fsync"):
        return ours(url, target, checksum)


def ours_through_qgis(url, target, checksum):
    """Fetch as the panel and the algorithms do: through QGIS's network."""
    from cityorchestra.processing_provider.rudi.algorithms.qgis_transport import QgisTransport

    return ours(url, target, checksum, QgisTransport())


def start_qgis():
    """Start QGIS without a window; it must live as long as its network is used."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    return application


def compare(url, checksum, folder, runs):
    """Alternate the ways; return the figures of each."""
    ways = {
        "raw socket": lambda target: raw_socket(url, target),
        "raw socket + sha256sum + fsync": lambda target: socket_same_work(url, target, checksum),
        "curl": lambda target: curl(url, target),
        "curl + sha256sum + fsync": lambda target: curl_same_work(url, target, checksum),
        "ours (checksum and fsync included)": lambda target: ours(url, target, checksum),
        "ours through QGIS (checksum and fsync included)": lambda target: ours_through_qgis(url, target, checksum),
        "ours, not waiting for the disk": lambda target: ours_without_fsync(url, target, checksum),
    }
    figures = {name: [] for name in ways}
    for number in range(runs + 1):
        for position, (name, way) in enumerate(ways.items()):
            target = folder / f"{position}.bin"
            target.unlink(missing_ok=True)
            result, one = measure(way, target)
            if name.startswith("ours"):
                assert result.status == "verified"
            if number:  # the first round warms the caches of the disk and of the interpreter
                figures[name].append(one)
        if number == 0:
            digests = {hashlib.sha256((folder / f"{i}.bin").read_bytes()).hexdigest() for i in range(len(ways))}
            assert digests == {checksum}, "the ways brought different bytes"
    return {name: median(many) for name, many in figures.items()}


def print_figures(figures, megabytes):
    """Print the ways, each beside curl and beside curl given the same work."""
    plain, same = figures["curl"]["wall"], figures["curl + sha256sum + fsync"]["wall"]
    print_table(
        ["way", "wall (s)", "MB/s", "CPU here (s)", "/ curl", "/ curl + sha256sum + fsync"],
        [
            [
                *(name, f"{one['wall']:.3f}", f"{megabytes / one['wall']:.0f}", f"{one['cpu']:.2f}"),
                *(f"{one['wall'] / plain:.2f}", f"{one['wall'] / same:.2f}"),
            ]
            for name, one in figures.items()
        ],
    )
    print()


def memory(folder, sizes=(20, 100, 200)):
    """Return the peak of a fresh interpreter for several sizes, so that only the size differs."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "import bench_rudi_download as bench, _harness\n"
        "bench.ours(sys.argv[2], Path(sys.argv[3]), sys.argv[4]); print(_harness._peak_memory_mb())"
    )
    peaks = []
    for size in sizes:
        process, url, checksum = start_server(size)
        try:
            target = folder / f"memory-{size}.bin"
            here = str(Path(__file__).parent)
            done = subprocess.run(
                [sys.executable, "-c", script, here, url, str(target), checksum],
                check=True,
                capture_output=True,
                text=True,
            )
            peaks.append((size, float(done.stdout.strip())))
        finally:
            process.terminate()
            process.wait(timeout=10)
    return peaks


def hash_speeds(folder):
    """Return the MB a second of each algorithm on a file of 256 MB already read once."""
    from cityorchestra.processing_provider.rudi.checksums import ALGORITHMS, hash_file

    path = folder / "hash.bin"
    path.write_bytes(b"\0\1\2\3" * (64 * 2**20))
    hash_file(path)
    speeds = []
    for algorithm in ALGORITHMS:
        best = min(_timed(hash_file, path, algorithm) for _ in range(3))
        speeds.append((algorithm, 256 / best))
    return speeds


def _timed(function, *args):
    began = time.perf_counter()
    function(*args)
    return time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    if shutil.which("curl") is None:
        raise SystemExit("curl is not here.")
    print(machine_line())
    application = start_qgis()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process, url, checksum = start_server(given.mb)
        try:
            figures = compare(url, checksum, folder, given.runs)
            paced = compare(f"{url}?fault=slow@{LINE_BYTES_S}", checksum, folder, max(1, given.runs // 2))
        finally:
            process.terminate()
            process.wait(timeout=10)
        print_figures(figures, given.mb)
        print_figures(paced, given.mb)
        print_table(["file (MB)", "peak of the process (MB)"], [[s, f"{peak:.1f}"] for s, peak in memory(folder)])
        print()
        print_table(["checksum", "MB/s"], [[name, f"{speed:.0f}"] for name, speed in hash_speeds(folder)])
    application.exitQgis()


if __name__ == "__main__":
    main()
