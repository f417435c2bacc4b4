package io.freshet.tools.ctl;

import io.freshet.tools.ctl.Operation.Input;
import io.freshet.tools.ctl.Operation.Place;
import io.freshet.tools.options.WrongUse;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// The command line of the control API.
///
/// Threading: confined to the main thread.
public final class Ctl {

    /// How it is called.
    public static final String USAGE = """
            usage: freshet ctl COMMAND [NAME...] [--option VALUE...]
                  ask or steer a running node; freshet ctl help lists the commands,
                  freshet ctl help COMMAND what one takes
                  --url URL     its control port (FRESHET_URL; http://127.0.0.1:8090)
                  --token TEXT  an API token (FRESHET_TOKEN; else that of freshet ctl login)
                  --json        the answer as it came
            """;

    private static final String STANDARD_URL = "http://127.0.0.1:8090";
    private static final Order DOCUMENT =
            new Order("GET", "/openapi.yaml", Map.of(), Optional.empty());

    private final PrintStream out;
    private final Map<String, String> environment;
    private final Login.Asking asking;
    private final Map<String, String> common = new HashMap<>();
    private boolean json;

    /// @param out         where answers go
    /// @param environment variables of the process
    public Ctl(PrintStream out, Map<String, String> environment) {
        this(out, environment, Ctl::askPerson);
    }

    private static String askPerson(String question) throws IOException {
        // There is none where neither input nor output is a terminal.
        Console console = Optional.ofNullable(System.console()).filter(Console::isTerminal)
                .orElseThrow(() -> new IOException("there is no terminal to ask for a password;"
                        + " make an API token in the console, and give it as FRESHET_TOKEN"));
        char[] answer = console.readPassword("%s", question);
        if (answer == null) {
            throw new IOException("no password was given");
        }
        return String.valueOf(answer);
    }

    Ctl(PrintStream out, Map<String, String> environment, Login.Asking asking) {
        this.out = out;
        this.environment = Map.copyOf(environment);
        this.asking = asking;
    }

    /// Does what `words` ask for.
    ///
    /// @throws WrongUse    if they make no sense
    /// @throws IOException if the node cannot be asked or says no; the message is for the user
    public int run(List<String> words) throws WrongUse, IOException, InterruptedException {
        List<String> rest = takeCommon(words);
        if (rest.isEmpty()) {
            throw new WrongUse("ctl needs a command; freshet ctl help lists them");
        }
        String command = rest.removeFirst();
        Path file = SavedLogin.file(environment);
        Optional<SavedLogin> saved = SavedLogin.read(file);
        String url = common.getOrDefault("url", environment.getOrDefault("FRESHET_URL",
                saved.map(SavedLogin::url).orElse(STANDARD_URL)));
        if (command.equals("login")) {
            String name = rest.isEmpty() ? "admin" : rest.getFirst();
            new Login(url, asking, System.currentTimeMillis()).run(name).write(file);
            out.println("signed in as " + name + " for 30 days; the token is in " + file);
            return 0;
        }
        // A token goes to the node that gave it, and to nobody else.
        String token = common.getOrDefault("token", environment.getOrDefault("FRESHET_TOKEN",
                saved.filter(login -> login.url().equals(url)).map(SavedLogin::token).orElse("")));
        try (Peer peer = new Peer(url, token.isEmpty() ? Map.of()
                : Map.of("Authorization", "Bearer " + token))) {
            ApiDocument document = ApiDocument.parse(peer.ask(DOCUMENT).body());
            switch (command) {
                case "help" -> out.print(rest.isEmpty() ? commands(document)
                        : help(find(document, rest.getFirst())));
                case "completion" -> out.print(Completion.bash(document.operations()));
                case "logout" -> logout(peer, saved, file);
                default -> answer(peer, named(document, command, rest), rest);
            }
        }
        return 0;
    }

