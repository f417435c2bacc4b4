package io.freshet.format.mp4;

import io.freshet.media.Frame;
import io.freshet.media.Kind;

/// What a fragment says about how samples depend on each other.
///
/// ```
/// ____ LL DD SS RR PPP N + 16 bits    leading, depends on, is depended on, redundant,
///                                     padding, is not a sync sample, degradation priority
/// ```
///
/// Spec: ISO/IEC 14496-12:2022, 8.8.3.1
final class SampleFlags {

    private static final int LEADING_AND_UNDECODABLE = 1 << 26;
    private static final int DEPENDS_ON_OTHERS = 1 << 24;
    private static final int DEPENDS_ON_NONE = 2 << 24;
    private static final int DISPOSABLE = 2 << 22;
    private static final int NON_SYNC = 1 << 16;

    /// Every audio sample; what players start with.
    static final int SYNC = DEPENDS_ON_NONE;
    /// A picture that refers to others and others may refer to.
    static final int PREDICTED = DEPENDS_ON_OTHERS | NON_SYNC;

    private SampleFlags() {
    }

    /// From the flags of a [Frame] of that kind.
    static int of(Kind kind, int frameFlags) {
        if (kind != Kind.VIDEO) {
            return SYNC;
        }
        // An open key frame is a sync sample too: browsers throw away all before the first one, and
        // some encoders make no other kind. Its leading pictures are marked instead.
        int flags = (frameFlags & Frame.KEY) != 0 ? SYNC : PREDICTED;
        if ((frameFlags & Frame.LEADING) != 0) {
            flags |= LEADING_AND_UNDECODABLE;
        }
        if ((frameFlags & Frame.DROPPABLE) != 0) {
            flags |= DISPOSABLE;
        }
        return flags;
    }
}
