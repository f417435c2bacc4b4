package io.freshet.protocol.rtmp.message;

/// Message type ids.
///
/// Spec: Adobe RTMP 1.0, 5.4 and 7.1.
public final class MessageType {

    /// Set Chunk Size: obeyed by the chunk reader.
    public static final int SET_CHUNK_SIZE = 1;
    /// Abort Message: obeyed by the chunk reader.
    public static final int ABORT = 2;
    /// Acknowledgement: how many bytes have come.
    public static final int ACKNOWLEDGEMENT = 3;
    /// User Control: see [UserControl].
    public static final int USER_CONTROL = 4;
    /// Window Acknowledgement Size.
    public static final int WINDOW_ACK_SIZE = 5;
    /// Set Peer Bandwidth.
    public static final int SET_PEER_BANDWIDTH = 6;
    /// Audio: an FLV audio tag's body.
    public static final int AUDIO = 8;
    /// Video: an FLV video tag's body.
    public static final int VIDEO = 9;
    /// Data in AMF3: one byte 0, then AMF0 values that may switch to AMF3.
    public static final int DATA_AMF3 = 15;
    /// A command in AMF3: one byte 0, then AMF0 values that may switch to AMF3.
    public static final int COMMAND_AMF3 = 17;
    /// Data in AMF0: an FLV script tag's body.
    public static final int DATA_AMF0 = 18;
    /// A command in AMF0.
    public static final int COMMAND_AMF0 = 20;
    /// Several messages in one: see [Aggregate].
    public static final int AGGREGATE = 22;

    private MessageType() {
    }
}
