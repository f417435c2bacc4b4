package io.freshet.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the program was asked to do.
sealed interface CommandLine {

    /// How to ask.
    String USAGE = """
            usage: freshet [serve] [OPTION]...
                   freshet check   [OPTION]...
                   freshet check --reference [DIR]   write configuration.md and freshet.yaml (docs)
                   freshet admin reset-password NAME [OPTION]...   a new one-time password
                   freshet backup FILE    [OPTION]...   all of the database, also while a node runs
                   freshet restore FILE [--replace] [OPTION]...   into an empty one; stop the node
                   freshet version
                   freshet pack [--java] FILE.tar.gz   to run elsewhere (docs/deployment.md)
                   freshet bench ...                 load a server and measure it (docs/bench.md)
                   freshet probe URL                 what a stream is and how well it is
            options: --config FILE, --data DIR, --profile small, --set KEY=VALUE
            """;

    /// Run a node.
    record Serve(Options options) implements CommandLine {
    }

    /// Say whether the settings are good.
    record Check(Options options) implements CommandLine {
    }

    /// Write the reference pages into `folder`.
    record WriteReference(String folder) implements CommandLine {
    }

    /// Give a user a new one-time password.
    record ResetPassword(String name, Options options) implements CommandLine {
    }

    /// Write all of the database into `file`.
    record Backup(String file, Options options) implements CommandLine {
    }

    /// Put back what a backup holds.
    ///
    /// @param replace whether what is there is deleted before
    record Restore(String file, boolean replace, Options options) implements CommandLine {
    }

    /// Say which version this is.
    record Version() implements CommandLine {
    }

    /// Do once what every start does, so that the JVM can keep what it learns (the AOT cache).
    record Train(Options options) implements CommandLine {
    }

    /// Say how to ask.
    record Help() implements CommandLine {
    }

    /// The words make no sense.
    record Wrong(String why) implements CommandLine {
    }

    /// Where settings come from.
    ///
    /// @param config file, if one was named
    /// @param sets   `key=value`, in the order given
    record Options(Optional<String> config, List<String> sets) {
    }

    /// Understands the words after `freshet`.
    static CommandLine parse(List<String> words) {
        String first = words.isEmpty() ? "serve" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        if (rest.contains("-h") || rest.contains("--help")) {
            return new Help();
        }
        return switch (first) {
            case "-h", "--help", "help" -> new Help();
            case "version", "--version" -> rest.isEmpty() ? new Version() : tooMany(rest);
            case "train" -> options(rest, Train::new);
            case "check" -> rest.contains("--reference") ? reference(rest)
                    : options(rest, Check::new);
            case "serve" -> options(rest, Serve::new);
            case "admin" -> rest.size() < 2 || !rest.getFirst().equals("reset-password")
                    ? new Wrong("expected admin reset-password NAME")
                    : options(rest.subList(2, rest.size()), options ->
                            new ResetPassword(rest.get(1), options));
            case "backup" -> rest.isEmpty() ? new Wrong("expected backup FILE")
                    : options(rest.subList(1, rest.size()), options ->
                            new Backup(rest.getFirst(), options));
            case "restore" -> restore(rest);
            default -> first.startsWith("--") ? options(words, Serve::new)
                    : new Wrong("unknown command " + first);
        };
    }

    private static CommandLine restore(List<String> rest) {
        List<String> words = new ArrayList<>(rest);
        boolean replace = words.remove("--replace");
        return words.isEmpty() ? new Wrong("expected restore FILE")
                : options(words.subList(1, words.size()), options ->
                        new Restore(words.getFirst(), replace, options));
    }

    private static CommandLine reference(List<String> rest) {
        return switch (rest.size()) {
            case 1 -> new WriteReference("docs");
            case 2 -> new WriteReference(rest.get(1));
            default -> tooMany(rest);
        };
    }

    private static CommandLine tooMany(List<String> rest) {
        return new Wrong("did not expect " + String.join(" ", rest));
    }

    private static CommandLine options(List<String> rest,
            Function<Options, CommandLine> command) {
        Optional<String> config = Optional.empty();
        List<String> sets = new ArrayList<>();
        for (int i = 0; i < rest.size(); i += 2) {
            if (i + 1 == rest.size()) {
                return new Wrong(rest.get(i) + " is unknown or lacks its value");
            }
            String value = rest.get(i + 1);
            switch (rest.get(i)) {
                case "--config" -> config = Optional.of(value);
                case "--data" -> sets.add("data-dir=" + value);
                case "--profile" -> sets.add("profile=" + value);
                case "--set" -> sets.add(value);
                default -> {
                    return new Wrong("unknown option " + rest.get(i));
                }
            }
        }
        return command.apply(new Options(config, List.copyOf(sets)));
    }
}
