package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;
import io.freshet.media.BadNameException;
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
import io.freshet.protocol.rtmp.message.Command;
import io.freshet.protocol.rtmp.message.MessageType;

/// What a server session does at each command of its client.
///
/// Threading: confined to the session.
///
/// Spec: Adobe RTMP 1.0, 7.2.
final class ServerCommands {

    private static final int STREAM = ChunkFanout.MESSAGE_STREAM_ID;
    /// Clients look for FMS, and some switch habits by its number.
    private static final String SERVER_VERSION = "FMS/3,5,7,7009";
    private static final int CAPABILITIES = 31;

    private final RtmpServerSession session;
    private final RtmpOptions options;
    private final RtmpServerListener listener;
    private final Speaker speaker;
    private long bufferMs;
    private boolean audio = true;
    private boolean video = true;

    ServerCommands(RtmpServerSession session, RtmpOptions options, RtmpServerListener listener,
            Speaker speaker) {
        this.session = session;
        this.options = options;
        this.listener = listener;
        this.speaker = speaker;
    }

    /// The client has said how much it buffers.
    void bufferMs(int ms) {
        bufferMs = ms & 0xFFFF_FFFFL;
    }

    void handle(Command command) throws ProtocolViolation {
        switch (session.state()) {
            case Shaking _, Closed _ -> {
            }
            case Connecting _ -> {
                if (!command.name().equals("connect")) {
                    throw new ProtocolViolation("command "
                            + Queries.printable(command.name()) + " before connect");
                }
                connect(command);
            }
            case Idle _, PublishAsked _, Publishing _, PlayAsked _, Playing _ ->
                    handleConnected(command);
        }
    }

    private void handleConnected(Command command) {
        switch (command.name()) {
            case "createStream" -> createStream(command);
            case "publish" -> publish(command);
            case "play" -> play(command, command.text(0));
            case "play2" -> play2(command);
            case "deleteStream", "closeStream" -> leave();
            case "FCPublish" -> announce(command, "onFCPublish", RtmpStatus.PUBLISH_START);
            case "FCUnpublish" -> {
                announce(command, "onFCUnpublish", "NetStream.Unpublish.Success");
                leave();
            }
            case "FCSubscribe" -> announce(command, "onFCSubscribe", RtmpStatus.PLAY_START);
            case "FCUnsubscribe" -> {
                announce(command, "onFCUnsubscribe", "NetStream.Play.Stop");
                leave();
            }
            case "releaseStream", "_checkbw", "checkBandwidth" ->
                    speaker.result(command, AmfValue.NULL);
            // A live stream has no length.
            case "getStreamLength" ->
                    speaker.result(command, AmfValue.NULL, new AmfValue.Num(0));
            case "pause", "pauseRaw" -> pause(command);
            case "seek" -> seek();
            case "receiveAudio" -> receive(command.bool(0, true), video);
            case "receiveVideo" -> receive(audio, command.bool(0, true));
            // Answers to what we never asked, and notices.
            case "_result", "_error", "onStatus", "onFI", "onBWDone", "onTextData" -> {
            }
            default -> speaker.error(command, RtmpStatus.error(RtmpStatus.CALL_FAILED,
                    "no command " + Queries.printable(command.name())));
        }
    }

    private void connect(Command command) {
        RtmpConnect connect = RtmpConnect.of(command);
        RtmpCapabilities ours = listener.onConnect(connect);
        if (session.state() instanceof Closed) {
            return;
        }
        session.become(session.idle(connect));
        speaker.control(MessageType.WINDOW_ACK_SIZE, options.windowAckBytes());
        speaker.peerBandwidth(options.windowAckBytes());
        // Here and not at play: so all that we ever send has one chunk size.
        speaker.setChunkSize(ChunkFanout.CHUNK_BYTES);
        AmfObjectBuilder properties = new AmfObjectBuilder()
                .with("fmsVer", SERVER_VERSION).with("capabilities", CAPABILITIES).with("mode", 1);
        if (RtmpCapabilities.isSpokenOf(command.properties())) {
            ours.writeTo(properties);
        }
        AmfValue.Obj status = RtmpStatus.of("NetConnection.Connect.Success",
                        "Connection succeeded.").builder()
                .with("objectEncoding", connect.objectEncoding() == 3 ? 3 : 0).build();
        speaker.result(command, properties.build(), status);
    }

