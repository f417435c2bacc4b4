package io.freshet.tools.load;

import io.freshet.format.flv.FlvTag;
import io.freshet.tools.wire.MessageView;

/// What the first two bytes of an audio or video message say.
///
/// Spec: Adobe Flash Video 10.1, E.4.2 and E.4.3; Enhanced RTMP v2
final class MediaHead {

    private static final int AAC = 10;
    private static final int ENHANCED_AUDIO = 9;

    private MediaHead() {
    }

    /// Whether it is a frame, and no configuration, end or command.
    static boolean isFrame(MessageView message) {
        if (message.headBytes() < 2) {
            return false;
        }
        int first = message.headAt(0);
        int second = message.headAt(1);
        if (message.type() == FlvTag.AUDIO) {
            int format = first >> 4;
            return format == AAC ? second == 1 : format != ENHANCED_AUDIO || (first & 15) == 1;
        }
        if (message.type() != FlvTag.VIDEO || (first >> 4 & 7) == 5) {
            return false;
        }
        int packet = first & 15;
        // 6 is multitrack and 7 announces another packet: most of those are frames.
        return first < 0x80 ? second == 1 : packet == 1 || packet == 3 || packet >= 6;
    }

    /// Whether decoding can start at this frame.
    static boolean isKey(MessageView frame) {
        return (frame.headAt(0) >> 4 & 7) == 1;
    }
}
