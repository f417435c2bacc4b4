#!/usr/bin/env python3
"""Past capacity: how late those are served who were let in, and who is turned away.

scripts/measure/overload.py [--server freshet|nginx|both] [--protocol rtmp|flv] [--quota PERCENT]
    [--capacity N] [--loads 100,150,300] [--seconds S] [--warm S] [--set KEY=VALUE]...

Starts the server (`flush-interval: 0`) with one publisher of 1 Mbit/s, lets it get warm, and then
gives it PERCENT of one processor: by a group of cgroup v2 or v1 if it may make one, else by
SIGSTOP and SIGCONT in periods of 100 ms. Then come so many in a hundred of N viewers as --loads
says, N/4 a second; who is refused asks again after 3 s. N is what fills the share of the processor by
the processor time that 100 viewers cost, unless given. nginx is nginx-rtmp, and only by RTMP.

Loopback only; ends what it started; at most (warm + 25 + loads * (seconds + 15)) s a server.
"""
import argparse, json, os, pathlib, signal, socket, subprocess, sys, tempfile, threading, time

HOME = pathlib.Path(__file__).resolve().parents[2]
RTMP, HTTP, CONTROL = 4935, 4980, 4990
HZ = os.sysconf('SC_CLK_TCK')
NGINX = '''
load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
daemon off; master_process off; worker_processes 1; worker_rlimit_nofile 19000;
pid nginx.pid; error_log error.log error;
events { worker_connections 18000; use epoll; }
rtmp { access_log off; server { listen 127.0.0.1:%d; chunk_size 4096; application live { live on; } } }
''' % RTMP


class Share:
    """A part of one processor for one process."""

    def __init__(self, pid, percent):
        self.pid, self.percent = pid, percent
        self.folder = None
        self.over = threading.Event()

    def begin(self):
        for begin in (self.version2, self.version1):
            try:
                begin()
                return begin.__doc__
            except OSError:
                self.remove()
        threading.Thread(target=self.signals, daemon=True).start()
        return 'SIGSTOP and SIGCONT'

    def version2(self):
        """cgroup v2"""
        root = pathlib.Path('/sys/fs/cgroup')
        if 'cpu' not in (root / 'cgroup.subtree_control').read_text().split():
            raise OSError('no cpu controller')
        self.group(root, {'cpu.max': '%d 100000' % (1000 * self.percent)})

    def version1(self):
        """cgroup v1"""
        self.group(pathlib.Path('/sys/fs/cgroup/cpu'), {'cpu.cfs_period_us': '100000',
                   'cpu.cfs_quota_us': str(1000 * self.percent)})

    def group(self, root, limits):
        folder = root / ('freshet-overload-%d' % os.getpid())
        folder.mkdir()
        self.folder = folder
        for name, value in limits.items():
            (folder / name).write_text(value)
        (folder / 'cgroup.procs').write_text(str(self.pid))

    def signals(self):
        while not self.over.is_set():
            try:
                os.kill(self.pid, signal.SIGCONT)
                time.sleep(self.percent / 1000)
                os.kill(self.pid, signal.SIGSTOP)
                time.sleep(0.1 - self.percent / 1000)
            except ProcessLookupError:
                return

    def remove(self):
        if self.folder:
            try:
                (self.folder.parent / 'cgroup.procs').write_text(str(self.pid))
            except OSError:
                pass
            for _ in range(20):
                try:
                    self.folder.rmdir()
                    break
                except OSError:
                    time.sleep(0.1)
            self.folder = None

    def end(self):
        self.over.set()
        self.remove()
        try:
            os.kill(self.pid, signal.SIGCONT)
        except ProcessLookupError:
            pass


