package io.freshet.control.access.match;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// On whose pages a stream may be played: `example.org`, `*.example.org` (also deeper, not itself).
///
/// It keeps honest browsers from showing a stream on another's page. A program can say any host it
/// likes: what must be kept from those needs a token.
///
/// @param hosts lower-case; empty if all may
public record HostRules(List<String> hosts) {

    public static final HostRules ALL = new HostRules(List.of());

    private static final Pattern HOST = Pattern.compile(
            "(\\*\\.)?[a-z0-9]([a-z0-9-]{0,62})(\\.[a-z0-9]([a-z0-9-]{0,62})){0,10}"
                    + "|\\[[0-9a-f:.]{2,45}]");
    private static final int HOSTS_MAX = 100;

    public HostRules {
        hosts = List.copyOf(hosts);
    }

    public static HostRules parse(List<String> texts) throws BadRuleException {
        List<String> hosts = texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
        if (hosts.size() > HOSTS_MAX
                || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new BadRuleException("a host is written as example.org or *.example.org, and a "
                    + "list takes " + HOSTS_MAX + " at most");
        }
        return new HostRules(hosts);
    }

    /// @param url     as in `Origin` or `Referer`; hostile
    /// @param without whether one who says nothing passes
    public boolean allows(String url, boolean without) {
        if (hosts.isEmpty()) {
            return true;
        }
        if (url.isEmpty()) {
            return without;
        }
        String host = hostOf(url);
        return !host.isEmpty() && hosts.stream().anyMatch(rule -> rule.startsWith("*.")
                ? host.endsWith(rule.substring(1)) && host.length() > rule.length() - 1
                : host.equals(rule));
    }

    private static String hostOf(String url) {
        try {
            URI uri = URI.create(url);
            boolean web = "http".equalsIgnoreCase(uri.getScheme())
                    || "https".equalsIgnoreCase(uri.getScheme());
            return !web || uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
