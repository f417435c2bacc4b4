package io.freshet.live.packaging;

import java.util.Optional;

/// An HLS URL's path below the app, parted into the stream's name and what of it is wanted.
///
/// A stream's name never ends like one of these, and each kind of file lies at its own depth, so
/// the end of a path says where the name ends.
///
/// @param stream the stream's name, one to three levels
/// @param file   what [HlsView] knows it by: `index.m3u8`, `v1/{digest}.mp4` ...
public record HlsPath(String stream, String file) {

    /// Parts `name/index.m3u8`, `name/v1/{tag}/{number}.{part}.m4s` and the like.
    ///
    /// Empty if it is not the path of such a file.
    public static Optional<HlsPath> of(String path) {
        int depth = switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "m3u8" -> 1;
            case "mp4", "ts", "aac", "mp3", "ac3", "ec3" -> 2;
            case "m4s" -> 3;
            default -> 0;
        };
        int slash = path.length();
        for (int i = 0; i < depth && slash > 0; i++) {
            slash = path.lastIndexOf('/', slash - 1);
        }
        return depth == 0 || slash <= 0 ? Optional.empty()
                : Optional.of(new HlsPath(path.substring(0, slash), path.substring(slash + 1)));
    }

    /// The path of the rendition whose playlist this is, `v1`; empty if it is none of a rendition.
    public Optional<String> rendition() {
        boolean own = file.endsWith(".m3u8") && !file.equals("index.m3u8")
                && !file.equals("ts.m3u8");
        return own ? Optional.of(file.substring(0, file.length() - 5)) : Optional.empty();
    }
}
