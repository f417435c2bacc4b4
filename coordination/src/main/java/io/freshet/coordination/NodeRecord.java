package io.freshet.coordination;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A node, as it describes itself when it starts and whenever that changes.
///
/// @param id        its name in the cluster, the same after a restart
/// @param start     Unix time of this start, ms: tells one life of a node from the next
/// @param roles     what it is there for
/// @param place     where it is
/// @param addresses by protocol (`relay`, `http`, `https`, `rtmp`, `rtmps`, `api`), a URI without
///                  path: `http://192.0.2.7:8080`
/// @param capacity  what it can carry
/// @param version   of the program
/// @param state     whether it takes anybody new
public record NodeRecord(String id, long start, Set<Role> roles, Place place,
        Map<String, String> addresses, Capacity capacity, String version, NodeState state) {

    public NodeRecord {
        checkId(id);
        roles = Set.copyOf(roles);
        addresses = Map.copyOf(addresses);
    }

    /// Where a node is.
    ///
    /// @param region between regions traffic is dear; lower-case letters, digits and `-`
    /// @param zone   what fails together, inside the region; may be empty
    public record Place(String region, String zone) {
    }

    /// What a node can carry.
    ///
    /// @param viewersMax viewers at a time
    /// @param trafficBps bits a second that it can send
    public record Capacity(int viewersMax, long trafficBps) {

        public Capacity {
            if (viewersMax < 0 || trafficBps < 0) {
                throw new IllegalArgumentException("negative capacity");
            }
        }
    }

    /// Names end up in keys, subjects and logs.
    ///
    /// @throws IllegalArgumentException if `id` is not 1 to 40 lower-case letters, digits or `-`
    public static String checkId(String id) {
        if (!id.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("node id '" + id
                    + "' must be 1 to 40 lower-case letters, digits or '-'");
        }
        return id;
    }

    /// Whether it has that role.
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /// The address for a protocol; empty if it does not speak it.
    public String address(String protocol) {
        return addresses.getOrDefault(protocol, "");
    }

    /// The same node in another state.
    public NodeRecord in(NodeState other) {
        return new NodeRecord(id, start, roles, place, addresses, capacity, version, other);
    }

    /// As it is kept.
    public String text() {
        Fields fields = new Fields().put("id", id).put("start", start)
                .put("roles", roles.stream().sorted().map(NodeRecord::lower).toList())
                .put("region", place.region()).put("zone", place.zone())
                .put("viewers-max", capacity.viewersMax())
                .put("traffic-bps", capacity.trafficBps())
                .put("version", version).put("state", lower(state));
        new TreeMap<>(addresses).forEach((protocol, uri) -> fields.put("at-" + protocol, uri));
        return fields.put("protocols", addresses.keySet().stream().sorted().toList()).text();
    }

    /// Reads what [#text] wrote; a role that is not known here is passed over.
    ///
    /// @throws BadRecordException if it is not that
    public static NodeRecord parse(String text) throws BadRecordException {
        Fields fields = Fields.parse(text);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : fields.list("roles")) {
            for (Role role : Role.values()) {
                if (lower(role).equals(name)) {
                    roles.add(role);
                }
            }
        }
        Map<String, String> addresses = new TreeMap<>();
        for (String protocol : fields.list("protocols")) {
            addresses.put(protocol, fields.get("at-" + protocol));
        }
        try {
            return new NodeRecord(fields.get("id"), fields.number("start"), roles,
                    new Place(fields.get("region"), fields.get("zone")), addresses,
                    new Capacity(fields.count("viewers-max"), fields.number("traffic-bps")),
                    fields.get("version"),
                    NodeState.valueOf(fields.get("state").toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException bad) {
            throw new BadRecordException(String.valueOf(bad.getMessage()));
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
