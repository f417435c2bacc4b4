package io.freshet.control;

import io.freshet.live.Streams;
import io.freshet.media.Bytes;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/// All metrics in Prometheus' text format. Counters live where things are counted; they are read
/// when somebody asks.
///
/// Threading: shared; a scrape has its own objects.
final class Exposition {

    static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final Streams streams;
    private final NodeStatus node;
    private final Consumer<Families> more;

    /// @param more adds families of others
    Exposition(Streams streams, NodeStatus node, Consumer<Families> more) {
        this.streams = streams;
        this.node = node;
        this.more = more;
    }

    Bytes text() {
        Families families = new Families();
        NodeFamilies.gather(node, families);
        StreamFamilies.gather(List.copyOf(streams.all()), families);
        JvmFamilies.gather(families);
        more.accept(families);
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try {
            PrometheusTextFormatWriter.create().write(out, families.all());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.wrap(out.toByteArray());
    }
}
