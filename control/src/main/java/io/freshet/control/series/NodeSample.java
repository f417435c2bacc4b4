package io.freshet.control.series;

import tools.jackson.core.JsonGenerator;

/// The node at one moment.
///
/// @param atMs      when, Unix time
/// @param streams   live ones
/// @param viewers   watching
/// @param bitsIn    a second, from publishers
/// @param bitsOut   a second, to viewers
/// @param cpu       cores in use by this process
/// @param heapBytes of it
/// @param loopLagMs of the loop that is latest
record NodeSample(long atMs, int streams, long viewers, long bitsIn, long bitsOut, double cpu,
        long heapBytes, double loopLagMs) {

    void write(JsonGenerator json) {
        json.writeNumberProperty("atMs", atMs);
        json.writeNumberProperty("streams", streams);
        json.writeNumberProperty("viewers", viewers);
        json.writeNumberProperty("bitsIn", bitsIn);
        json.writeNumberProperty("bitsOut", bitsOut);
        json.writeNumberProperty("cpu", Math.round(cpu * 1000) / 1000.0);
        json.writeNumberProperty("heapBytes", heapBytes);
        json.writeNumberProperty("loopLagMs", Math.round(loopLagMs * 100) / 100.0);
    }
}