def await_port(port, process):
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(('127.0.0.1', port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit('nothing listens on port %d' % port)


def start(server, folder, sets):
    if server == 'nginx':
        (folder / 'nginx.conf').write_text(NGINX)
        words = ['nginx', '-p', str(folder), '-c', 'nginx.conf']
    else:
        words = [str(HOME / 'freshet'), 'serve', '--data', str(folder / 'data')]
        for each in ['rtmp.listen=127.0.0.1:%d' % RTMP, 'http.listen=127.0.0.1:%d' % HTTP,
                     'control.listen=127.0.0.1:%d' % CONTROL, 'rtmps.listen=off',
                     'https.listen=off', 'demo.enabled=false', 'drain-timeout=0s', 'loops=1',
                     'apps.live.flush-interval=0', *sets]:
            words += ['--set', each]
    # The first of two processors is the server's, as in the other measurements.
    process = subprocess.Popen(['taskset', '-c', '0', *words], stdout=subprocess.DEVNULL,
                               stderr=(folder / 'server.log').open('w'))
    await_port(RTMP, process)
    return process


def bench(words, report=None, seconds=60):
    command = ['taskset', '-c', os.environ.get('CLIENT_CORES', '1'), str(HOME / 'freshet'),
               'bench', *words]
    if report:
        command += ['--json', str(report)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if report is None:
        return process
    try:
        process.wait(seconds)
    finally:
        process.terminate()
    return json.loads(report.read_text())


def cpu_seconds(pid):
    fields = pathlib.Path('/proc/%d/stat' % pid).read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / HZ


def metrics():
    import urllib.request
    try:
        text = urllib.request.urlopen('http://127.0.0.1:%d/metrics' % CONTROL, timeout=20).read()
    except OSError as silent:
        return {'metrics': str(silent)}
    found = {}
    for line in text.decode().splitlines():
        if line.startswith(('freshet_loop_', 'freshet_refused', 'freshet_viewers')):
            name, value = line.rsplit(' ', 1)
            found[name] = float(value)
    return found


def play(url, count, options, pid, report, watch=None):
    rate = max(20, options.capacity // 4 if options.capacity else 100)
    warm = count / rate + 4
    words = ['play', url, '-n', str(count), '-r', str(rate), '-w', '%.0fs' % warm,
             '-d', '%ds' % options.seconds, '--reconnect', '3s', '--sample', '5', '--pid', str(pid)]
    if watch:
        threading.Timer(warm + options.seconds * 0.8, watch).start()
    return bench(words, report, warm + options.seconds + 40)


def tell(server, load, count, report, seen):
    sections = report['sections']
    viewers = next(each for name, each in sections.items() if name not in ('server', 'client'))
    of = lambda key: viewers.get(key, sections['server'].get(key, 0))
    errors = {key: value for key, value in viewers.items() if key.startswith('error') and value}
    print('%s load %d %%: offered %d, latency p50 %.0f p99 %.0f ms, delivered %.1f %%, join p99 %.0f ms,'
          ' server %.0f %%, client %.0f %%' % (server, load, count, of('latency_p50_ms'),
          of('latency_p99_ms'), of('delivered_percent'),
          of('join_p99_ms'), of('cpu_percent'), sections['client']['cpu_percent']))
    if os.environ.get('VERBOSE'):
        print(json.dumps(sections))
    print('   ', errors)
    for name, value in sorted(seen.items()):
        if value:
            print('    %s %s' % (name, value))
    sys.stdout.flush()


def run(server, options):
    url = ('rtmp://127.0.0.1:%d/live/s' % RTMP if server == 'nginx' or options.protocol == 'rtmp'
           else 'http://127.0.0.1:%d/live/s.flv' % HTTP)
    own = argparse.Namespace(**vars(options))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        process = start(server, folder, options.set)
        share = Share(process.pid, options.quota)
        publisher = None
        try:
            publisher = bench(['publish', 'rtmp://127.0.0.1:%d/live/s' % RTMP, '-n', '1', '-d',
                               '900s'])
            time.sleep(4)
            if server == 'freshet':
                bench(['play', url, '-n', '300', '-w', '1s', '-d', '%ds' % options.warm],
                      folder / 'warm.json', options.warm + 60)
            before, begun = cpu_seconds(process.pid), time.monotonic()
            idle = 4
            time.sleep(idle)
            used = cpu_seconds(process.pid) - before
            report = play(url, 100, argparse.Namespace(capacity=0, seconds=8), process.pid,
                          folder / 'one.json')
            percent = report['sections']['server']['cpu_percent']
            each = max(0.001, (percent - 100 * used / idle) / 100)
            own.capacity = options.capacity or int((options.quota - 100 * used / idle) / each)
            print('%s: idle %.1f %% of a processor, each viewer %.3f %%: capacity %d at %d %%'
                  % (server, 100 * used / idle, each, own.capacity, options.quota))
            print('    share by', share.begin())
            for load in options.loads:
                count = own.capacity * load // 100
                seen = {}
                watch = (lambda: seen.update(metrics())) if server == 'freshet' else None
                report = play(url, count, own, process.pid, folder / ('%d.json' % load), watch)
                tell(server, load, count, report, seen)
                time.sleep(4)
            if server == 'freshet':
                print((folder / 'server.log').read_text()[-3000:]) if options.log else None
                for line in (folder / 'server.log').read_text().splitlines():
                    if ' loop ' in line:
                        print('    ' + line)
        finally:
            share.end()
            for each in (publisher, process):
                if each:
                    each.terminate()
                    try:
                        each.wait(20)
                    except subprocess.TimeoutExpired:
                        each.kill()


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--server', default='both', choices=['freshet', 'nginx', 'both'])
    parser.add_argument('--protocol', default='rtmp', choices=['rtmp', 'flv'])
    parser.add_argument('--quota', type=int, default=20)
    parser.add_argument('--capacity', type=int, default=0)
    parser.add_argument('--loads', default='100,150,300',
                        type=lambda text: [int(each) for each in text.split(',')])
    parser.add_argument('--seconds', type=int, default=15)
    parser.add_argument('--warm', type=int, default=20)
    parser.add_argument('--set', action='append', default=[])
    parser.add_argument('--log', action='store_true')
    options = parser.parse_args()
    for server in ['freshet', 'nginx'] if options.server == 'both' else [options.server]:
        run(server, options)
