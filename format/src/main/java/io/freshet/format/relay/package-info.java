/// How one Freshet node sends a stream to another: FLV with every track and every tick, and what
/// FLV has no words for in script messages of our own.
///
/// Start at [io.freshet.format.relay.RelayMuxer] and [io.freshet.format.relay.RelayDemuxer]. The
/// messages are AMF0, `onFreshet...` and one value; parsers are strict: a field too many, too few
/// or out of its range is an error, and other versions are refused.
///
/// Threading: confined to their owner.
/// Spec: Adobe Flash Video 10.1, E.2 to E.4.1; Enhanced RTMP v2; docs/relay.md for our own messages
@NullMarked
package io.freshet.format.relay;

import org.jspecify.annotations.NullMarked;
