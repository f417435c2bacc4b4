package io.freshet.server.healing;

import io.freshet.control.healing.Bulletin;
import io.freshet.control.healing.Bulletin.Patient;
import io.freshet.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A bulletin as it goes over the bus: a line for itself and one for each node, with tabs between
/// the fields.
///
/// Threading: stateless.
final class BulletinText {

    private static final int WHY_CHARS_MAX = 150;
    /// So that the message is not too long for the bus.
    private static final int NODES_MAX = 1_000;
    private static final int HEAD_FIELDS = 3;
    private static final int NODE_FIELDS = 8;

    private BulletinText() {
    }

    /// Those that are not healthy first, if it is too long.
    static Bytes write(Bulletin bulletin) {
        StringBuilder text = new StringBuilder(plain(bulletin.by())).append('\t')
                .append(bulletin.atMs()).append('\t').append(bulletin.doubting()).append('\n');
        List<Patient> nodes = new ArrayList<>(bulletin.nodes());
        if (nodes.size() > NODES_MAX) {
            nodes.sort((one, other) -> Boolean.compare(one.condition().equals("healthy"),
                    other.condition().equals("healthy")));
            nodes = nodes.subList(0, NODES_MAX);
        }
        for (Patient each : nodes) {
            text.append(plain(each.node())).append('\t').append(each.condition()).append('\t')
                    .append(each.failures()).append('\t').append(each.evicted()).append('\t')
                    .append(each.sinceMs()).append('\t').append(each.unwellMs()).append('\t')
                    .append(each.lasting()).append('\t').append(plain(each.why())).append('\n');
        }
        return Bytes.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= WHY_CHARS_MAX ? line : line.substring(0, WHY_CHARS_MAX);
    }

    /// Empty if it is none.
    static Optional<Bulletin> read(Bytes bytes) {
        String[] lines = StandardCharsets.UTF_8.decode(bytes.buffer()).toString().split("\n");
        String[] head = lines[0].split("\t", -1);
        if (head.length != HEAD_FIELDS || lines.length > NODES_MAX + 1) {
            return Optional.empty();
        }
        try {
            List<Patient> nodes = new ArrayList<>();
            for (int i = 1; i < lines.length; i++) {
                String[] fields = lines[i].split("\t", -1);
                if (fields.length != NODE_FIELDS) {
                    return Optional.empty();
                }
                nodes.add(new Patient(fields[0], fields[1], Integer.parseInt(fields[2]),
                        Boolean.parseBoolean(fields[3]), fields[7], Long.parseLong(fields[4]),
                        Long.parseLong(fields[5]), Boolean.parseBoolean(fields[6])));
            }
            return Optional.of(new Bulletin(head[0], Long.parseLong(head[1]),
                    Boolean.parseBoolean(head[2]), nodes));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }
}
