#!/usr/bin/env python3
"""What relaying costs in a cluster of real processes, and how much later a hop makes it.

scripts/measure/relay.py [STREAMS [SECONDS [KBIT]]]     500, 20 and 80

One server of NATS and three nodes on loopback, a third of the streams published to each. First
nobody watches; then one HTTP-FLV viewer for each stream at the node that leads it; then one for each
stream at another node, which has to fetch it: that is the hop. CPU time is that of all three nodes;
what the third phase takes above the one before is the relay's. Then viewers of forty streams come to
the third node, two a second, which has none of these streams yet: cold joins. Admission is off, for
it would turn viewers away where nodes and clients share too few cores. Needs nats-server and ffmpeg.
"""
import json, os, pathlib, secrets, subprocess, sys, tempfile, time, urllib.request

HOME = pathlib.Path(__file__).resolve().parents[2]
STREAMS, SECONDS, KBIT = [int(word) for word in (sys.argv[1:] + ['500', '20', '80'][len(sys.argv) - 1:])]
NATS, RTMP, HTTP, CONTROL = 24222, 24935, 24980, 24990
KEY, SECRET = 'measure', secrets.token_urlsafe(24)
NODES = 'abc'
COMING_PER_SECOND = 50
COLD = 40
running = []


def start(words, log, **environment):
    process = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, **environment})
    running.append(process)
    return process


def clip(folder):
    """Twenty seconds of moving pictures, 25 a second, a key frame each two seconds."""
    path = os.path.join(folder, 'clip.flv')
    rate = '%dk' % KBIT
    subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-f', 'lavfi', '-i',
                    'testsrc2=size=320x180:rate=25', '-t', '20', '-c:v', 'libx264', '-preset',
                    'veryfast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p', '-g', '50', '-b:v',
                    rate, '-maxrate', rate, '-bufsize', rate, path], check=True)
    return path


def node(index, folder, log):
    settings = ['loops=1', 'demo.enabled=false', 'rtmps.listen=off', 'https.listen=off',
                'control.thumbnails=false', 'backup.keep=0',
                'rtmp.listen=127.0.0.1:%d' % (RTMP + index),
                'http.listen=127.0.0.1:%d' % (HTTP + index),
                'control.listen=127.0.0.1:%d' % (CONTROL + index),
                'http.connections-per-address=10000', 'overload.enabled=false',
                'apps.live.publish-keys=' + KEY,
                'cluster.nats=nats://127.0.0.1:%d' % NATS, 'cluster.secret=' + SECRET,
                'cluster.node=' + NODES[index], 'cluster.host=127.0.0.1']
    words = [str(HOME / 'freshet'), 'serve', '--data', os.path.join(folder, NODES[index])]
    for setting in settings:
        words += ['--set', setting]
    return start(words, log)


def ready(index):
    for _ in range(240):
        try:
            urllib.request.urlopen('http://127.0.0.1:%d/health/ready' % (CONTROL + index)).read()
            return
        except OSError:
            time.sleep(0.5)
    sys.exit('node %s does not start' % NODES[index])


def cpu(pids):
    ticks = 0
    for pid in pids:
        fields = pathlib.Path('/proc/%d/stat' % pid).read_text().rsplit(') ', 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf('SC_CLK_TCK')


def names(index):
    """The streams that are published to a node."""
    count = STREAMS // 3 + (index < STREAMS % 3)
    return ['%s%d' % (NODES[index], i) for i in range(count)]


def watch(shift, pids, folder, warm, count=STREAMS, rate=COMING_PER_SECOND):
    """One viewer for each stream, `shift` nodes behind its leader."""
    report = os.path.join(folder, 'watch-%d.json' % shift)
    urls = ['http://127.0.0.1:%d/live/%s.flv' % (HTTP + (index + shift) % 3, name)
            for index in range(3) for name in names(index)]
    subprocess.run([str(HOME / 'freshet'), 'bench', 'play', *urls[:count], '-n', '1', '-r', str(rate),
                    '-w', '%ds' % warm, '-d', '%ds' % SECONDS, '--sample', '1', '--quiet',
                    '--pid', ','.join(map(str, pids)), '--json', report],
                   stdout=subprocess.DEVNULL, check=True)
    with open(report) as text:
        return figures(json.load(text))


def figures(report):
    found = {}
    for section, values in report['sections'].items():
        for name, value in values.items():
            found.setdefault(name, value)
            found[section + ' ' + name] = value
    return found


def told(name, seen, count=STREAMS):
    print('%-22s %3.0f of %d playing, %5.2f s CPU a second; latency p50 %5.1f p99 %6.1f ms; '
          'join p50 %5.1f p99 %6.1f ms; stalls %.0f, gaps %.0f, errors %s' % (
              name, seen.get('playing_at_the_end', 0), count, seen['server cpu_percent'] / 100,
              seen.get('latency_p50_ms', 0), seen.get('latency_p99_ms', 0),
              seen.get('join_p50_ms', 0), seen.get('join_p99_ms', 0), seen.get('stalls', 0),
              seen.get('gaps', 0), {name: value for name, value in seen.items()
                                    if name.startswith('error') and value}))


def main():
    subprocess.run([str(HOME / 'freshet'), 'version'], check=True)
    with tempfile.TemporaryDirectory(prefix='relay-') as folder, \
            open(os.path.join(folder, 'log'), 'w') as log:
        source = clip(folder)
        start(['nats-server', '-a', '127.0.0.1', '-p', str(NATS), '-js', '-sd',
               os.path.join(folder, 'nats')], log)
        time.sleep(1)
        pids = [node(index, folder, log).pid for index in range(3)]
        for index in range(3):
            ready(index)
        for index in range(3):
            start([str(HOME / 'freshet'), 'bench', 'publish',
                   'rtmp://127.0.0.1:%d/live/%s?key=%s' % (RTMP + index, NODES[index], KEY),
                   '-n', str(len(names(index))), '-r', '30', '-d', '1h', '--input', source,
                   '--quiet'], log, FRESHET_JAVA_OPTS='-Xmx200m')
        time.sleep(STREAMS / 90 + 25)
        before, since = cpu(pids), time.monotonic()
        time.sleep(SECONDS)
        alone = (cpu(pids) - before) / (time.monotonic() - since)
        print('%-22s %5.2f s CPU a second for %d streams' % ('nobody watches', alone, STREAMS))
        near = watch(0, pids, folder, 10)
        told('at the leader', near)
        far = watch(1, pids, folder, 25)
        told('one hop further', far)
        told('cold, two a second', watch(2, pids, folder, 3, COLD, 2), COLD)
        hop = (far['server cpu_percent'] - near['server cpu_percent']) * 1e4 / STREAMS
        mbit = far['megabit_per_second'] / STREAMS
        print('a hop: %.0f us CPU a stream and second of %.3f Mbit/s, %.0f us a Mbit' % (
            hop, mbit, hop / mbit))
        print('later by a hop: p50 %.1f ms, p99 %.1f ms' % (
            far['latency_p50_ms'] - near['latency_p50_ms'],
            far['latency_p99_ms'] - near['latency_p99_ms']))


try:
    main()
finally:
    for each in reversed(running):
        each.terminate()
    for each in running:
        each.wait(40)
