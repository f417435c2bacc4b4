#!/usr/bin/env python3
"""A small node with a radio station and its listeners inside 128 MB and one core.

scripts/measure/small-node.py [MINUTES [HLS_LISTENERS [FLV_LISTENERS]]]     10, 500 and 200

Root only: makes a memory cgroup (version 1 or 2) and removes it. Exits 1 when the node was killed
or a listener went without sound.
"""
import json, os, pathlib, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 128 << 20
V1, V2 = pathlib.Path('/sys/fs/cgroup/memory'), pathlib.Path('/sys/fs/cgroup')
RTMP, HTTP, CONTROL = 3935, 3980, 3990


class Group:
    """Memory and, where it is counted apart, memory of sockets."""

    def __init__(self):
        self.v2 = not V1.is_dir()
        self.folder = (V2 if self.v2 else V1) / ('freshet-small-%d' % os.getpid())
        self.folder.mkdir()
        self.write('memory.max' if self.v2 else 'memory.limit_in_bytes', LIMIT)
        if not self.v2:
            self.write('memory.kmem.tcp.limit_in_bytes', LIMIT)

    def write(self, name, value):
        (self.folder / name).write_text(str(value))

    def enter(self):
        self.write('cgroup.procs', os.getpid())

    def now(self):
        """Anonymous, page cache and socket MB."""
        stat = dict(line.split() for line in (self.folder / 'memory.stat').open())
        sockets = stat.get('sock') or (self.folder / 'memory.kmem.tcp.usage_in_bytes').read_text()
        values = stat.get('anon') or stat['rss'], stat.get('file') or stat['cache'], sockets
        return [int(value) / (1 << 20) for value in values]

    def kills(self):
        name = 'memory.events' if self.v2 else 'memory.oom_control'
        events = dict(line.split() for line in (self.folder / name).open())
        return int(events['oom_kill'])


def radio(folder):
    """A minute of 48 kbit/s."""
    clip = os.path.join(folder, 'radio.flv')
    subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440',
                    '-t', '60', '-c:a', 'aac', '-b:a', '48k', '-ac', '2', clip], check=True)
    return clip


def node(folder, group):
    words = ['taskset', '-c', '0', str(HOME / 'freshet'), 'serve', '--profile', 'small',
             '--data', os.path.join(folder, 'data'), '--set', 'demo.enabled=false',
             '--set', 'rtmp.listen=127.0.0.1:%d' % RTMP, '--set', 'http.listen=127.0.0.1:%d' % HTTP,
             '--set', 'control.listen=127.0.0.1:%d' % CONTROL, '--set', 'rtmps.listen=off',
             '--set', 'https.listen=off', '--set', 'http.connections-per-address=10000']
    log = open(os.path.join(folder, 'node.log'), 'w')
    process = subprocess.Popen(words, stdout=log, stderr=log, preexec_fn=group.enter)
    for _ in range(600):
        if 'is up' in open(log.name).read():
            return process
        time.sleep(0.1)
    raise SystemExit('the node does not start:\n' + open(log.name).read())


def load(folder, name, words, seconds):
    out = os.path.join(folder, name + '.json')
    return out, subprocess.Popen(
        ['taskset', '-c', '1', str(HOME / 'freshet'), 'bench', *words, '-r', '50', '-w', '20s',
         '-d', '%ds' % seconds, '--json', out, '--quiet'],
        stdout=open(os.path.join(folder, name + '.txt'), 'w'), stderr=subprocess.STDOUT)


def main(minutes=10, hls=500, flv=200):
    subprocess.run([str(HOME / 'freshet'), 'version'], check=True)
    group, started = Group(), []
    with tempfile.TemporaryDirectory() as folder:
        try:
            # Files that are in memory already would be on somebody else's account.
            os.sync()
            pathlib.Path('/proc/sys/vm/drop_caches').write_text('3')
            process = node(folder, group)
            started.append(process)
            started.append(subprocess.Popen(
                ['ffmpeg', '-nostdin', '-v', 'error', '-re', '-stream_loop', '-1', '-i',
                 radio(folder), '-c', 'copy', '-f', 'flv',
                 'rtmp://127.0.0.1:%d/live/radio' % RTMP]))
            time.sleep(15)
            site = 'http://127.0.0.1:%d/live/radio' % HTTP
            seconds = minutes * 60
            loads = [load(folder, 'hls', ['hls', site + '/index.m3u8', '-n', str(hls)], seconds),
                     load(folder, 'flv', ['play', site + '.flv', '-n', str(flv)], seconds)]
            started += [running for _, running in loads]
            most = [0, 0, 0]
            end = time.monotonic() + minutes * 60 + 60
            while any(running.poll() is None for _, running in loads) and time.monotonic() < end:
                time.sleep(10)
                most = [max(pair) for pair in zip(most, group.now())]
                print('anonymous %.1f, page cache %.1f, sockets %.1f MB; killed %d'
                      % (*group.now(), group.kills()), flush=True)
            print('most: anonymous %.1f, page cache %.1f, sockets %.1f MB' % tuple(most))
            print(*(line for line in open(os.path.join(folder, 'node.log')) if ' WARN ' in line))
            without = 0
            for out, _ in loads:
                print(open(out.replace('.json', '.txt')).read())
                without += sum(section.get('errors', 0)
                               for section in json.load(open(out))['sections'].values())
            if without:
                raise SystemExit('%d listeners were not let in' % without)
            if process.poll() is not None or group.kills():
                raise SystemExit('the node ended: %s, killed %d'
                                 % (process.poll(), group.kills()))
        finally:
            for one in reversed(started):
                one.terminate()
            for one in started:
                one.wait(60)
            group.folder.rmdir()


if __name__ == '__main__':
    main(*map(int, sys.argv[1:]))
