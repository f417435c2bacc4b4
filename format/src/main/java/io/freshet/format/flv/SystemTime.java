package io.freshet.format.flv;

import io.freshet.format.amf.Amf0;
import io.freshet.format.amf.AmfValue;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time of the day that encoders write between the pictures: message `onFI` with `st` (system
/// time, `16:23:48.687`) or `tc` (time code, `16:23:48:17`).
///
/// Flash Media Live Encoder 3.2 began it; hardware encoders and Wowza's do the same.
public final class SystemTime {

    private static final String NAME = "onFI";
    private static final Pattern TIME = Pattern.compile(
            "([01]?[0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\\.([0-9]{1,3})|[:;][0-9]{1,3})?");

    private SystemTime() {
    }

    /// Milliseconds since midnight, in some zone; empty if the message is another one.
    ///
    /// @param message of a script track
    public static OptionalLong dayMs(Payload message) {
        if (!FlvMetadata.isNamed(message, NAME)) {
            return OptionalLong.empty();
        }
        try {
            List<AmfValue> values = Amf0.parseAll(message.buffer());
            return values.size() > 1 && values.get(1) instanceof AmfValue.Keyed object
                    ? of(object) : OptionalLong.empty();
        } catch (MediaException _) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong of(AmfValue.Keyed object) {
        for (String name : List.of("st", "tc")) {
            if (object.properties().get(name) instanceof AmfValue.Text(String text)) {
                Matcher time = TIME.matcher(text);
                if (time.matches()) {
                    return OptionalLong.of(dayMs(time));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static long dayMs(Matcher time) {
        String fraction = time.group(4) == null ? "0" : (time.group(4) + "00").substring(0, 3);
        return ((Integer.parseInt(time.group(1)) * 60L + Integer.parseInt(time.group(2))) * 60
                + Integer.parseInt(time.group(3))) * 1000 + Integer.parseInt(fraction);
    }
}
