package io.freshet.tools.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Whether a cluster does what viewers do not see: by what its nodes log.
///
/// Threading: confined to its caller, who waits.
///
/// @param ground the cluster
record Judge(Ground ground) {

    private static final String ON_DUTY = " on duty name=control";
    private static final Duration DUTY = Duration.ofSeconds(10);
    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration CLOCK = Duration.ofSeconds(20);
    /// Of a newest segment, on a machine that is busy.
    private static final Duration DATE = Duration.ofSeconds(30);
    private static final String PROGRAM_DATE = "#EXT-X-PROGRAM-DATE-TIME:";

    /// Kills who has the control centre's duties, and waits for who has them next.
    String killsControl() throws IOException, InterruptedException {
        Ground.Node holder = await(node -> says(node, ON_DUTY), CLOCK).orElseThrow(() ->
                new IOException("nobody has the control centre's duties"));
        long sinceNs = System.nanoTime();
        holder.program().signal("KILL");
        Ground.Node next = await(node -> !node.equals(holder) && says(node, ON_DUTY), DUTY)
                .orElseThrow(() -> new IOException("nobody took the duties of " + holder.name()
                        + " within " + DUTY.toSeconds() + " s"));
        return next.name() + " has the duties of " + holder.name() + " "
                + seconds(sinceNs) + " s after it died";
    }

    /// Waits until others say that this one's clock is off, and looks at the dates in a playlist.
    String seesClockOff(String name) throws IOException, InterruptedException {
        Ground.Node witness = await(node -> !node.name().equals(name)
                && says(node, "ClockOff[node=" + name), CLOCK).orElseThrow(() ->
                        new IOException("nobody says that the clock of " + name + " is off"));
        String path = "/live/chaos/";
        String variant = lines(path + "index.m3u8").stream().filter(line ->
                !line.isBlank() && !line.startsWith("#")).findFirst().orElseThrow(() ->
                        new IOException("no playlist"));
        String date = lines(path + variant).stream().filter(line ->
                line.startsWith(PROGRAM_DATE)).reduce("", (_, last) -> last);
        if (date.isEmpty()) {
            throw new IOException("no date in the playlist");
        }
        Duration off = Duration.between(OffsetDateTime.parse(
                date.substring(PROGRAM_DATE.length())), OffsetDateTime.now(ZoneOffset.UTC));
        if (off.abs().compareTo(DATE) > 0) {
            throw new IOException("dates in playlists are off by " + off.toSeconds() + " s");
        }
        return witness.name() + " says that the clock of " + name + " is off; the newest segment"
                + " began " + off.toSeconds() + " s ago by its date";
    }

    /// Stops the database for a while: the API says 503, and is back soon after it.
    String losesDatabase(Duration away) throws IOException, InterruptedException {
        Database database = ground.database().orElseThrow(() -> new IOException("no database"));
        List<Ground.Node> controls = ground.nodes().stream().filter(node ->
                node.lot().roles().contains("control")).toList();
        database.stop();
        if (await(node -> controls.contains(node) && ground.loginStatus(node) == 503, RECOVERY)
                .isEmpty()) {
            throw new IOException("without its database the API does not answer 503");
        }
        TimeUnit.MILLISECONDS.sleep(away.toMillis());
        database.start();
        long sinceNs = System.nanoTime();
        for (Ground.Node control : controls) {
            if (await(node -> node.equals(control) && isBack(node), RECOVERY)
                    .isEmpty()) {
                throw new IOException(control.name() + " is not back with its database");
            }
        }
        return "the API answered 503, and again as it should " + seconds(sinceNs)
                + " s after the database was back";
    }

    /// It says no, or that it has been asked too often; but not that it cannot tell.
    private boolean isBack(Ground.Node node) {
        int status = ground.loginStatus(node);
        return status == 401 || status == 429;
    }

    private static String seconds(long sinceNs) {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - sinceNs) / 1e9);
    }

    private List<String> lines(String path) throws IOException, InterruptedException {
        return ground.media(ground.edges().getFirst(), path).lines().toList();
    }

    private Optional<Ground.Node> await(Predicate<Ground.Node> is, Duration longest)
            throws InterruptedException {
        long endNs = System.nanoTime() + longest.toNanos();
        Optional<Ground.Node> found = ground.nodes().stream().filter(is).findFirst();
        while (found.isEmpty() && System.nanoTime() < endNs) {
            TimeUnit.MILLISECONDS.sleep(50);
            found = ground.nodes().stream().filter(is).findFirst();
        }
        return found;
    }

    private boolean says(Ground.Node node, String words) {
        try {
            return Files.readString(ground.folder().resolve(node.name() + ".log"))
                    .contains(words);
        } catch (IOException notYet) {
            return false;
        }
    }
}
