#!/usr/bin/env python3
"""Where a node's processor time goes at each target of docs/performance.md: flame graphs.

scripts/measure/flames.py [NAME...]     all of CASES, a minute each; to docs/images/flames-NAME.svg

The node runs on core 0 with a heap that is touched before, the load on core 1; ten seconds of
profile.py after a warm-up. Prints its table for each. Needs perf, the right to use it, and ffmpeg.
"""
import json, os, pathlib, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parents[2]
RTMP, HTTP, HTTPS, CONTROL = 26935, 26980, 26943, 26990
SITE, TLS = 'http://127.0.0.1:%d' % HTTP, 'https://127.0.0.1:%d' % HTTPS
STREAM = 'rtmp://127.0.0.1:%d/live/s' % RTMP

# Name: settings of the node, who publishes before, and the load.
CASES = {
    'flv-100ms': (['apps.live.flush-interval=100ms'], ['publish', STREAM, '-n', '1'],
                  ['play', SITE + '/live/s.flv', '-n', '3000', '-r', '1000', '--read-every', '0ms']),
    'rtmp-100ms': (['apps.live.flush-interval=100ms'], ['publish', STREAM, '-n', '1'],
                   ['play', STREAM, '-n', '3000', '-r', '1000', '--read-every', '0ms']),
    'radio': (['apps.live.flush-interval=350ms'],
              ['publish', STREAM, '-n', '1', '--input', 'RADIO', '--no-clock'],
              ['play', SITE + '/live/s.flv', '-n', '5000', '-r', '1000', '--read-every', '0ms']),
    'publish': (['apps.live.flush-interval=350ms', 'apps.live.hls.enabled=false'], None,
                ['publish', STREAM, '-n', '500', '-r', '100']),
    'publish-ll-hls': (['apps.live.flush-interval=350ms'], None,
                       ['publish', STREAM, '-n', '300', '-r', '50']),
    'll-hls': ([], ['publish', STREAM, '-n', '1'],
               ['hls', SITE + '/live/s/index.m3u8', '--ll', '-n', '1000', '-r', '200']),
    'll-hls-h2': ([], ['publish', STREAM, '-n', '1'],
                  ['hls', TLS + '/live/s/index.m3u8', '--ll', '--h2', '-n', '600', '-r', '100']),
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
    options = '-Xms4g -Xmx4g -XX:+AlwaysPreTouch -XX:+PreserveFramePointer'
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


def measure(name, folder):
    settings, source, load = CASES[name]
    running = []
    with open(os.path.join(folder, name + '.log'), 'w') as log:
        try:
            server = node(folder, settings, log)
            running.append(server)
            if source:
                words = [radio(folder) if word == 'RADIO' else word for word in source]
                running.append(bench(words, log, '-d', '120s'))
                time.sleep(4)
            report = os.path.join(folder, name + '.json')
            running.append(bench(load, log, '-w', '16s', '-d', '12s', '--pid', str(server.pid),
                                 '--json', report))
            coming = int(load[load.index('-n') + 1]) / int(load[load.index('-r') + 1])
            time.sleep(coming + 17)
            profile = [sys.executable, str(HOME / 'scripts/measure/profile.py'), str(server.pid), '10',
                       '--svg', str(HOME / 'docs/images' / ('flames-%s.svg' % name))]
            print('\n%s: %s' % (name, ' '.join(load)), flush=True)
            subprocess.run(profile, check=True)
            running.pop().wait(60)
            sections = json.load(open(report))['sections']
            print({key: round(value, 2) for section in sections.values()
                   for key, value in section.items() if 'cpu' in key or 'us' in key
                   or key in ('playing_at_the_end', 'latency_p99_ms')}, flush=True)
        finally:
            for each in reversed(running):
                each.terminate()
            for each in running:
                each.wait(60)


with tempfile.TemporaryDirectory(prefix='flames-') as folder:
    subprocess.run([str(HOME / 'freshet'), 'version'], check=True)
    for name in sys.argv[1:] or CASES:
        measure(name, tempfile.mkdtemp(dir=folder))
