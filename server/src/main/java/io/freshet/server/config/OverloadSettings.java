package io.freshet.server.config;

import java.time.Duration;

/// What a node does when it has more to do than it can do in time.
///
/// @param enabled     whether it does anything
/// @param busyAbove   lag from which work that can wait waits
/// @param refuseAbove lag from which new viewers are refused
/// @param resumeBelow lag below which both end
/// @param freePlaces  connections of a loop below which nobody is refused
/// @param memoryRefuse percent of the heap above which new streams are refused
/// @param memoryEnd    percent of the heap above which the last streams are ended
public record OverloadSettings(boolean enabled, Duration busyAbove, Duration refuseAbove,
        Duration resumeBelow, int freePlaces, int memoryRefuse, int memoryEnd) {

    public OverloadSettings {
        if (resumeBelow.compareTo(busyAbove) > 0 || busyAbove.compareTo(refuseAbove) > 0) {
            throw new IllegalArgumentException("overload.resume-below "
                    + resumeBelow.toMillis() + "ms, overload.busy-above " + busyAbove.toMillis()
                    + "ms and overload.refuse-above " + refuseAbove.toMillis()
                    + "ms must not fall in this order");
        }
        if (memoryRefuse > memoryEnd) {
            throw new IllegalArgumentException("overload.memory-refuse-above " + memoryRefuse
                    + " must not be above overload.memory-end-above " + memoryEnd);
        }
    }

    static OverloadSettings of(Values values) {
        return new OverloadSettings(values.of(ServerKeys.OVERLOAD),
                values.of(ServerKeys.OVERLOAD_BUSY), values.of(ServerKeys.OVERLOAD_REFUSE),
                values.of(ServerKeys.OVERLOAD_RESUME),
                values.of(ServerKeys.OVERLOAD_FREE), values.of(ServerKeys.OVERLOAD_HEAP_REFUSE),
                values.of(ServerKeys.OVERLOAD_HEAP_END));
    }
}
