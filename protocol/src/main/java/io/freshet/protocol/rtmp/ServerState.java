package io.freshet.protocol.rtmp;

import io.freshet.media.Bytes;
import io.freshet.protocol.rtmp.handshake.ServerHandshake;
import java.util.ArrayDeque;
import java.util.Queue;

/// Where a server session is in its conversation; [RtmpServerSession] has the transitions.
sealed interface ServerState {

    /// The handshake is not over.
    record Shaking(ServerHandshake handshake, long deadlineNs) implements ServerState {
    }

    /// `connect` has not come.
    record Connecting(long deadlineNs) implements ServerState {
    }

    /// Connected; neither publishes nor plays.
    record Idle(RtmpConnect connect, long deadlineNs) implements ServerState {
    }

    /// The owner has not answered yet; what the publisher sends is held, within a bound.
    record PublishAsked(PublishRequest request, Held held) implements ServerState {
    }

    /// An accepted publisher.
    record Publishing(PublishRequest request) implements ServerState {
    }

    /// The owner has not answered yet.
    record PlayAsked(PlayRequest request) implements ServerState {
    }

    /// An accepted player.
    record Playing(PlayRequest request) implements ServerState {
    }

    /// Nothing is read or said any more.
    record Closed() implements ServerState {
    }

    /// A media message that came before the owner's answer.
    record Message(int tagType, long timestampMs, Bytes body) {
    }

    /// Media messages that came before the owner's answer, in order.
    ///
    /// Threading: confined to the session.
    final class Held {

        /// Encoders wait for the answer; one that does not sends about a second ahead.
        static final int BYTES_MAX = 2 << 20;
        static final int COUNT_MAX = 256;

        final Queue<Message> messages = new ArrayDeque<>();
        private int bytes;

        /// @return false if there is no room
        boolean add(Message message) {
            bytes += message.body.length();
            return messages.add(message) && bytes <= BYTES_MAX && messages.size() <= COUNT_MAX;
        }
    }
}
