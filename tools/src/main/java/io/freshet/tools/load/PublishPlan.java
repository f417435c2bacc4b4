package io.freshet.tools.load;

import io.freshet.tools.wire.Target;
import java.time.Duration;

/// What a group of publishers does.
///
/// @param target     where to; of several, each has its number behind the name
/// @param publishers how many
/// @param perSecond  how many begin a second
/// @param clip       what they send
/// @param clock      whether frames carry the time at which they were sent
/// @param reconnect  after which time one whose connection broke comes again; zero: never
public record PublishPlan(Target target, int publishers, double perSecond, Clip clip,
        boolean clock, Duration reconnect) {

    Target target(int number) {
        if (publishers == 1) {
            return target;
        }
        String path = target.path();
        int query = path.indexOf('?');
        return target.at(query < 0 ? path + number
                : path.substring(0, query) + number + path.substring(query));
    }
}
