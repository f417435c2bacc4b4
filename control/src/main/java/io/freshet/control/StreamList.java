package io.freshet.control;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.Page;
import io.freshet.control.api.Role;
import io.freshet.live.LiveStream;
import io.freshet.live.StreamReport;
import io.freshet.live.relay.TrialName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The streams that a caller asks for and may see: chosen, in order, a page of them.
///
/// A cursor names the last stream of its page and what it was sorted by then, so that a page begins
/// where the one before ended even if that stream is over.
///
/// @param chosen all that match
/// @param order  which way
/// @param page   the part of them
record StreamList(List<LiveStream> chosen, Order order, Page page) {

    /// What streams are sorted by; the greatest figure first, then by name.
    enum Order {
        NAME, VIEWERS, BITRATE, NEWEST;

        private Place place(LiveStream stream) {
            long figure = switch (this) {
                case NAME -> 0;
                case VIEWERS -> -StreamJson.watching(stream.audience());
                case BITRATE -> -stream.lastReport().bitrateBps();
                case NEWEST -> -stream.lastReport().openedWallMs();
            };
            return new Place(figure, stream.key().app(), stream.key().name());
        }
    }

    /// Where a stream stands in the list.
    private record Place(long figure, String app, String name) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::figure)
                .thenComparing(Place::app).thenComparing(Place::name);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        String cursor() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    (figure + "\n" + app + "\n" + name).getBytes(StandardCharsets.UTF_8));
        }

        static Place of(String cursor) throws ApiProblem {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(cursor),
                        StandardCharsets.UTF_8).split("\n", 3);
                return new Place(Long.parseLong(parts[0]), parts[1], parts[2]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new ApiProblem(400, "cursor is not one that an answer gave");
            }
        }
    }

    /// A stream and its place, looked at once: figures change while a list is sorted.
    private record Placed(LiveStream stream, Place place) {
    }

    static StreamList of(ApiCall call, Collection<LiveStream> all) throws ApiProblem {
        Page page = call.page();
        Order order = order(call.query("sort").orElse("name"));
        Predicate<LiveStream> wanted = state(call.query("state"));
        String part = call.query("q").orElse("").toLowerCase(Locale.ROOT);
        Optional<String> app = call.query("app");
        return new StreamList(all.stream()
                .filter(stream -> !TrialName.is(stream.key()))
                .filter(stream -> app.isEmpty() || app.get().equals(stream.key().app()))
                .filter(stream -> call.caller().may(Role.VIEWER, stream.key().app()))
                .filter(stream -> part.isEmpty()
                        || stream.key().toString().toLowerCase(Locale.ROOT).contains(part))
                .filter(wanted).toList(), order, page);
    }

    private static Order order(String text) throws ApiProblem {
        for (Order each : Order.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        throw new ApiProblem(400, "sort must be name, viewers, bitrate or newest");
    }

    private static Predicate<LiveStream> state(Optional<String> text) throws ApiProblem {
        if (text.isEmpty()) {
            return _ -> true;
        }
        for (StreamReport.State each : StreamReport.State.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text.get())) {
                return stream -> stream.lastReport().state() == each;
            }
        }
        throw new ApiProblem(400, "state must be live, waiting or ended");
    }

    ApiAnswer answer(long nowWallMs) throws ApiProblem {
        Optional<Place> after = page.cursor().isPresent()
                ? Optional.of(Place.of(page.cursor().get())) : Optional.empty();
        List<Placed> rest = chosen.stream()
                .map(stream -> new Placed(stream, order.place(stream)))
                .filter(each -> after.map(place -> each.place().compareTo(place) > 0).orElse(true))
                .sorted(Comparator.comparing(Placed::place)).limit(page.limit() + 1L).toList();
        List<Placed> shown = rest.subList(0, Math.min(rest.size(), page.limit()));
        return ApiAnswer.json(json -> {
            json.writeArrayPropertyStart("streams");
            for (Placed each : shown) {
                json.writeStartObject();
                StreamJson.write(each.stream(), nowWallMs, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (rest.size() > page.limit()) {
                json.writeStringProperty("next", shown.getLast().place().cursor());
            }
            json.writeNumberProperty("total", chosen.size());
        });
    }
}
