#!/usr/bin/env python3
"""Publishers and viewers come and go for an hour; is the node afterwards as large as before?

scripts/measure/soak.py [MINUTES [CYCLES_PER_SECOND]]     60 and 2.8: 10 000 cycles

In each cycle a publisher sends a stream with a name of its own for three seconds; somebody watches
it by HTTP-FLV, by RTMP, and by HLS. Once a minute the heap after a full collection, resident
memory, descriptors and threads are printed. Exits 1 when the heap grew by more than 1 MiB in ten
minutes, by the slope of all samples but those of the first ten minutes.
"""
import os, pathlib, re, socket, struct, subprocess, sys, tempfile, threading, time, urllib.request

HOME = pathlib.Path(__file__).resolve().parents[2]
RTMP, HTTP, CONTROL = 3935, 3980, 3990
failures = []


def text(value):
    return b'\x02' + struct.pack('>H', len(value)) + value.encode()


def number(value):
    return b'\x00' + struct.pack('>d', value)


class Peer:
    """Just enough of an RTMP client."""

    def __init__(self):
        self.socket = socket.create_connection(('127.0.0.1', RTMP), 10)
        self.socket.sendall(b'\x03' + bytes(1536))
        reply = self.read(1 + 2 * 1536)
        self.socket.sendall(reply[1:1537])
        self.message(2, 0, 1, 0, struct.pack('>I', 1 << 20))
        app = b'\x00\x03app' + text('live') + b'\x00\x00\x09'
        self.message(3, 0, 20, 0, text('connect') + number(1) + b'\x03' + app)
        self.message(3, 0, 20, 0, text('createStream') + number(2) + b'\x05')

    def read(self, size):
        got = b''
        while len(got) < size:
            part = self.socket.recv(size - len(got))
            if not part:
                raise OSError('closed')
            got += part
        return got

    def message(self, lane, ms, kind, stream, body):
        head = struct.pack('>B', lane) + struct.pack('>I', min(ms, 0xFFFFFE))[1:]
        head += struct.pack('>I', len(body))[1:] + bytes([kind]) + struct.pack('<I', stream)
        self.socket.sendall(head + body)

    def call(self, name, *words):
        self.message(8, 0, 20, 1, text(name) + number(3) + b'\x05' + b''.join(words))

    def drain(self):
        self.socket.settimeout(0.001)
        try:
            self.socket.recv(1 << 16)
        except TimeoutError:
            pass
        self.socket.settimeout(10)


def tags(clip):
    """Kind, milliseconds and body of all tags of an FLV file."""
    raw, at, found = clip.read_bytes(), 13, []
    while at < len(raw):
        kind, size = raw[at], int.from_bytes(raw[at + 1:at + 4], 'big')
        ms = int.from_bytes(raw[at + 4:at + 7], 'big') | raw[at + 7] << 24
        if kind in (8, 9):
            found.append((kind, ms, raw[at + 11:at + 11 + size]))
        at += 15 + size
    return found


def publish(name, all_tags, seconds, started):
    peer = Peer()
    peer.call('publish', text(name), text('live'))
    begun = time.monotonic()
    for kind, ms, body in all_tags:
        late = ms / 1000 - (time.monotonic() - begun)
        if ms > seconds * 1000:
            break
        if late > 0:
            time.sleep(late)
        peer.message(4, ms, kind, 1, body)
        peer.drain()
        if ms > 300:
            started.set()
    peer.socket.close()


def fetch(path):
    with urllib.request.urlopen('http://127.0.0.1:%d/live/%s' % (HTTP, path), timeout=10) as answer:
        return answer.read(1 << 16)


def watch(name):
    flv = socket.create_connection(('127.0.0.1', HTTP), 10)
    flv.sendall(b'GET /live/%s.flv HTTP/1.1\r\nHost: x\r\n\r\n' % name.encode())
    rtmp = Peer()
    rtmp.call('play', text(name))
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        if not flv.recv(1 << 16) or not rtmp.socket.recv(1 << 16):
            raise OSError('a viewer of %s was closed' % name)
    main = fetch(name + '/index.m3u8').decode()
    media = next(line for line in main.splitlines() if line and not line.startswith('#'))
    if b'#EXTM3U' not in fetch(name + '/' + media):
        raise OSError('no playlist of %s' % name)
    flv.close()
    rtmp.socket.close()


