package io.freshet.control.access.rule;

import io.freshet.control.access.match.AddressList;
import io.freshet.control.access.match.HostRules;
import io.freshet.control.access.match.StreamPattern;

/// Who may watch some streams of an app, and how many.
///
/// @param id             names it
/// @param stream         which streams
/// @param signed         whether it takes a token
/// @param hosts          on whose pages
/// @param allow          from where; everywhere if empty
/// @param deny           from where not; wins
/// @param viewersMax     of each stream on this node; 0 if there is no rule
/// @param bitrateMaxBps  a publisher above it is sent away; 0 if there is no rule
public record PlaybackRule(String id, StreamPattern stream, boolean signed, Hosts hosts,
        AddressList allow, AddressList deny, int viewersMax, long bitrateMaxBps) {

    /// On whose pages.
    ///
    /// @param origins  in `Origin`
    /// @param referers in `Referer`
    /// @param without  whether who says neither passes, as players do that are no page
    public record Hosts(HostRules origins, HostRules referers, boolean without) {

        public static final Hosts ALL = new Hosts(HostRules.ALL, HostRules.ALL, true);

        public boolean allows(String origin, String referer) {
            // A page says one or the other, depending on how it asks.
            boolean silent = without || !origin.isEmpty() || !referer.isEmpty();
            return origins.allows(origin, silent) && referers.allows(referer, silent);
        }
    }

    /// Whether nobody need be looked at.
    boolean isOpenToAll() {
        return !signed && hosts.equals(Hosts.ALL) && allow.isEmpty() && deny.isEmpty()
                && viewersMax == 0;
    }

    public boolean allowsAddress(String address) {
        return (allow.isEmpty() || allow.contains(address)) && !deny.contains(address);
    }
}
