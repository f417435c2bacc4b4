package io.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DrainedUringTest {

    @Test
    void wakesFromAnotherThreadBeforeItIsDestroyed() {
        Recorder recorder = new Recorder();
        new DrainedUring(recorder).destroy();
        assertThat(recorder.calls).containsExactly("wakeup elsewhere", "destroy here");
    }

    @Test
    void anInterruptIsKept() {
        Recorder recorder = new Recorder();
        Thread.currentThread().interrupt();
        new DrainedUring(recorder).destroy();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(recorder.calls).hasSize(2);
    }

    private static final class Recorder implements IoHandler {
        final List<String> calls = new CopyOnWriteArrayList<>();
        private final Thread owner = Thread.currentThread();

        private void note(String call) {
            calls.add(call + (Thread.currentThread().equals(owner) ? " here" : " elsewhere"));
        }

        @Override
        public void destroy() {
            note("destroy");
        }

        @Override
        public void wakeup() {
            note("wakeup");
        }

        @Override
        public int run(IoHandlerContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return false;
        }
    }
}
