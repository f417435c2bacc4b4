#!/usr/bin/env python3
"""Time of the launcher and to the first RTMP answer, and memory of an idle node.

scripts/measure/start.py [RUNS [OPTION...]]   options of ./freshet, as --profile small
"""
import collections, os, pathlib, re, socket, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parents[2]
RTMP = 3935
LISTEN = ['rtmp.listen=127.0.0.1:%d' % RTMP, 'rtmps.listen=127.0.0.1:3936',
          'http.listen=127.0.0.1:3980', 'https.listen=127.0.0.1:3943',
          'control.listen=127.0.0.1:3990', 'demo.enabled=false', 'drain-timeout=0s']


def await_s0(started, process):
    """Sends C0 and C1 every 5 ms until S0 comes; ms since `started`."""
    while time.monotonic() - started < 60 and process.poll() is None:
        try:
            with socket.create_connection(('127.0.0.1', RTMP), 0.05) as peer:
                peer.settimeout(2)
                peer.sendall(b'\x03' + bytes(1536))
                if peer.recv(1):
                    return 1000 * (time.monotonic() - started)
        except OSError:
            time.sleep(0.005)
    raise SystemExit('the node does not answer on port %d' % RTMP)


def await_java(started, process):
    """Until the launcher has become Java; ms since `started`."""
    while process.poll() is None:
        with open('/proc/%d/comm' % process.pid) as name:
            if name.read() == 'java\n':
                return 1000 * (time.monotonic() - started)
        time.sleep(0.001)
    raise SystemExit('the node has ended')


def resident(pid):
    """Resident kB by the name of what is mapped."""
    found, name = collections.Counter(), ''
    for line in open('/proc/%d/smaps' % pid):
        mapping = re.match(r'[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)$', line)
        if mapping:
            name = os.path.basename(mapping.group(1)) or 'anonymous'
        elif line.startswith('Rss:'):
            found[name] += int(line.split()[1])
    return found


def once(data, options):
    words = [str(HOME / 'freshet'), 'serve', '--data', data, *options]
    for value in LISTEN:
        words += ['--set', value]
    started = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        launcher = await_java(started, process)
        s0 = await_s0(started, process)
        time.sleep(6)
        parts = resident(process.pid)
        print('launcher %.0f ms, S0 %.0f ms, resident %.1f MB:'
              % (launcher, s0, sum(parts.values()) / 1024),
              ', '.join('%s %.1f' % (name, kb / 1024) for name, kb in parts.most_common(6)))
    finally:
        process.terminate()
        process.wait(20)


if __name__ == '__main__':
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            once(folder, sys.argv[2:])
