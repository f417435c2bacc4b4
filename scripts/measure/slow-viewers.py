#!/usr/bin/env python3
"""Readers that stop reading, beside one that does not: what they cost and when they are closed.

usage: slow-viewers.py HTTP_PORT SERVER_PID READERS [SECONDS [PATH]]

Prints resident memory of the server and kernel socket memory (`mem` of /proc/net/sockstat, pages)
every other second, then the most of each beyond the start, how many readers were closed and when
the last of them, and the longest time the healthy one waited for a byte.
"""
import resource
import select
import socket
import sys
import time

port, pid, readers = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 45
path = sys.argv[5] if len(sys.argv) > 5 else "/live/a.flv"
request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def rss_kb():
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def sockets_kb():
    with open("/proc/net/sockstat") as stat:
        words = next(line.split() for line in stat if line.startswith("TCP:"))
    return int(words[words.index("mem") + 1]) * 4


healthy = socket.create_connection(("127.0.0.1", port))
healthy.sendall(request)
until = time.monotonic() + 3
while time.monotonic() < until:
    healthy.recv(1 << 16)
rss, kernel = rss_kb(), sockets_kb()

slow = select.poll()
kept = {}
begun = time.monotonic()
for _ in range(readers):
    one = socket.create_connection(("127.0.0.1", port))
    one.sendall(request)
    kept[one.fileno()] = one
    slow.register(one, select.POLLRDHUP | select.POLLHUP | select.POLLERR)

gap = most_rss = most_kernel = most_both = 0.0
last = printed = time.monotonic()
closed_at = 0.0
while kept and time.monotonic() - begun < seconds:
    ready, _, _ = select.select([healthy], [], [], 0.05)
    now = time.monotonic()
    if ready:
        if not healthy.recv(1 << 16):
            sys.exit("the healthy viewer was closed")
        gap, last = max(gap, now - last), now
    for number, _ in slow.poll(0):
        slow.unregister(number)
        kept.pop(number).close()
        closed_at = now - begun
    if now - printed >= 2:
        printed = now
        r, k = rss_kb() - rss, sockets_kb() - kernel
        most_rss, most_kernel, most_both = max(most_rss, r), max(most_kernel, k), max(most_both, r + k)
        print(f"{now - begun:5.1f} s rss +{r / 1024:.1f} MiB kernel +{k / 1024:.1f} MiB open {len(kept)}")
gap = max(gap, time.monotonic() - last)
print(f"readers={readers} closed={readers - len(kept)} last-closed={closed_at:.1f}s "
      f"rss=+{most_rss / 1024:.1f}MiB kernel=+{most_kernel / 1024:.1f}MiB "
      f"both=+{most_both / 1024:.1f}MiB each={most_both / readers:.0f}KB healthy-gap-max={gap * 1000:.0f}ms")
