/// HLS and LL-HLS: playlists, parts and segments of the streams that are packaged here.
///
/// Start at [io.freshet.gateway.hls.HlsRoute]; `HlsDesk` packages every stream of an app with HLS,
/// one `HlsChannel` each, where requests ahead of the stream wait.
///
/// Threading: the connection's loop; a channel's waiting list belongs to the stream's owner loop.
@NullMarked
package io.freshet.gateway.hls;

import org.jspecify.annotations.NullMarked;