    private void createStream(Command command) {
        if (session.state() instanceof Idle) {
            speaker.result(command, AmfValue.NULL, new AmfValue.Num(STREAM));
        } else {
            speaker.error(command, RtmpStatus.error(RtmpStatus.CALL_FAILED,
                    "one stream at a time on a connection"));
        }
    }

    private void publish(Command command) {
        if (isFalse(command)) {
            leave();
            return;
        }
        if (!(session.state() instanceof Idle(var connect, _))) {
            refuse(RtmpStatus.PUBLISH_BAD_NAME, "one stream at a time on a connection");
            return;
        }
        PublishRequest request;
        try {
            StreamTarget target = StreamTarget.of(connect, command.text(0));
            request = new PublishRequest(target.key(), target.parameters(), type(command), connect);
        } catch (BadNameException e) {
            refuse(RtmpStatus.PUBLISH_BAD_NAME, String.valueOf(e.getMessage()));
            return;
        }
        session.become(new PublishAsked(request, new Held()));
        listener.onPublish(request);
    }

    private static String type(Command publish) {
        return switch (publish.text(1)) {
            case "record" -> "record";
            case "append" -> "append";
            default -> "live";
        };
    }

    private void play2(Command command) {
        String name = !command.arguments().isEmpty()
                && command.arguments().getFirst() instanceof AmfValue.Keyed wanted
                ? wanted.text("streamName").orElse("") : "";
        play(command, name);
    }

    private void play(Command command, String name) {
        if (isFalse(command)) {
            leave();
            return;
        }
        if (!(session.state() instanceof Idle(var connect, _))) {
            refuse(RtmpStatus.PLAY_FAILED, "one stream at a time on a connection");
            return;
        }
        PlayRequest request;
        try {
            StreamTarget target = StreamTarget.of(connect, name);
            request = new PlayRequest(target.key(), target.parameters(),
                    (long) command.number(1, -2000),
                    Math.max(0, (long) command.number(2, 0)), bufferMs, connect);
        } catch (BadNameException e) {
            refuse(RtmpStatus.STREAM_NOT_FOUND, String.valueOf(e.getMessage()));
            return;
        }
        audio = true;
        video = true;
        session.become(new PlayAsked(request));
        listener.onPlay(request);
    }

    private static boolean isFalse(Command command) {
        return !command.bool(0, true);
    }

    private void leave() {
        switch (session.state()) {
            case PublishAsked(var request, _) -> session.become(session.idle(request.connect()));
            case PlayAsked(var request) -> session.become(session.idle(request.connect()));
            case Publishing(var request) -> {
                session.become(session.idle(request.connect()));
                speaker.status(STREAM, RtmpStatus.of("NetStream.Unpublish.Success",
                        request.key() + " is no longer published"));
                listener.onPublishEnd();
            }
            case Playing(var request) -> {
                session.become(session.idle(request.connect()));
                listener.onPlayEnd();
            }
            case Shaking _, Connecting _, Idle _, Closed _ -> {
            }
        }
    }

    /// Flash Media Live Encoder waits for the second message before it publishes.
    private void announce(Command command, String notice, String code) {
        speaker.result(command, AmfValue.NULL);
        speaker.command(0, Command.of(notice, 0, AmfValue.NULL,
                RtmpStatus.of(code, "").builder().build()));
    }

    private void pause(Command command) {
        if (session.state() instanceof Playing(var request)) {
            boolean paused = command.bool(0, true);
            speaker.status(STREAM, RtmpStatus.of(
                    paused ? "NetStream.Pause.Notify" : "NetStream.Unpause.Notify",
                    (paused ? "paused " : "unpaused ") + request.key()));
            listener.onPause(paused);
        }
    }

    /// A live stream stays where it is; an error would make FFmpeg give up.
    private void seek() {
        if (session.state() instanceof Playing(var request)) {
            speaker.status(STREAM, RtmpStatus.of("NetStream.Seek.Notify",
                    request.key() + " is live"));
            speaker.status(STREAM, RtmpStatus.of(RtmpStatus.PLAY_START,
                    "started playing " + request.key()));
        }
    }

    private void receive(boolean wantsAudio, boolean wantsVideo) {
        audio = wantsAudio;
        video = wantsVideo;
        if (session.state() instanceof Playing) {
            listener.onReceive(audio, video);
        }
    }

    private void refuse(String code, String description) {
        speaker.status(STREAM, RtmpStatus.error(code, description));
    }
}
