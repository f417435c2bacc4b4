package io.freshet.control;

import io.freshet.control.Families.Family;
import io.freshet.control.alerts.AlertDesk;
import io.freshet.control.events.EventLog;
import io.freshet.control.events.EventShipper;
import io.freshet.control.hooks.HookSender;
import io.freshet.control.quality.QualityDesk;
import io.freshet.control.quality.QualityFigures;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What those count who watch: events, players, findings.
///
/// Threading: confined to the scrape.
final class WatchFamilies {

    private WatchFamilies() {
    }

    static void gather(EventLog log, EventShipper shipper, Families to) {
        to.counter("freshet_events", "Events since the start.").add(log.written());
        to.counter("freshet_events_stored", "Events brought to the database.")
                .add(shipper.shipped());
        to.counter("freshet_events_lost", "Events that found no place.").add(log.lost());
        to.gauge("freshet_event_followers", "Who is told of events as they happen.")
                .add(log.followers());
    }

    static void gather(QualityDesk desk, Families to) {
        Family beacons = to.counter("freshet_beacons", "Beacons of players, by outcome.");
        beacons.add(desk.beacons(), "result", "taken");
        beacons.add(desk.beaconsRefused(), "result", "refused");
        to.histogram("freshet_player_startup_seconds",
                "From the wish to play to the first picture, as players tell.", desk.startup());
        to.histogram("freshet_player_latency_seconds",
                "How far players are behind, as they tell.", desk.latency());
        streams(desk.figures(), to);
    }

    static void gather(HookSender sender, Families to) {
        Family attempts = to.counter("freshet_webhook_attempts",
                "Attempts to tell a webhook, by what became of them.");
        sender.attempts().forEach((result, count) -> attempts.add(count, "result", result));
    }

    static void gather(AlertDesk desk, Families to) {
        Family firing = to.gauge("freshet_alerts_firing",
                "Alerts that fire and are not silenced, by severity.");
        desk.firingBySeverity().forEach((severity, count) ->
                firing.add(count, "severity", severity));
        Family messages = to.counter("freshet_alert_messages",
                "Messages to people, by what became of them.");
        desk.messages().forEach((result, count) -> messages.add(count, "result", result));
    }

    private static void streams(List<QualityFigures> all, Families to) {
        Family findings = to.gauge("freshet_stream_findings",
                "What is wrong with what the publisher sends, by severity.");
        Family latency = to.gauge("freshet_stream_ingest_latency_seconds",
                "Age of pictures when they come, by the clock in them.");
        Family delivery = to.gauge("freshet_stream_delivery_latency_seconds",
                "From its coming until viewers have it (connection) or can fetch it (playlist).");
        Family probed = to.gauge("freshet_stream_probed_latency_seconds",
                "The same as the node found it when it watched the stream itself, as a viewer.");
        Family sessions = to.counter("freshet_stream_player_sessions",
                "Viewings that players told of.");
        Family played = to.counter("freshet_stream_player_played_seconds", "Of them.");
        Family stalls = to.counter("freshet_stream_player_stalls", "Interruptions of them.");
        Family stalled = to.counter("freshet_stream_player_stalled_seconds",
                "How long those lasted.");
        Family decoded = to.counter("freshet_stream_player_decoded_frames", "Pictures of them.");
        Family dropped = to.counter("freshet_stream_player_dropped_frames",
                "Pictures of them that came too late to be shown.");
        Family errors = to.counter("freshet_stream_player_errors", "Playing that failed.");
        List<QualityFigures> shown = all.stream()
                .sorted(Comparator.comparing(each -> each.key().toString()))
                .limit(StreamFamilies.SERIES_STREAMS_MAX).toList();
        for (QualityFigures each : shown) {
            String[] labels = {"app", each.key().app(), "name", each.key().name()};
            each.findings().forEach((severity, count) -> findings.add(count, "app",
                    each.key().app(), "name", each.key().name(), "severity",
                    severity.name().toLowerCase(Locale.ROOT)));
            if (each.latencyMs() >= 0) {
                latency.add(each.latencyMs() / 1000.0, labels);
            }
            add(delivery, each.wireMs(), each, "connection");
            add(delivery, each.hlsMs(), each, "playlist");
            each.probed().ifPresent(found -> {
                add(probed, found.connectionMs(), each, "connection");
                add(probed, found.playlistMs(), each, "playlist");
            });
            if (each.sessions() > 0 || each.playedMs() > 0 || each.errors() > 0) {
                sessions.add(each.sessions(), labels);
                played.add(each.playedMs() / 1000.0, labels);
                stalls.add(each.stalls(), labels);
                stalled.add(each.stalledMs() / 1000.0, labels);
                decoded.add(each.decoded(), labels);
                dropped.add(each.dropped(), labels);
                errors.add(each.errors(), labels);
            }
        }
    }

    private static void add(Family delivery, long ms, QualityFigures stream, String output) {
        if (ms >= 0) {
            delivery.add(ms / 1000.0, "app", stream.key().app(), "name", stream.key().name(),
                    "output", output);
        }
    }
}
