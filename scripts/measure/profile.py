#!/usr/bin/env python3
"""Where a running node's processor time goes, by layer; with --rate in microseconds per message.

    profile.py PID [SECONDS] [--rate MESSAGES_PER_SECOND] [--folded FILE] [--svg FILE]

Needs perf, root or its rights, and -XX:+PreserveFramePointer in FRESHET_JAVA_OPTS: without it no
caller of Java code is known. The names of compiled Java methods come from jcmd PID Compiler.perfmap,
written after the samples, so let the code warm up first. cpu-clock counts nothing but time, which
is all that a virtual machine without counters has.
"""
import argparse
import collections
import html
import os
import re
import subprocess
import sys
import tempfile

HZ = 1499  # No multiple of any timer's beat.

# What a sample belongs to: the first rule of which one function is anywhere in the stack.
KERNEL = [
    ('kernel: fresh pages', ['exc_page_fault', 'asm_exc_page_fault']),
    ('kernel: sending', ['tcp_sendmsg', 'tcp_sendmsg_locked']),
    ('kernel: acknowledging', ['__tcp_cleanup_rbuf', 'tcp_cleanup_rbuf', 'tcp_send_ack',
                               '__tcp_send_ack', 'tcp_delack_timer', 'tcp_release_cb']),
    ('kernel: receiving from the socket', ['tcp_recvmsg', 'sock_recvmsg']),
    ('kernel: packets coming in', ['handle_softirqs', '__do_softirq', 'do_softirq',
                                   'net_rx_action']),
    ('kernel: sleeping and waking', ['schedule', '__schedule', 'try_to_wake_up',
                                     'finish_task_switch.isra.0']),
    ('kernel: io_uring', ['__do_sys_io_uring_enter', '__x64_sys_io_uring_enter',
                          'io_submit_sqes', 'tctx_task_work_run', 'io_cqring_wait']),
    ('kernel: epoll', ['do_epoll_wait', 'ep_item_poll.isra.0', 'do_epoll_ctl', 'ep_send_events']),
]
THREADS = [
    ('collector', re.compile(r'GC Thread|G1 |VM Thread')),
    ('compiler', re.compile(r'C[12] Compiler|Sweeper')),
]
# The owner of a Java frame; those of the JDK and Netty's buffers belong to their callers.
JAVA = [
    ('live.packaging', 'io.freshet.live.packaging.'), ('live', 'io.freshet.live.'),
    ('format', 'io.freshet.format.'), ('media', None),
    ('protocol.rtmp', 'io.freshet.protocol.rtmp.'), ('protocol', 'io.freshet.protocol.'),
    ('gateway.hls', 'io.freshet.gateway.hls.'), ('gateway.wire', 'io.freshet.gateway.wire.'),
    ('gateway.rtmp', 'io.freshet.gateway.rtmp.'), ('gateway', 'io.freshet.gateway.'),
    ('net.http', 'io.freshet.net.http.'), ('net', 'io.freshet.net.'),
    ('control and server', 'io.freshet.'), ('netty', 'io.netty.'),
]


