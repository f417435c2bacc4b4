package io.freshet.net.address;

/// Where an address is, by codes; each empty if that is not known.
///
/// @param continent   two letters, `EU`
/// @param country     ISO 3166-1, two letters, `DE`
/// @param subdivision ISO 3166-2, the largest one, `US-CA`
public record Location(String continent, String country, String subdivision) {

    /// Nothing is known.
    public static final Location UNKNOWN = new Location("", "", "");
}
