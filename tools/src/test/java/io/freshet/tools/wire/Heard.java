package io.freshet.tools.wire;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Writes down what a scanner finds, a line each.
final class Heard implements MessageListener {

    final List<String> lines = new ArrayList<>();

    /// What is fed to a scanner.
    interface Feed {
        void read(ByteBuffer in, MessageListener out) throws PeerFault;
    }

    @Override
    public void onMedia(MessageView message) {
        StringBuilder head = new StringBuilder();
        for (int i = 0; i < message.headBytes(); i++) {
            head.append(String.format("%02x", message.headAt(i)));
        }
        lines.add(message.type() + "@" + message.timestampMs() + " " + message.bodyBytes() + " "
                + head);
    }

    @Override
    public void onOther(int type, Bytes body) {
        lines.add(type + " " + body);
    }

    /// In pieces of `size` bytes, the first one `first` long; each in a buffer of its own.
    static List<String> inPieces(byte[] wire, int first, int size, Feed feed) throws PeerFault {
        Heard heard = new Heard();
        int at = 0;
        int count = first;
        while (at < wire.length) {
            int length = Math.min(Math.max(1, count), wire.length - at);
            ByteBuffer piece = ByteBuffer.allocateDirect(length + 3).position(2);
            piece.put(wire, at, length).limit(2 + length).position(2);
            feed.read(piece, heard);
            if (piece.hasRemaining()) {
                throw new AssertionError(piece.remaining() + " bytes were left");
            }
            at += length;
            count = size;
        }
        return heard.lines;
    }
}
