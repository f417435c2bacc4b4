package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.ServerState.Closed;
import io.freshet.protocol.rtmp.ServerState.Connecting;
import io.freshet.protocol.rtmp.ServerState.Held;
import io.freshet.protocol.rtmp.ServerState.Idle;
import io.freshet.protocol.rtmp.ServerState.PlayAsked;
import io.freshet.protocol.rtmp.ServerState.Playing;
import io.freshet.protocol.rtmp.ServerState.PublishAsked;
import io.freshet.protocol.rtmp.ServerState.Publishing;
import io.freshet.protocol.rtmp.ServerState.Shaking;
import io.freshet.protocol.rtmp.chunk.ChunkFanout;
import io.freshet.protocol.rtmp.handshake.ServerHandshake;
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The server's side of one RTMP connection.
///
///     from          on                                    to
///     Shaking       C2 complete                           Connecting
///     Connecting    connect                               Idle
///     Idle          publish, its name is good             PublishAsked   (onPublish)
///     PublishAsked  acceptPublish                         Publishing     (held media, then live)
///     PublishAsked  refusePublish, or the client leaves   Idle
///     Publishing    the client leaves the stream          Idle           (onPublishEnd)
///     Idle          play, its name is good                PlayAsked      (onPlay)
///     PlayAsked     acceptPlay                            Playing
///     PlayAsked     refusePlay, or the client leaves      Idle
///     Playing       the client leaves the stream          Idle           (onPlayEnd)
///     any           close, or a violation                 Closed
///
/// A client leaves a stream with deleteStream, closeStream, FCUnpublish, publish(false) or
/// play(false). One connection publishes or plays one stream at a time. When the connection is
/// lost the owner knows and ends its own things; no event tells.
///
/// Media to a player does not go through here: the owner writes the bytes of [ChunkFanout].
///
/// Threading: confined to the loop of its connection.
///
/// Spec: Adobe RTMP 1.0, 5 and 7; Enhanced RTMP v2.
public final class RtmpServerSession {

    /// Commands alone: twelve bytes that announce 8 MiB shall not cost a stranger's server 8 MiB.
    private static final int COMMAND_BYTES_MAX = 64 << 10;

    private final RtmpOptions options;
    private final RtmpServerListener listener;
    private final Speaker speaker;
    private final ServerCommands commands;
    private final Intake intake;
    private ServerState state;
    private long nowNs;
    private long pingNs = -1;
    private long roundTripNs = -1;

    /// @param random for the handshake; need not be secure
    /// @param nowNs  the monotonic clock; the deadline of the handshake counts from here
    public RtmpServerSession(RtmpOptions options, RtmpServerListener listener, RtmpOutput output,
            RandomGenerator random, long nowNs) {
        this.options = options;
        this.listener = listener;
        this.speaker = new Speaker(output);
        this.commands = new ServerCommands(this, options, listener, speaker);
        this.intake = new Intake(new Sorted(), speaker,
                options.limits().atMost(COMMAND_BYTES_MAX, 2 * COMMAND_BYTES_MAX),
                options.windowAckBytes());
        this.nowNs = nowNs;
        this.state = new Shaking(new ServerHandshake(random), after(options.handshakeTimeout()));
    }

    /// Reads all of `in`, which is borrowed for the call.
    /// `now` is the monotonic clock, ns.
    ///
    /// @throws ProtocolViolation if the client breaks a rule or a bound; the session is closed then
    public void receive(ByteBuffer in, long now) throws ProtocolViolation {
        nowNs = now;
        try {
            if (state instanceof Shaking shaking) {
                shake(shaking, in);
            }
            if (!(state instanceof Shaking || state instanceof Closed)) {
                intake.read(in);
            }
        } catch (ProtocolViolation e) {
            state = new Closed();
            throw e;
        }
        if (state instanceof Closed) {
            in.position(in.limit());
        }
    }

    /// When the client must have got further; the owner closes the connection if it has not.
    /// `Long.MAX_VALUE` while nothing is waited for: that a publisher falls silent is seen above.
    public long deadlineNs() {
        return switch (state) {
            case Shaking(_, long deadlineNs) -> deadlineNs;
            case Connecting(long deadlineNs) -> deadlineNs;
            case Idle(_, long deadlineNs) -> deadlineNs;
            case PublishAsked _, Publishing _, PlayAsked _, Playing _, Closed _ -> Long.MAX_VALUE;
        };
    }

