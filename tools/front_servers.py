"""The servers in front of Khabar, as shipped in deploy/, on free ports: for tests and benches."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VCL = ROOT / "deploy" / "varnish" / "khabar.vcl"
SITE = ROOT / "deploy" / "nginx" / "khabar.conf"
TWO_MACHINES = ROOT / "deploy" / "nginx" / "two-machines.conf"
START_SECONDS = 30.0


#: What Varnish need not write into its log for each request (docs/how-to/varnish.md).
LOG_MASK = ",".join(
    f"-{record}"
    for record in (
        "VCL_call", "VCL_return", "Hit", "RespHeader", "RespUnset", "ReqUnset", "RespReason",
        "RespProtocol", "SessOpen", "SessClose", "Link",
    )
)  # fmt: skip


def varnishd() -> str | None:
    """The program, or None where it or its module of keys is missing."""
    found = shutil.which("varnishd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    module = any(Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so"))
    return found if module else None


def nginx() -> str | None:
    """The program, or None."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Running:
    """A server that answers on this port."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def counter(self, name: str) -> int:
        """One of Varnish's counters, such as MAIN.cache_hit."""
        done = subprocess.run(
            ["varnishstat", "-n", str(self.folder), "-1", "-f", name],  # noqa: S607 (Debian's)
            capture_output=True,
            text=True,
            check=True,
        )
        return int(done.stdout.split()[1])


@contextmanager
def varnish(folder: Path, *, behind: int, port: int = 0, memory: str = "256m") -> Iterator[Running]:
    """A Varnish with the shipped VCL before what listens on ``behind``."""
    folder.mkdir(parents=True, exist_ok=True)
    vcl = VCL.read_text(encoding="utf-8")
    assert '.port = "8000"' in vcl  # noqa: S101 (or it would stand before another house)
    config = folder / "khabar.vcl"
    config.write_text(vcl.replace('.port = "8000"', f'.port = "{behind}"'), encoding="utf-8")
    port = port or free_port()
    command = [
        varnishd() or "varnishd", "-F", "-j", "none", "-n", str(folder), "-f", str(config),
        "-a", f"127.0.0.1:{port}", "-T", "none", "-s", f"malloc,{memory}",
        "-p", f"vsl_mask={LOG_MASK}",
    ]  # fmt: skip
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _listens(port, process, folder / "log")
        yield Running(port, folder, process)
    finally:
        process.terminate()
        process.wait(20)


def site(folder: Path, *, varnish: int, khabar: int, var: Path, ports: tuple[int, int]) -> Path:
    """The shipped nginx file with these ports and folders, in a configuration around it."""
    places = (
        ("127.0.0.1:6081", f"127.0.0.1:{varnish}"),
        ("127.0.0.1:8000", f"127.0.0.1:{khabar}"),
        ("/srv/khabar/var", str(var)),
    )
    return _configuration(SITE, folder, places, ports)


def two_machines(folder: Path, *, khabar: tuple[int, int], ports: tuple[int, int]) -> Path:
    """The shipped file for two machines, which are two ports of this one."""
    places = (
        ("10.0.0.11:8000", f"127.0.0.1:{khabar[0]}"),
        ("10.0.0.12:8000", f"127.0.0.1:{khabar[1]}"),
    )
    return _configuration(TWO_MACHINES, folder, places, ports)


def _configuration(
    shipped: Path, folder: Path, places: tuple[tuple[str, str], ...], ports: tuple[int, int]
) -> Path:
    made = shipped.read_text(encoding="utf-8")
    certificate, key = folder / "site.pem", folder / "site.key"
    for old, new in (
        *places,
        ("listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{ports[1]} ssl http2;"),
        ("listen [::]:443 ssl http2;", ""),
        ("server_name news.example en.news.example;", "server_name 127.0.0.1;"),
        ("/etc/ssl/news.example.pem", str(certificate)),
        ("/etc/ssl/news.example.key", str(key)),
    ):
        assert old in made, old  # noqa: S101 (or the file under test is another)
        made = made.replace(old, new)
    command = [
        shutil.which("openssl") or "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
        "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", str(key), "-out", str(certificate),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    (folder / "khabar.conf").write_text(made, encoding="utf-8")
    whole = folder / "nginx.conf"
    # Started by root, its workers would be somebody who may not look into a private folder.
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(
        f"""
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  include /etc/nginx/mime.types;
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/khabar.conf;
}}
""",
        encoding="utf-8",
    )
    return whole


@contextmanager
def serve_site(config: Path, port: int) -> Iterator[None]:
    """Nginx with this configuration."""
    log = config.parent / "error.log"
    process = subprocess.Popen([nginx() or "nginx", "-c", str(config), "-e", str(log)])
    try:
        _listens(port, process, log)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Nothing listens on {port}: {log.read_text(encoding='utf-8')}")
