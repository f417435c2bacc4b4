package io.freshet.format.relay;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.format.flv.FlvDemuxer;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Signal;
import io.freshet.media.Track;
import io.freshet.media.Tracks;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The tags of a [RelayMuxer] to the signals that it was given, each at its place.
///
/// Threading: confined to its owner.
public final class RelayDemuxer {

    /// Longer than all tracks with everything that can be said of them.
    private static final int SCRIPT_BYTES_MAX = 1 << 20;
    private static final byte[] OURS = "onFreshet".getBytes(StandardCharsets.US_ASCII);
    /// Written for servers of other makes; nothing in it is new here.
    private static final byte[] METADATA = "onMetaData".getBytes(StandardCharsets.US_ASCII);

    private @Nullable RelayHello hello;
    private FlvDemuxer frames = new FlvDemuxer();
    private Map<Integer, Track> onWire = Map.of();
    private boolean live;
    private long pulses;

    /// What the other node said first; empty until then.
    public Optional<RelayHello> hello() {
        return Optional.ofNullable(hello);
    }

    /// Whether all that there was has come, and what comes now is new.
    public boolean isLive() {
        return live;
    }

    /// How often it was said that nothing had come for a while, and that the node lives.
    public long pulses() {
        return pulses;
    }

    /// Takes one tag.
    ///
    /// @param tagType     8, 9 or 18
    /// @param timestampMs 0 to 2^32 - 1
    /// @param body        shared by the frames that come of it
    public void accept(int tagType, long timestampMs, Bytes body, Consumer<? super Signal> out)
            throws MediaException {
        if (tagType == FlvTag.SCRIPT && begins(body, OURS)) {
            ours(body, out);
        } else if (hello == null) {
            throw new MalformedMediaException("relay: does not begin with " + RelayHello.NAME, 0);
        } else if (tagType != FlvTag.SCRIPT || !begins(body, METADATA)) {
            frames.accept(tagType, timestampMs, body, signal -> {
                // What the tracks are has been said already, and better.
                Track track = signal instanceof Frame frame
                        ? onWire.get(frame.track().id()) : null;
                if (track != null && signal instanceof Frame frame) {
                    out.accept(frame.on(track));
                }
            });
        }
    }

    private static boolean begins(Bytes body, byte[] name) {
        return body.length() > 3 + name.length && body.at(0) == 2
                && Arrays.equals(body.slice(3, name.length).toArray(), name);
    }

    private void ours(Bytes body, Consumer<? super Signal> out) throws MediaException {
        if (body.length() > SCRIPT_BYTES_MAX) {
            throw new MalformedMediaException("relay: message of " + body.length() + " bytes", 0);
        }
        List<AmfValue> values = Amf0.parseAll(body.buffer());
        if (values.size() != 2 || !(values.getFirst() instanceof AmfValue.Text(String name))) {
            throw new MalformedMediaException("relay: a message has a name and one value", 0);
        }
        if (hello == null && !name.equals(RelayHello.NAME)) {
            throw new MalformedMediaException("relay: does not begin with " + RelayHello.NAME, 0);
        }
        AmfValue value = values.getLast();
        switch (name) {
            case RelayHello.NAME -> greet(RelayHello.parse(value));
            case RelayMark.NAME -> out.accept(RelayMark.parse(value));
            case RelayTracks.NAME -> {
                RelayTracks next = RelayTracks.parse(value);
                onWire = next.onWire();
                Tracks tracks = next.tracks();
                out.accept(tracks);
            }
            case RelayMuxer.LIVE -> live = true;
            case RelayMuxer.ALIVE -> pulses++;
            default -> throw new MalformedMediaException("relay: unknown message", 0);
        }
    }

    private void greet(RelayHello greeting) throws MalformedMediaException {
        if (hello != null) {
            throw new MalformedMediaException("relay: greets twice", 0);
        }
        hello = greeting;
        frames = new FlvDemuxer(greeting.originMs());
    }
}