def record(pid, seconds, file):
    subprocess.run(['perf', 'record', '-e', 'cpu-clock', '-F', str(HZ), '-g', '-p', str(pid),
                    '-o', file, '--', 'sleep', str(seconds)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    home = os.path.dirname(os.path.realpath(f'/proc/{pid}/exe'))
    jcmd = os.path.join(home, 'jcmd')
    if os.path.exists(jcmd):
        subprocess.run([jcmd, str(pid), 'Compiler.perfmap'], check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def stacks(file):
    """Pairs of thread name and functions, the innermost first."""
    text = subprocess.run(['perf', 'script', '-i', file, '-F', 'comm,tid,ip,sym,dso'],
                          check=True, capture_output=True).stdout.decode(errors='replace')
    for block in text.split('\n\n'):
        lines = block.strip('\n').split('\n')
        thread = re.sub(r'\s+\d+\s*$', '', lines[0]).strip()
        frames = [frame(line) for line in lines[1:]]
        if thread and frames:
            yield thread, frames


def frame(line):
    """A function, with a mark before it if it is the kernel's."""
    found = re.match(r'\s*[0-9a-f]+ (.*) \((.*?)\)$', line)
    name, place = (found.group(1), found.group(2)) if found else (line.strip(), '')
    if 'kernel' in place or place.startswith('['):
        return 'k:' + name
    if name == '[unknown]':
        return '[' + os.path.basename(place.replace(' (deleted)', '')).split('.')[0] + ']'
    # A Java method is written "result package.Class.method(parameters)".
    java = re.match(r'(?:\S+ )?([\w.$]+(?:/0x[0-9a-f]+)?[\w.$]*\.[\w$<>]+)\(', name)
    return java.group(1) if java else name


def layer(thread, frames):
    kernel = {name[2:] for name in frames if name.startswith('k:')}
    for name, rule in THREADS:
        if rule.search(thread):
            fresh = kernel & set(KERNEL[0][1])
            return name + (': fresh pages' if fresh else '')
    if frames[0].startswith('k:'):
        for name, functions in KERNEL:
            if kernel & set(functions):
                return name
        return 'kernel: other'
    for name in frames:
        for owner, prefix in JAVA:
            if prefix and name.startswith(prefix):
                return 'java: ' + owner
    return 'other: ' + thread


def svg(tree, file):
    """A flame graph: width is time, a function stands on its caller."""
    row, width = 16, 1200
    out, depth_max = [], 0

    def draw(node, name, x, depth):
        nonlocal depth_max
        w = node['n'] * width / tree['n']
        if w < 0.6:
            return
        depth_max = max(depth_max, depth)
        hue = 210 if name.startswith('k:') else 30 if name.startswith('io.freshet') else \
            90 if name.startswith('io.netty') else 0
        share = f"{html.escape(name)} {100 * node['n'] / tree['n']:.1f} %"
        label = html.escape(name[-int(w / 6.2):]) if w > 30 else ''
        out.append(f'<g transform="translate({x:.1f},DEPTH{depth})"><title>{share}</title><rect '
                   f'width="{w:.1f}" height="{row - 1}" fill="hsl({hue},60%,75%)"/>'
                   f'<text x="2" y="11">{label}</text></g>')
        for child, sub in sorted(node['to'].items()):
            draw(sub, child, x, depth + 1)
            x += sub['n'] * width / tree['n']

    draw(tree, 'all', 0, 0)
    height = (depth_max + 1) * row
    body = re.sub(r'DEPTH(\d+)', lambda m: str(height - (int(m.group(1)) + 1) * row),
                  '\n'.join(out))
    with open(file, 'w') as to:
        to.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
                 f'font-family="monospace" font-size="10">\n{body}\n</svg>\n')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('pid', type=int)
    parser.add_argument('seconds', type=float, nargs='?', default=8)
    parser.add_argument('--rate', type=float, default=0, help='messages a second')
    parser.add_argument('--top', type=int, default=0, help='so many functions, too')
    parser.add_argument('--in', dest='data', help='a recording that was made before')
    parser.add_argument('--folded', help='stacks, one a line')
    parser.add_argument('--svg', help='a flame graph')
    wish = parser.parse_args()
    file = wish.data or os.path.join(tempfile.mkdtemp(prefix='profile'), 'perf.data')
    if not wish.data:
        record(wish.pid, wish.seconds, file)
    layers, top, folded = (collections.Counter() for _ in range(3))
    tree = {'n': 0, 'to': {}}
    for thread, frames in stacks(file):
        name = layer(thread, frames)
        layers[name] += 1
        top[(name, frames[0])] += 1
        path = [re.sub(r'[-#\d]+$', '', thread)] + frames[::-1]
        folded[';'.join(path)] += 1
        node = tree
        node['n'] += 1
        for step in path:
            node = node['to'].setdefault(step, {'n': 0, 'to': {}})
            node['n'] += 1
    total = sum(layers.values())
    if not total:
        sys.exit('no samples: is the process there, and may perf be used?')
    each = 1e6 / HZ / wish.seconds / wish.rate if wish.rate else 0
    print(f'{total} samples, {100 * total / HZ / wish.seconds:.1f} % of a core'
          + (f', {total * each:.2f} us a message' if each else ''))
    for name, count in layers.most_common():
        if count * 1000 >= total:
            print(f'{100 * count / total:6.1f} %' + (f' {count * each:7.3f} us' if each else '')
                  + f'  {name}')
    for (name, function), count in top.most_common(wish.top):
        print(f'{100 * count / total:6.2f} %' + (f' {count * each:7.3f} us' if each else '')
              + f'  {function}  [{name}]')
    if wish.folded:
        with open(wish.folded, 'w') as to:
            to.writelines(f'{path} {count}\n' for path, count in folded.most_common())
    if wish.svg:
        svg(tree, wish.svg)


if __name__ == '__main__':
    main()
