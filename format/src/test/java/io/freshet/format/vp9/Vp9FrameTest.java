package io.freshet.format.vp9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.ParserFaults;
import io.freshet.format.VideoFixtures;
import io.freshet.media.Bytes;
import io.freshet.media.CompositePayload;
import io.freshet.media.Frame;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Vp9FrameTest {

    static List<Bytes> frames(String file) {
        return VideoFixtures.ivf(VideoFixtures.file(Vp9FrameTest.class, file));
    }

    static Stream<byte[]> seeds() {
        return VideoFixtures.seeds(frames("profile-3.ivf"));
    }

    @ParameterizedTest
    @CsvSource({"profile-0.ivf, 0, 8, 1", "profile-3.ivf, 3, 10, 2"})
    void findsTheKeyFrames(String file, int profile, int bitDepth, int chroma)
            throws MediaException {
        List<Boolean> keys = new ArrayList<>();
        for (Bytes bytes : frames(file)) {
            Vp9Frame frame = Vp9Frame.parse(bytes);
            boolean key = (frame.flags() & Frame.KEY) != 0;
            keys.add(key);
            assertThat(frame.payload()).isSameAs(bytes);
            assertThat(frame.width()).isEqualTo(key ? 98 : 0);
            assertThat(frame.height()).isEqualTo(key ? 50 : 0);
            assertThat(frame.header().profile()).isEqualTo(profile);
        }
        assertThat(keys).containsExactly(true, false, false, false, false, false,
                true, false, false, false, false, false);
        Vp9Header.Picture picture = Vp9Frame.parse(frames(file).getFirst()).header().picture();
        assertThat(picture.bitDepth()).isEqualTo(bitDepth);
        assertThat(picture.chroma()).isEqualTo(chroma);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            takes no slot,                   86 00 00,              4
            takes a slot,                    86 00 40,              0
            shows an earlier frame,          88,                    4
            the same in a superframe,        86 00 00 C0 03 C0,     0
            intra only without refresh,      84 89 30 68 40 00,    4
            """)
    void tellsFramesThatMayGo(String name, String hex, int flags) throws MediaException {
        assertThat(Vp9Frame.parse(Bytes.ofHex(hex)).flags()).as(name).isEqualTo(flags);
    }

    @Test
    void joinsAPayloadThatCameInPieces() throws MediaException {
        Bytes frame = Bytes.ofHex("86 00 40");
        assertThat(Vp9Frame.parse(new CompositePayload(
                List.of(frame.slice(0, 1), frame.slice(1, 2)))).payload()).isEqualTo(frame);
    }

    @Test
    void refusesWhatBreaksTheRules() {
        for (String hex : List.of("", "46", "B8", "82 000000", "82 498342 FF00000000", "86")) {
            assertThatThrownBy(() -> Vp9Frame.parse(Bytes.ofHex(hex))).as(hex)
                    .isInstanceOf(MalformedMediaException.class);
        }
    }

    @Test
    void standsCutsAndDamage() {
        for (Bytes frame : frames("profile-3.ivf").subList(0, 3)) {
            ParserFaults.assertOnlyCheckedExceptions(frame.toArray(),
                    bytes -> Vp9Frame.parse(Bytes.copyOf(bytes)));
        }
    }
}
