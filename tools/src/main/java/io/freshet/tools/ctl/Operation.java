package io.freshet.tools.ctl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One thing that the API can do.
///
/// @param id      as in the document, `createPublishKey`
/// @param method  of HTTP
/// @param path    with its parameters in braces
/// @param summary what it does, in words
/// @param inputs  what it takes, in the order of the document
/// @param answer  what comes back
record Operation(String id, String method, String path, String summary, List<Input> inputs,
        Shape answer) {

    /// What an answer is like.
    ///
    /// @param endless whether it goes on without end (server-sent events)
    /// @param columns what of it people see first, as the document's `x-columns` says; empty: all
    record Shape(boolean endless, List<String> columns) {

        Shape {
            columns = List.copyOf(columns);
        }
    }

    /// Where an input goes.
    enum Place { PATH, QUERY, HEADER, BODY }

    /// One thing that it takes.
    ///
    /// @param name     as in the document, `expiresMs`
    /// @param place    where it goes
    /// @param type     of JSON: `string`, `integer`, `number`, `boolean`, `array`, `object`
    /// @param required whether it cannot be left out
    /// @param meaning  in words; may be empty
    record Input(String name, Place place, String type, boolean required, String meaning) {

        /// As an option on the command line, without its dashes: `expires-ms`.
        String option() {
            return dashed(name);
        }
    }

    Operation {
        inputs = List.copyOf(inputs);
    }

    /// Its name on the command line: `create-publish-key`.
    String command() {
        return dashed(id);
    }

    /// What lists things is also called by what it lists: `streams` for `list-streams`.
    Optional<String> shortCommand() {
        return command().startsWith("list-")
                ? Optional.of(command().substring("list-".length())) : Optional.empty();
    }

    boolean follows() {
        return answer.endless();
    }

    List<Input> inputs(Place place) {
        return inputs.stream().filter(input -> input.place() == place).toList();
    }

    boolean pages() {
        return inputs.stream().anyMatch(input -> input.name().equals("cursor"));
    }

    private static String dashed(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
