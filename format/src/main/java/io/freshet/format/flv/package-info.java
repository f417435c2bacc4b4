/// FLV tags, which are RTMP messages too: legacy and Enhanced RTMP v1 and v2, both ways.
///
/// Start at [FlvDemuxer] and [FlvMuxer]: tag bodies to signals and back. [VideoTag] and [AudioTag]
/// are the bodies; [FlvReader] and [FlvWriter] the file around them. Track ids: [FlvTrackIds].
///
/// Threading: records are immutable; reader, demuxer and muxer are confined to their owner.
/// Spec: Adobe Flash Video File Format 10.1, Annex E; Veovera Enhanced RTMP v2.
@NullMarked
package io.freshet.format.flv;

import org.jspecify.annotations.NullMarked;