def cycle(name, all_tags):
    started = threading.Event()

    def guarded(work, *words):
        try:
            work(*words)
        except (OSError, StopIteration) as cause:
            failures.append('%s: %r' % (name, cause))
            started.set()

    publisher = threading.Thread(target=guarded, args=(publish, name, all_tags, 3, started))
    publisher.start()
    started.wait(10)
    guarded(watch, name)
    publisher.join()


def sample(pid):
    jcmd = pathlib.Path(os.readlink('/proc/%d/exe' % pid)).with_name('jcmd')
    subprocess.run([jcmd, str(pid), 'GC.run'], capture_output=True, check=True)
    heap = subprocess.run([jcmd, str(pid), 'GC.heap_info'], capture_output=True, text=True).stdout
    status = open('/proc/%d/status' % pid).read()
    return (sum(int(kb) for kb in re.findall(r'used (\d+)K', heap.split('Metaspace')[0])) / 1024,
            int(re.search(r'VmRSS:\s+(\d+)', status).group(1)) / 1024,
            len(os.listdir('/proc/%d/fd' % pid)),
            int(re.search(r'Threads:\s+(\d+)', status).group(1)))


def slope(points):
    """Least squares: units of y for each unit of x."""
    x0 = sum(x for x, _ in points) / len(points)
    y0 = sum(y for _, y in points) / len(points)
    spread = sum((x - x0) ** 2 for x, _ in points)
    return sum((x - x0) * (y - y0) for x, y in points) / spread if spread else 0


def soak(process, folder, minutes, rate):
    clip = pathlib.Path(folder, 'clip.flv')
    subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-f', 'lavfi', '-i',
                    'testsrc2=size=320x180:rate=25', '-f', 'lavfi', '-i', 'sine', '-t', '5', '-g',
                    '25', '-c:v', 'libx264', '-c:a', 'aac', '-bf', '0', '-pix_fmt', 'yuv420p',
                    '-b:v', '200k', str(clip)], check=True)
    all_tags, threads, points, done = tags(clip), [], [], 0
    begun = time.monotonic()
    while (now := time.monotonic() - begun) < minutes * 60:
        if now * rate >= done:
            thread = threading.Thread(target=cycle, args=('soak-%d' % done, all_tags))
            thread.start()
            threads = [one for one in threads if one.is_alive()] + [thread]
            done += 1
        if now >= 60 * len(points):
            points.append((now / 60, *sample(process.pid)))
            print('%.0f min, %d cycles, %d failed: heap %.1f MiB, resident %.0f MiB, '
                  '%d descriptors, %d threads' % (points[-1][0], done, len(failures),
                                                  *points[-1][1:]), flush=True)
        if process.poll() is not None:
            raise SystemExit('the node ended')
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    time.sleep(20)
    print('20 s after the last: heap %.1f MiB, resident %.0f MiB, %d descriptors, %d threads'
          % sample(process.pid))
    for failure in failures[:5]:
        print('failed:', failure)
    late = [(x, heap) for x, heap, *_ in points if x >= min(10, minutes / 3)]
    grown = slope(late) * 10
    print('heap after a collection: %+.2f MiB in 10 minutes' % grown)
    return grown <= 1 and not failures


def main(minutes=60, rate=2.8):
    subprocess.run([str(HOME / 'freshet'), 'version'], check=True)
    with tempfile.TemporaryDirectory() as folder:
        words = ['serve', '--data', os.path.join(folder, 'data'), '--set', 'demo.enabled=false']
        for value in ('rtmp.listen=127.0.0.1:%d' % RTMP, 'http.listen=127.0.0.1:%d' % HTTP,
                      'control.listen=127.0.0.1:%d' % CONTROL, 'rtmps.listen=off',
                      'https.listen=off', 'drain-timeout=0s'):
            words += ['--set', value]
        log = open(os.path.join(folder, 'node.log'), 'w')
        process = subprocess.Popen([str(HOME / 'freshet'), *words], stdout=log, stderr=log)
        try:
            while 'is up' not in open(log.name).read():
                if process.poll() is not None:
                    raise SystemExit(open(log.name).read())
                time.sleep(0.1)
            return soak(process, folder, minutes, rate)
        finally:
            process.terminate()
            process.wait(30)


if __name__ == '__main__':
    sys.exit(0 if main(*map(float, sys.argv[1:])) else 1)