    /// What the client is doing, for the reason of a close: `shaking`, `connecting`, `idle`,
    /// `publishing` ...
    public String phase() {
        return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// Whether nothing is read or said any more.
    public boolean isClosed() {
        return state instanceof Closed;
    }

    /// Lets the publisher in; what it sent ahead comes at once through the listener.
    ///
    /// @return false if it has meanwhile gone, and nothing happened
    public boolean acceptPublish(PublishRequest request) {
        if (!(state instanceof PublishAsked(var asked, var held)) || !asked.equals(request)) {
            return false;
        }
        become(new Publishing(request));
        speaker.userControl(streamEvent(UserControl.STREAM_BEGIN));
        status(RtmpStatus.of(RtmpStatus.PUBLISH_START, request.key() + " is now published"));
        while (state instanceof Publishing && !held.messages.isEmpty()) {
            ServerState.Message message = held.messages.remove();
            listener.onMedia(message.tagType(), message.timestampMs(), message.body());
        }
        return true;
    }

    /// Whoever is given what is published holds it for many seconds, as a window of HLS does.
    public void framesAreHeld() {
        intake.framesAreHeld();
    }

    /// Turns the publisher away.
    ///
    /// @param code [RtmpStatus#PUBLISH_BAD_NAME], [RtmpStatus#PUBLISH_DENIED] or the like
    /// @return false if it has meanwhile gone, and nothing happened
    public boolean refusePublish(PublishRequest request, String code, String description) {
        if (!(state instanceof PublishAsked(var asked, _)) || !asked.equals(request)) {
            return false;
        }
        become(idle(request.connect()));
        status(RtmpStatus.error(code, description));
        return true;
    }

    /// Lets the player in; from now on the owner may write media.
    ///
    /// @return false if it has meanwhile gone, and nothing happened
    public boolean acceptPlay(PlayRequest request) {
        if (!(state instanceof PlayAsked(var asked)) || !asked.equals(request)) {
            return false;
        }
        become(new Playing(request));
        speaker.userControl(streamEvent(UserControl.STREAM_BEGIN));
        status(RtmpStatus.of("NetStream.Play.Reset", "playing and resetting " + request.key()));
        status(RtmpStatus.of(RtmpStatus.PLAY_START, "started playing " + request.key()));
        // Without it Flash denies a player's page the sound's spectrum and snapshots.
        speaker.script(ChunkFanout.MESSAGE_STREAM_ID, new AmfValue.Text("|RtmpSampleAccess"),
                new AmfValue.Bool(true), new AmfValue.Bool(true));
        return true;
    }

    /// Turns the player away.
    ///
    /// @param code [RtmpStatus#STREAM_NOT_FOUND], [RtmpStatus#PLAY_FAILED] or the like
    /// @return false if it has meanwhile gone, and nothing happened
    public boolean refusePlay(PlayRequest request, String code, String description) {
        if (!(state instanceof PlayAsked(var asked)) || !asked.equals(request)) {
            return false;
        }
        become(idle(request.connect()));
        status(RtmpStatus.error(code, description));
        return true;
    }

    /// Tells the player that the stream has data (again).
    public void playStreamBegin() {
        if (state instanceof Playing) {
            speaker.userControl(streamEvent(UserControl.STREAM_BEGIN));
        }
    }

    /// Tells the player that the stream has nothing for the moment.
    public void playStreamDry() {
        if (state instanceof Playing) {
            speaker.userControl(streamEvent(UserControl.STREAM_DRY));
        }
    }

    /// Tells the player that the publisher is gone; FFmpeg and rtmpdump end here.
    public void playUnpublishNotify() {
        if (state instanceof Playing(var request)) {
            status(RtmpStatus.of("NetStream.Play.UnpublishNotify",
                    request.key() + " is no longer published"));
        }
    }

    /// Tells the player that the stream is over: nothing more will come.
    public void playStreamEof() {
        if (state instanceof Playing(var request)) {
            speaker.userControl(streamEvent(UserControl.STREAM_EOF));
            status(RtmpStatus.of("NetStream.Play.Stop", "stopped playing " + request.key()));
        }
    }

    /// Whether the client has said that it knows what [#requestReconnect] asks.
    public boolean understandsReconnect() {
        return connect().filter(connect ->
                connect.capabilities().has(RtmpCapabilities.RECONNECT)).isPresent();
    }

    /// Asks the client to come again, to `tcUrl` or the same address, at a key frame of its choice.
    ///
    /// @return false if the client has not said that it understands this, and nothing was sent
    public boolean requestReconnect(Optional<String> tcUrl, String description) {
        boolean understood = understandsReconnect();
        if (understood) {
            AmfObjectBuilder properties =
                    RtmpStatus.of(RtmpStatus.RECONNECT_REQUEST, description).builder();
            tcUrl.ifPresent(url -> properties.with("tcUrl", url));
            speaker.command(0, Command.of("onStatus", 0, AmfValue.NULL, properties.build()));
        }
        return understood;
    }

    /// Asks the client for a sign of life; see [#roundTripNs].
    public void ping(long now) {
        if (connect().isPresent()) {
            pingNs = now;
            speaker.userControl(UserControl.of(UserControl.PING_REQUEST, pingValue()));
        }
    }

    /// How long the last answered ping took, ns; -1 if none was answered.
    public long roundTripNs() {
        return roundTripNs;
    }

    /// Says why, if there is something to say it about, and reads no more; the owner closes the
    /// connection when what was written is sent.
    public void close(String description) {
        switch (state) {
            case PublishAsked _, Publishing _ ->
                    status(RtmpStatus.error(RtmpStatus.PUBLISH_DENIED, description));
            case PlayAsked _, Playing _ ->
                    status(RtmpStatus.error(RtmpStatus.PLAY_FAILED, description));
            case Shaking _, Connecting _, Idle _, Closed _ -> {
            }
        }
        become(new Closed());
    }

    /// Where the conversation is; never with a secret.
    @Override
    public String toString() {
        return phase() + connect().map(connect -> " " + connect).orElse("");
    }

    ServerState state() {
        return state;
    }

    void become(ServerState next) {
        state = next;
        if (next instanceof PublishAsked) {
            intake.allow(options.limits().atMost(Held.BYTES_MAX, Held.BYTES_MAX));
        } else if (next instanceof Publishing) {
            intake.allow(options.limits());
        }
    }

    Idle idle(RtmpConnect connect) {
        return new Idle(connect, after(options.commandTimeout()));
    }

    private Optional<RtmpConnect> connect() {
        return switch (state) {
            case Shaking _, Connecting _, Closed _ -> Optional.empty();
            case Idle(var connect, _) -> Optional.of(connect);
            case PublishAsked(var request, _) -> Optional.of(request.connect());
            case Publishing(var request) -> Optional.of(request.connect());
            case PlayAsked(var request) -> Optional.of(request.connect());
            case Playing(var request) -> Optional.of(request.connect());
        };
    }

    private long after(Duration timeout) {
        return nowNs + timeout.toNanos();
    }

    private int pingValue() {
        return (int) (pingNs / 1_000_000);
    }

    private void status(RtmpStatus status) {
        speaker.status(ChunkFanout.MESSAGE_STREAM_ID, status);
    }

    private static UserControl streamEvent(int event) {
        return UserControl.of(event, ChunkFanout.MESSAGE_STREAM_ID);
    }

    private void shake(Shaking shaking, ByteBuffer in) throws ProtocolViolation {
        int before = in.remaining();
        shaking.handshake().receive(in).ifPresent(speaker::raw);
        intake.count(before - in.remaining());
        if (shaking.handshake().isDone()) {
            become(new Connecting(after(options.commandTimeout())));
        }
    }

    /// Messages, sorted by the intake.
    private final class Sorted implements Intake.Handler {

        @Override
        public void media(int tagType, long timestampMs, Bytes body) throws ProtocolViolation {
            switch (state) {
                case Publishing _ -> listener.onMedia(tagType, timestampMs, body);
                case PublishAsked(_, var held) -> {
                    if (!held.add(new ServerState.Message(tagType, timestampMs, body))) {
                        throw new ProtocolViolation("media before the answer to publish, more than "
                                + Held.BYTES_MAX + " bytes");
                    }
                }
                // The rest of what an encoder sent before it heard of a refusal, or after it left.
                case Shaking _, Connecting _, Idle _, PlayAsked _, Playing _, Closed _ -> {
                }
            }
        }

        @Override
        public void userControl(UserControl event) {
            switch (event.event()) {
                case UserControl.PING_REQUEST -> speaker.userControl(
                        UserControl.of(UserControl.PING_RESPONSE, event.value()));
                case UserControl.PING_RESPONSE -> {
                    if (pingNs >= 0 && event.value() == pingValue()) {
                        roundTripNs = nowNs - pingNs;
                    }
                }
                case UserControl.SET_BUFFER_LENGTH -> commands.bufferMs(event.extra());
                default -> {
                }
            }
        }

        @Override
        public void command(Command command) throws ProtocolViolation {
            commands.handle(command);
        }

        @Override
        public boolean isOpen() {
            return !(state instanceof Closed);
        }
    }
}
