package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;
import io.freshet.format.flv.FlvTag;
import io.freshet.media.Bytes;
import io.freshet.protocol.ProtocolViolation;
import io.freshet.protocol.rtmp.ClientState.Asking;
import io.freshet.protocol.rtmp.ClientState.Closed;
import io.freshet.protocol.rtmp.ClientState.Connecting;
import io.freshet.protocol.rtmp.ClientState.Creating;
import io.freshet.protocol.rtmp.ClientState.Running;
import io.freshet.protocol.rtmp.ClientState.Shaking;
import io.freshet.protocol.rtmp.RtmpClientTarget.Role;
import io.freshet.protocol.rtmp.chunk.ChunkFanout;
import io.freshet.protocol.rtmp.chunk.ChunkLimits;
import io.freshet.protocol.rtmp.handshake.ClientHandshake;
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.MessageType;
import io.freshet.protocol.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The client's side of one RTMP connection: publishes or plays one stream.
///
///     from        on                         to          says
///     Shaking     S2 complete                Connecting  C2, chunk size, connect
///     Connecting  _result                    Creating    releaseStream, FCPublish, createStream
///     Creating    _result                    Asking      publish or play
///     Asking      Publish.Start, Play.Start  Running     (onStarted)
///     any         _error, an error status    Closed      (onEnded)
///     Running     Stop, Unpublish, EOF       Closed      (onEnded)
///     any         close, or a violation      Closed
///
/// Threading: confined to the loop of its connection.
///
/// Spec: Adobe RTMP 1.0, 5 and 7; Enhanced RTMP v2.
public final class RtmpClientSession {

    private static final int CONNECT = 1;
    private static final int RELEASE_STREAM = 2;
    private static final int FC_PUBLISH = 3;
    private static final int CREATE_STREAM = 4;
    private static final int ASK = 5;
    private static final String VERSION = "FMLE/3.0 (compatible; Freshet)";
    private static final int BUFFER_MS = 1000;

    private final RtmpClientTarget target;
    private final RtmpCapabilities ours;
    private final RtmpClientListener listener;
    private final Speaker speaker;
    private final Intake intake;
    private ClientState state;

    /// @param ours      what we can do beyond the old protocol; [RtmpCapabilities#NONE]: nothing
    /// @param handshake not begun
    public RtmpClientSession(RtmpClientTarget target, RtmpCapabilities ours,
            RtmpClientListener listener, RtmpOutput output, ClientHandshake handshake) {
        this.target = target;
        this.ours = ours;
        this.listener = listener;
        this.speaker = new Speaker(output);
        this.intake = new Intake(new Sorted(), speaker, ChunkLimits.DEFAULT,
                RtmpOptions.DEFAULT.windowAckBytes());
        this.state = new Shaking(handshake);
    }

    /// Sends the first bytes; once, when the connection is there.
    public void open() {
        if (state instanceof Shaking(var handshake)) {
            speaker.raw(handshake.open());
        }
    }

