package io.freshet.tools.ctl;

import io.freshet.tools.ctl.Operation.Place;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// Completion of commands and options, for bash; zsh takes it after `bashcompinit`.
final class Completion {

    /// Those that are no operations of the API.
    static final List<String> OWN = List.of("login", "logout", "help", "completion");

    private Completion() {
    }

    static String bash(List<Operation> operations) {
        StringJoiner commands = new StringJoiner(" ");
        OWN.forEach(commands::add);
        StringBuilder cases = new StringBuilder();
        Map<String, StringJoiner> verbs = new TreeMap<>();
        for (Operation operation : operations) {
            commands.add(operation.command());
            String[] words = operation.command().split("-", 2);
            if (words.length == 2) {
                String noun = words[0].equals("list") ? words[1].replaceFirst("s$", "") : words[1];
                verbs.computeIfAbsent(noun, _ -> new StringJoiner(" "))
                        .add(words[0].equals("get") ? "show" : words[0]);
            }
            String names = operation.command();
            if (operation.shortCommand().isPresent()) {
                commands.add(operation.shortCommand().get());
                names += "|" + operation.shortCommand().get();
            }
            StringJoiner options = new StringJoiner(" ");
            operation.inputs().stream().filter(input -> input.place() != Place.PATH)
                    .forEach(input -> options.add("--" + input.option()));
            cases.append("      ").append(names).append(") options=\"").append(options)
                    .append("\" ;;\n");
        }
        verbs.forEach((noun, all) -> {
            commands.add(noun);
            cases.append("      ").append(noun).append(") options=\"").append(all)
                    .append("\" ;;\n");
        });
        return """
                # freshet ctl: . <(./freshet ctl completion)
                _freshet_ctl() {
                  local word=${COMP_WORDS[COMP_CWORD]} options=
                  [ "${COMP_WORDS[1]}" = ctl ] || return
                  if [ "$COMP_CWORD" = 2 ]; then
                    COMPREPLY=($(compgen -W "%s" -- "$word"))
                    return
                  fi
                  case ${COMP_WORDS[2]} in
                %s  esac
                  COMPREPLY=($(compgen -W "$options --json --url --token" -- "$word"))
                }
                complete -F _freshet_ctl freshet ./freshet
                """.formatted(commands, cases);
    }
}
