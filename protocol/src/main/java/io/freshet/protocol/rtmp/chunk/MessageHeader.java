package io.freshet.protocol.rtmp.chunk;

/// What goes before a message's body.
///
/// @param chunkStreamId   2 to 63; 2 is for protocol control
/// @param type            message type id, 0 to 255
/// @param messageStreamId 0 for the connection itself
/// @param timestampMs     absolute; written modulo 2^32
public record MessageHeader(int chunkStreamId, int type, int messageStreamId, long timestampMs) {

    public MessageHeader {
        if (chunkStreamId < 2 || chunkStreamId > 63) {
            throw new IllegalArgumentException("chunk stream id " + chunkStreamId
                    + " is not within 2 and 63");
        }
    }
}