    /// Reads all of `in`, which is borrowed for the call.
    ///
    /// @throws ProtocolViolation if the server breaks a rule or a bound; the session is closed then
    public void receive(ByteBuffer in) throws ProtocolViolation {
        try {
            if (state instanceof Shaking(var handshake)) {
                int before = in.remaining();
                handshake.receive(in).ifPresent(c2 -> connect(c2));
                intake.count(before - in.remaining());
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

    /// Sends a media message.
    ///
    /// @return false if the server has not accepted (yet or any more), and nothing was sent
    public boolean sendMedia(FlvTag tag) {
        if (!(state instanceof Running(int messageStreamId)) || target.role() != Role.PUBLISH) {
            return false;
        }
        speaker.media(messageStreamId, tag);
        return true;
    }

    /// Whether media flows.
    public boolean isRunning() {
        return state instanceof Running;
    }

    /// Takes leave of the stream, if there is one, and reads no more.
    public void close() {
        if (state instanceof Running(int messageStreamId)) {
            if (target.role() == Role.PUBLISH) {
                speaker.command(0, Command.of("FCUnpublish", 0, AmfValue.NULL, name()));
            }
            speaker.command(0, Command.of("deleteStream", 0, AmfValue.NULL,
                    new AmfValue.Num(messageStreamId)));
        }
        state = new Closed();
    }

    /// What it does; never with a secret.
    @Override
    public String toString() {
        return state.getClass().getSimpleName() + " " + target;
    }

    private void connect(Bytes c2) {
        speaker.raw(c2);
        speaker.setChunkSize(ChunkFanout.CHUNK_BYTES);
        AmfObjectBuilder properties = new AmfObjectBuilder().with("app", target.app())
                .with("flashVer", VERSION).with("tcUrl", target.tcUrl());
        if (target.role() == Role.PUBLISH) {
            properties.with("type", "nonprivate");
        } else {
            properties.with("fpad", false).with("capabilities", 15).with("audioCodecs", 4071)
                    .with("videoCodecs", 252).with("videoFunction", 1);
        }
        if (!ours.equals(RtmpCapabilities.NONE)) {
            ours.writeTo(properties);
        }
        state = new Connecting();
        speaker.command(0, Command.of("connect", CONNECT, properties.build()));
    }

    private static RtmpStatus status(Command command) {
        return RtmpStatus.parse(command.arguments().isEmpty() ? AmfValue.NULL
                : command.arguments().getFirst());
    }

    private void result(Command command) {
        int call = (int) command.transactionId();
        if (call == CONNECT && state instanceof Connecting) {
            createStream(RtmpCapabilities.parse(command.properties()));
        } else if (call == CREATE_STREAM && state instanceof Creating(var server)) {
            ask(server, (int) command.number(0, 1));
        }
    }

    private void createStream(RtmpCapabilities server) {
        state = new Creating(server);
        speaker.control(MessageType.WINDOW_ACK_SIZE, RtmpOptions.DEFAULT.windowAckBytes());
        if (target.role() == Role.PUBLISH) {
            speaker.command(0, Command.of("releaseStream", RELEASE_STREAM, AmfValue.NULL, name()));
            speaker.command(0, Command.of("FCPublish", FC_PUBLISH, AmfValue.NULL, name()));
        }
        speaker.command(0, Command.of("createStream", CREATE_STREAM, AmfValue.NULL));
    }

    private void ask(RtmpCapabilities server, int messageStreamId) {
        state = new Asking(server, messageStreamId);
        if (target.role() == Role.PUBLISH) {
            speaker.command(messageStreamId, Command.of("publish", ASK, AmfValue.NULL, name(),
                    new AmfValue.Text("live")));
        } else {
            speaker.userControl(new UserControl(UserControl.SET_BUFFER_LENGTH, messageStreamId,
                    BUFFER_MS));
            speaker.command(messageStreamId, Command.of("play", ASK, AmfValue.NULL, name(),
                    new AmfValue.Num(-2000)));
        }
    }

    private AmfValue name() {
        return new AmfValue.Text(target.streamName());
    }

    private void status(Command command, RtmpStatus status) {
        if (status.code().equals(RtmpStatus.RECONNECT_REQUEST)) {
            listener.onReconnectRequest(command.arguments().getFirst() instanceof AmfValue.Keyed
                    keyed ? keyed.text("tcUrl") : Optional.empty());
            return;
        }
        if (status.isError()) {
            end(status);
            return;
        }
        switch (status.code()) {
            case RtmpStatus.PUBLISH_START, RtmpStatus.PLAY_START -> {
                if (state instanceof Asking(var server, int messageStreamId)) {
                    state = new Running(messageStreamId);
                    listener.onStarted(server);
                }
            }
            case "NetStream.Play.Stop", "NetStream.Play.Complete",
                    "NetStream.Play.UnpublishNotify", "NetStream.Unpublish.Success",
                    "NetConnection.Connect.Closed" -> end(status);
            default -> {
            }
        }
    }

    private void end(RtmpStatus status) {
        if (!(state instanceof Closed)) {
            state = new Closed();
            listener.onEnded(status);
        }
    }

    /// Messages, sorted by the intake.
    private final class Sorted implements Intake.Handler {

        @Override
        public void media(int tagType, long timestampMs, Bytes body) {
            if (state instanceof Running && target.role() == Role.PLAY) {
                listener.onMedia(tagType, timestampMs, body);
            }
        }

        @Override
        public void userControl(UserControl event) {
            if (event.event() == UserControl.PING_REQUEST) {
                speaker.userControl(UserControl.of(UserControl.PING_RESPONSE, event.value()));
            } else if (event.event() == UserControl.STREAM_EOF && state instanceof Running) {
                end(new RtmpStatus("status", "NetStream.Play.Complete", "end of stream"));
            }
        }

        @Override
        public void command(Command command) {
            switch (command.name()) {
                case "_result" -> result(command);
                case "_error" -> {
                    // That a server does not know releaseStream or FCPublish does not matter.
                    int call = (int) command.transactionId();
                    if (call != RELEASE_STREAM && call != FC_PUBLISH) {
                        end(status(command));
                    }
                }
                case "onStatus" -> status(command, status(command));
                default -> {
                }
            }
        }

        @Override
        public boolean isOpen() {
            return !(state instanceof Closed);
        }
    }
}
