package io.freshet.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node that says what the test wants.
///
/// Threading: shared; fields are volatile.
final class FakeNode implements NodeStatus {

    volatile Optional<String> notReady = Optional.empty();
    volatile List<Listener> listeners = List.of(
            new Listener("rtmp", 3, 17, 2, 1, 5_000_000_000L, 70, Map.of("peer", 14L)),
            new Listener("http", 0, 0, 0, 0, 0, 0, Map.of()));

    @Override
    public String version() {
        return "9.8.7";
    }

    @Override
    public long startedWallMs() {
        return 1_767_225_500_000L;
    }

    @Override
    public Optional<String> notReadyReason() {
        return notReady;
    }

    @Override
    public List<Listener> listeners() {
        return listeners;
    }

    @Override
    public Memory memory() {
        return new Memory(8_000_000_000L, 5_000_000_000L, 17, 4);
    }

    @Override
    public String transport() {
        return "nio";
    }

    @Override
    public List<LoopState> loops() {
        return List.of(new LoopState(0, 0, 0.0005, 12, 1.5), new LoopState(1, 2, 0.25, 700, 60));
    }

    @Override
    public List<Refused> refusedViewers() {
        return List.of(new Refused("rtmp", "full", 0), new Refused("http_flv", "full", 41));
    }

    @Override
    public long directionsRefused() {
        return 6;
    }
}
