package io.freshet.cluster.heal;

/// Something that a viewer would notice.
///
/// @param part what probably fails
/// @param name of it: a stream `APP/NAME`, a listener's settings key, or nothing
/// @param what in words
public record Trouble(Part part, String name, String what) {

    /// What can be restarted by itself.
    public enum Part {
        /// What makes a stream's segments and playlists.
        PACKAGER,
        /// What fetches a stream from another node.
        RELAY,
        /// A socket that newcomers connect to.
        LISTENER
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + ": ") + what;
    }
}
