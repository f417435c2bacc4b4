#!/usr/bin/env python3
"""What a node's messages cost at the targets of docs/performance.md, and where the time goes.

scripts/measure/targets.py [NAME...]            figures after a minute of warming up
scripts/measure/targets.py --flames [NAME...]   flame graphs, to docs/images/flames-NAME.svg

All of CASES, two minutes each, or those named. The node runs on core 0 with a heap that is touched
before (10 GB, or what HEAP says; 1 000 publishers with LL-HLS need 8), the load on core 1. Flame
graphs need perf and the right to use it; radio needs ffmpeg.
"""
import json, os, pathlib, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parents[2]
RTMP, HTTP, HTTPS, CONTROL = 26935, 26980, 26943, 26990
SITE, TLS = 'http://127.0.0.1:%d' % HTTP, 'https://127.0.0.1:%d' % HTTPS
STREAM = 'rtmp://127.0.0.1:%d/live/s' % RTMP

# Name: settings of the node, who publishes before, the load, and how many of it for a flame graph.
CASES = {
    'flv-350ms': (['apps.live.flush-interval=350ms'], ['publish', STREAM, '-n', '1'],
                  ['play', SITE + '/live/s.flv', '-n', '8000', '-r', '1000', '--read-every', '0ms'], 3000),
    'flv-100ms': (['apps.live.flush-interval=100ms'], ['publish', STREAM, '-n', '1'],
                  ['play', SITE + '/live/s.flv', '-n', '8000', '-r', '1000', '--read-every', '0ms'], 3000),
    'rtmp-350ms': (['apps.live.flush-interval=350ms'], ['publish', STREAM, '-n', '1'],
                   ['play', STREAM, '-n', '8000', '-r', '1000', '--read-every', '0ms'], 3000),
    'rtmp-100ms': (['apps.live.flush-interval=100ms'], ['publish', STREAM, '-n', '1'],
                   ['play', STREAM, '-n', '8000', '-r', '1000', '--read-every', '0ms'], 3000),
    'radio': (['apps.live.flush-interval=350ms'],
              ['publish', STREAM, '-n', '1', '--input', 'RADIO', '--no-clock'],
              ['play', SITE + '/live/s.flv', '-n', '8000', '-r', '1000', '--read-every', '0ms'], 5000),
    'publish': (['apps.live.flush-interval=350ms', 'apps.live.hls.enabled=false'], None,
                ['publish', STREAM, '-n', '1000', '-r', '100'], 500),
    'publish-ll-hls': (['apps.live.flush-interval=350ms'], None,
                       ['publish', STREAM, '-n', '1000', '-r', '100'], 300),
    'll-hls': ([], ['publish', STREAM, '-n', '1'],
               ['hls', SITE + '/live/s/index.m3u8', '--ll', '-n', '2000', '-r', '200'], 1000),
    'll-hls-h2': ([], ['publish', STREAM, '-n', '1'],
                  ['hls', TLS + '/live/s/index.m3u8', '--ll', '--h2', '-n', '1400', '-r', '100'], 600),
}


def node(folder, settings, log):
    words = ['taskset', '-c', '0', str(HOME / 'freshet'), 'serve', '--data',
             os.path.join(folder, 'data')]
    for setting in ['loops=1', 'demo.enabled=false', 'rtmps.listen=off', 'overload.enabled=false',
                    'control.thumbnails=false', 'rtmp.listen=127.0.0.1:%d' % RTMP,
                    'http.listen=127.0.0.1:%d' % HTTP, 'https.listen=127.0.0.1:%d' % HTTPS,
                    'control.listen=127.0.0.1:%d' % CONTROL,
                    'http.connections-per-address=10000', *settings]:
        words += ['--set', setting]
    options = '-Xms%s -Xmx%s -XX:+AlwaysPreTouch -XX:+PreserveFramePointer' % (HEAP, HEAP)
    process = subprocess.Popen(words, stdout=log, stderr=log,
                               env={**os.environ, 'FRESHET_JAVA_OPTS': options})
    for _ in range(600):
        if 'is up' in open(log.name).read():
            return process
        time.sleep(0.1)
    sys.exit('the node does not start:\n' + open(log.name).read())


def bench(words, log, *more):
    return subprocess.Popen(['taskset', '-c', '1', str(HOME / 'freshet'), 'bench', *words, '--quiet',
                             *more], stdout=log, stderr=log)


def radio(folder):
    path = os.path.join(folder, 'radio.flv')
    subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'sine=440:r=48000',
                    '-c:a', 'aac', '-b:a', '48k', '-t', '20', path], check=True)
    return path


def measure(name, folder, flames):
    settings, source, load, few = CASES[name]
    number = load.index('-n') + 1
    load = [*load[:number], str(few) if flames else load[number], *load[number + 1:]]
    running = []
    with open(os.path.join(folder, name + '.log'), 'w') as log:
        try:
            server = node(folder, settings, log)
            running.append(server)
            if source:
                words = [radio(folder) if word == 'RADIO' else word for word in source]
                running.append(bench(words, log, '-d', '180s'))
                time.sleep(4)
            report = os.path.join(folder, name + '.json')
            lengths = ['-w', '16s', '-d', '12s'] if flames else ['-w', '60s', '-d', '30s']
            running.append(bench(load, log, *lengths, '--pid', str(server.pid), '--json', report))
            print('\n%s: %s' % (name, ' '.join(load)), flush=True)
            if flames:
                time.sleep(int(load[number]) / int(load[number + 2]) + 17)
                profile = [sys.executable, str(HOME / 'scripts/measure/profile.py'), str(server.pid),
                           '10', '--svg', str(HOME / 'docs/images' / ('flames-%s.svg' % name))]
                subprocess.run(profile, check=True)
            running.pop().wait(180)
            for section, figures in json.load(open(report))['sections'].items():
                print('  %s: %s' % (section, ', '.join('%s %.4g' % each for each in figures.items()
                                                       if isinstance(each[1], (int, float)))), flush=True)
        finally:
            for each in reversed(running):
                each.terminate()
            for each in running:
                each.wait(60)


FLAMES = '--flames' in sys.argv
HEAP = '4g' if FLAMES else os.environ.get('HEAP', '10g')
with tempfile.TemporaryDirectory(prefix='targets-') as folder:
    subprocess.run([str(HOME / 'freshet'), 'version'], check=True)
    for name in [word for word in sys.argv[1:] if word != '--flames'] or CASES:
        measure(name, tempfile.mkdtemp(dir=folder), FLAMES)
