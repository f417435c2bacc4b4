package io.freshet.protocol.rtmp;

import io.freshet.format.amf.AmfValue;

/// The information object of `onStatus`, `_result` and `_error`.
///
/// @param level       `status`, `warning` or `error`
/// @param code        `NetStream.Publish.Start` and the like
/// @param description for people
///
/// Spec: Adobe RTMP 1.0, 7.2.2; the codes are those of ActionScript's NetStatusEvent.
public record RtmpStatus(String level, String code, String description) {

    /// The name is taken, reserved, malformed or not for this publisher.
    public static final String PUBLISH_BAD_NAME = "NetStream.Publish.BadName";
    /// This publisher is not let in.
    public static final String PUBLISH_DENIED = "NetStream.Publish.Denied";
    /// There is no such stream.
    public static final String STREAM_NOT_FOUND = "NetStream.Play.StreamNotFound";
    /// It cannot be played, by this player or at all.
    public static final String PLAY_FAILED = "NetStream.Play.Failed";
    /// Come again, perhaps elsewhere.
    public static final String RECONNECT_REQUEST = "NetConnection.Connect.ReconnectRequest";

    static final String PUBLISH_START = "NetStream.Publish.Start";
    static final String PLAY_START = "NetStream.Play.Start";
    static final String CALL_FAILED = "NetConnection.Call.Failed";

    static RtmpStatus of(String code, String description) {
        return new RtmpStatus("status", code, description);
    }

    static RtmpStatus error(String code, String description) {
        return new RtmpStatus("error", code, description);
    }

    static RtmpStatus parse(AmfValue value) {
        return value instanceof AmfValue.Keyed keyed
                ? new RtmpStatus(keyed.text("level").orElse(""), keyed.text("code").orElse(""),
                        keyed.text("description").orElse(""))
                : new RtmpStatus("", "", "");
    }

    boolean isError() {
        return level.equals("error");
    }

    AmfObjectBuilder builder() {
        return new AmfObjectBuilder().with("level", level).with("code", code)
                .with("description", description);
    }
}
