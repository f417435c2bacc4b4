package io.freshet.server.config;

import static io.freshet.server.config.ValueTypes.SWITCH;
import static io.freshet.server.config.ValueTypes.TEXT;
import static io.freshet.server.config.ValueTypes.choice;
import static io.freshet.server.config.ValueTypes.duration;
import static io.freshet.server.config.ValueTypes.whole;

import java.time.Duration;
import java.util.List;

/// What is done about nodes that viewers cannot use.
///
/// @param enabled    whether anything is
/// @param every      how often each node is looked at
/// @param streams    looked at on a node in one round
/// @param evictedMax share of the nodes that may be out at a time, percent
/// @param trialApp   app in which the trial stream is pushed
/// @param provider   who starts a node anew
/// @param hooks      who is told when a node is out, and in again
public record HealingSettings(boolean enabled, Duration every, int streams, int evictedMax,
        String trialApp, Provider provider, Hooks hooks) {

    /// Who starts a node anew.
    public enum Kind implements Choice {
        NONE,
        PROCESS,
        COMMAND,
        KUBERNETES;
    }

    /// Who starts a node anew.
    ///
    /// @param kind      in which way
    /// @param command   words; `{node}`, `{host}` and `{reason}` are filled in
    /// @param patience  a node must answer within that time
    /// @param api       of Kubernetes
    /// @param account   folder with `token`, `namespace` and `ca.crt`
    /// @param pod       name of a node's pod, with `{node}`
    public record Provider(Kind kind, String command, Duration patience, String api,
            String account, String pod) {
    }

    /// Who is told.
    ///
    /// @param withdrawUrl POSTed to when a node is out; empty for none
    /// @param restoreUrl  POSTed to when it is in again
    /// @param mayBePrivate whether these may lead to private addresses
    /// @param command     run in either case; empty for none
    public record Hooks(String withdrawUrl, String restoreUrl, boolean mayBePrivate,
            String command) {
    }

    /// @throws IllegalArgumentException naming the key that is wrong
    static HealingSettings of(Values values) {
        Provider provider = new Provider(values.of(Keys.PROVIDER), values.of(Keys.COMMAND),
                values.of(Keys.PATIENCE), values.of(Keys.KUBERNETES), values.of(Keys.ACCOUNT),
                values.of(Keys.POD));
        boolean runs = provider.kind == Kind.PROCESS || provider.kind == Kind.COMMAND;
        if (runs && provider.command.isBlank()) {
            throw new IllegalArgumentException("healing.command is missing: it is what"
                    + " starts a node anew");
        }
        return new HealingSettings(values.of(Keys.ENABLED), values.of(Keys.EVERY),
                values.of(Keys.STREAMS), values.of(Keys.EVICTED), values.of(Keys.TRIAL_APP),
                provider, new Hooks(values.of(Keys.WITHDRAW), values.of(Keys.RESTORE),
                        values.of(Keys.PRIVATE), values.of(Keys.HOOK)));
    }

    /// Nothing is done.
    static HealingSettings none() {
        return new HealingSettings(false, Duration.ofSeconds(5), 4, 25, Settings.DEFAULT_APP,
                new Provider(Kind.NONE, "", Duration.ofSeconds(90), "", "", ""),
                new Hooks("", "", false, ""));
    }

    /// The keys, in the order of the reference.
    static final class Keys {

        static final Key<Boolean> ENABLED = Key.of("healing.enabled", SWITCH, "false",
                "Whether nodes are looked at as viewers see them, and healed").afterRestart();
        static final Key<Duration> EVERY = Key.of("healing.every", duration("1s", "10m"),
                "5s", "How often each node is looked at").afterRestart();
        static final Key<Integer> STREAMS = Key.of("healing.streams", whole(1, 100), "4",
                "Streams looked at on a node in one round, in turn").afterRestart();
        static final Key<Integer> EVICTED = Key.of("healing.evicted-max", whole(0, 50),
                "25", "Nodes that may be out at a time, percent; one of two or more always may")
                .afterRestart();
        static final Key<String> TRIAL_APP = Key.of("healing.trial-app", TEXT, "live",
                "App in which the trial stream is pushed to a node that was out").afterRestart();
        static final Key<Kind> PROVIDER = Key.of("healing.provider", choice(Kind.class),
                "none", "Who starts a node anew; process: the command, for nodes on the same host"
                        + " alone").afterRestart();
        static final Key<String> COMMAND = Key.of("healing.command", TEXT, "",
                "What starts a node anew: words, without a shell, with {node}, {host}, {reason}")
                .afterRestart();
        static final Key<Duration> PATIENCE = Key.of("healing.patience",
                duration("1s", "1h"), "90s",
                "Within what time a node must answer that was started anew").afterRestart();
        static final Key<String> KUBERNETES = Key.of("healing.kubernetes-api", TEXT,
                "https://kubernetes.default.svc", "The API that deletes a node's pod")
                .afterRestart();
        static final Key<String> ACCOUNT = Key.of("healing.kubernetes-account", TEXT,
                "/var/run/secrets/kubernetes.io/serviceaccount",
                "Folder with token, namespace and ca.crt of the service account").afterRestart();
        static final Key<String> POD = Key.of("healing.kubernetes-pod", TEXT, "{node}",
                "Name of a node's pod").afterRestart();
        static final Key<String> WITHDRAW = Key.of("healing.withdraw-url", TEXT, "",
                "POSTed to when a node is out, with {node}, {host}, {reason}: a CDN's or name"
                        + " server's API").afterRestart();
        static final Key<String> RESTORE = Key.of("healing.restore-url", TEXT, "",
                "POSTed to when it is in again").afterRestart();
        static final Key<Boolean> PRIVATE = Key.of("healing.private-hooks", SWITCH,
                "false", "Whether these URLs may lead to private addresses").afterRestart();
        static final Key<String> HOOK = Key.of("healing.hook-command", TEXT, "",
                "Run in either case, with {what}, which is withdraw or restore, too")
                .afterRestart();

        static final List<Key<?>> ALL = List.of(ENABLED, EVERY, STREAMS, EVICTED, TRIAL_APP,
                PROVIDER, COMMAND, PATIENCE, KUBERNETES, ACCOUNT, POD, WITHDRAW, RESTORE, PRIVATE,
                HOOK);

        private Keys() {
        }
    }
}
