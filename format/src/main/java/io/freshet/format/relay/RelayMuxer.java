package io.freshet.format.relay;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.format.flv.FlvMuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.format.flv.Precision;
import io.freshet.format.flv.TrackChoice;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Mark;
import io.freshet.media.Signal;
import io.freshet.media.Tracks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Signals of a stream to the tags that another node makes the same signals of.
///
/// Timestamps are output time modulo 2^32; [RelayHello] says the rest.
///
/// Threading: confined to its owner.
public final class RelayMuxer {

    static final String LIVE = "onFreshetLive";
    static final String ALIVE = "onFreshetAlive";

    private static final Bytes LIVE_BODY =
            Amf0.write(new AmfValue.Text(LIVE), AmfValue.NULL);
    private static final Bytes ALIVE_BODY =
            Amf0.write(new AmfValue.Text(ALIVE), AmfValue.NULL);

    private final FlvMuxer frames = new FlvMuxer(0, TrackChoice.ALL_TRACKS, Precision.TICKS);

    private final long firstMs;
    private boolean begun;

    /// @param firstMs output time of the first frame, or near it: what tells of the tracks before
    ///                it bears that
    public RelayMuxer(long firstMs) {
        this.firstMs = firstMs;
    }

    /// What goes before all else.
    public static FlvTag hello(RelayHello hello) {
        return script(Amf0.write(new AmfValue.Text(RelayHello.NAME), hello.write()));
    }

    /// What there was has been sent; what follows is sent as it comes.
    public static FlvTag live() {
        return script(LIVE_BODY);
    }

    /// Nothing has come for a while, and this node lives.
    public static FlvTag alive() {
        return script(ALIVE_BODY);
    }

    /// Answers with no tag, one, or at new tracks several.
    public void accept(Signal signal, Consumer<? super FlvTag> out) {
        switch (signal) {
            case Frame frame -> {
                begun = true;
                frames.accept(frame, out);
            }
            case Tracks tracks -> {
                // The muxer numbers them; who reads wants to know the numbers first.
                List<FlvTag> tags = new ArrayList<>();
                frames.accept(tracks, tags::add);
                out.accept(script(Amf0.write(new AmfValue.Text(RelayTracks.NAME),
                        RelayTracks.write(tracks, frames::wireNumber))));
                tags.forEach(tag -> out.accept(begun ? tag : new FlvTag(tag.type(),
                        firstMs & 0xFFFF_FFFFL, tag.prefix(), tag.payload())));
            }
            case Mark mark -> out.accept(script(
                    Amf0.write(new AmfValue.Text(RelayMark.NAME), RelayMark.write(mark))));
        }
    }

    private static FlvTag script(Bytes body) {
        return new FlvTag(FlvTag.SCRIPT, 0, Bytes.EMPTY, body);
    }
}