    private List<String> takeCommon(List<String> words) throws WrongUse {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--json" -> json = true;
                case "--url", "--token" -> {
                    if (i + 1 == words.size()) {
                        throw new WrongUse(words.get(i) + " lacks its value");
                    }
                    common.put(words.get(i).substring(2), words.get(++i));
                }
                default -> rest.add(words.get(i));
            }
        }
        return rest;
    }

    /// `node drain NAME` is `drain-node NAME`, `node show NAME` is `get-node NAME`; the verb is
    /// taken out of `rest`.
    private static Operation named(ApiDocument document, String command, List<String> rest)
            throws WrongUse {
        if (document.find(command).isEmpty() && !rest.isEmpty()) {
            String verb = rest.getFirst().equals("show") ? "get" : rest.getFirst();
            Optional<Operation> found = document.find(verb + "-" + command)
                    .or(() -> document.find(verb + "-" + command + "s"));
            if (found.isPresent()) {
                rest.removeFirst();
                return found.get();
            }
        }
        return find(document, command);
    }

    private static Operation find(ApiDocument document, String command) throws WrongUse {
        Optional<Operation> found = document.find(command);
        if (found.isPresent()) {
            return found.get();
        }
        StringJoiner near = new StringJoiner(", ");
        document.operations().stream().map(Operation::command)
                .filter(each -> each.contains(command.replaceFirst("s$", ""))).forEach(near::add);
        throw new WrongUse("the node knows no command " + command + (near.length() == 0
                ? "; freshet ctl help lists them" : "; did you mean " + near + "?"));
    }

    private static void logout(Peer peer, Optional<SavedLogin> saved, Path file)
            throws IOException, InterruptedException {
        if (saved.isPresent()) {
            Files.deleteIfExists(file);
            peer.ask(new Order("DELETE", "/api/v1/tokens/" + saved.get().id(), Map.of(),
                    Optional.empty()));
        }
    }

    private void answer(Peer peer, Operation operation, List<String> words)
            throws WrongUse, IOException, InterruptedException {
        Order order = Order.of(operation, words, System.currentTimeMillis());
        if (operation.follows()) {
            follow(peer, order);
            return;
        }
        Peer.Reply reply = peer.ask(order);
        if (reply.bytes().length() == 0) {
            out.println("done");
        } else if (!reply.type().startsWith("application/json")) {
            // A picture or a text: for a file.
            out.write(reply.bytes().toArray());
        } else if (json) {
            out.println(reply.body().stripTrailing());
        } else {
            Object value = JsonValue.parse(reply.body());
            out.print(Answer.text(value, operation.answer().columns()));
            if (value instanceof Map<?, ?> page && page.get("next") instanceof String next) {
                out.println("there is more: --cursor " + Answer.safe(next));
            }
        }
    }

    private void follow(Peer peer, Order order) throws IOException, InterruptedException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(peer.follow(order), StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    String what = line.substring(5).strip();
                    out.println(json ? what : Answer.safe(event + " " + what));
                    out.flush();
                }
            }
        }
    }

    private static String commands(ApiDocument document) {
        StringBuilder text = new StringBuilder(USAGE).append('\n');
        for (Operation operation : document.operations()) {
            text.append("  %-28s %s%n".formatted(operation.shortCommand()
                    .orElse(operation.command()), operation.summary()));
        }
        return text.append("  %-28s %s%n".formatted("login [NAME]",
                        "Signs in, and keeps a token for 30 days."))
                .append("  %-28s %s%n".formatted("logout", "Ends that token."))
                .append("  %-28s %s%n".formatted("completion", "Completion for bash."))
                .toString();
    }

    private static String help(Operation operation) {
        StringBuilder text = new StringBuilder("freshet ctl ").append(operation.command());
        for (Input input : operation.inputs(Place.PATH)) {
            text.append(' ').append(input.option().toUpperCase(Locale.ROOT));
        }
        text.append("\n").append(operation.summary()).append("\n");
        for (Input input : operation.inputs()) {
            if (input.place() != Place.PATH) {
                text.append("  --%-20s %s%s %s%n".formatted(input.option(), input.type(),
                        input.required() ? ", needed." : "",
                        input.meaning().replaceAll("\\s+", " ")).replaceAll(" +(?=\\R)", ""));
            }
        }
        return text.toString();
    }
}
