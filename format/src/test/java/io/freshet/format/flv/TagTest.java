package io.freshet.format.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Payload;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.testkit.ByteFaults;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// [VideoTag] and [AudioTag], with the enhanced header that they share.
class TagTest {

    private static final Traits.Sound STEREO = new Traits.Sound(44_100, 2, 1152);

    static Stream<TagCases.Case> cases() {
        return TagCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsEachCase(TagCases.Case each) throws MediaException {
        assertThat((Object) parse(each.type(), each.body())).isEqualTo(each.tags());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesEachCaseSoThatItReadsTheSame(TagCases.Case each) throws MediaException {
        for (Object tag : each.tags()) {
            if (tag instanceof VideoTag.Command || tag instanceof AudioTag.Channels) {
                continue;
            }
            Bytes written = write(each.type(), tag);

            assertThat((Object) parse(each.type(), written)).isEqualTo(List.of(tag));
            if (each.canonical()) {
                assertThat(written).isEqualTo(each.body());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEachCaseCutShortOrDamagedWithACheckedException(TagCases.Case each) {
        byte[] good = each.body().toArray();
        Stream.concat(ByteFaults.cutAtEveryByte(good).stream(),
                ByteFaults.damaged(good, 300, 2).stream()).forEach(bytes -> {
                    try {
                        parse(each.type(), Bytes.wrap(bytes));
                    } catch (MediaException expected) {
                        assertThat(expected.getMessage()).isNotEmpty();
                    }
                });
    }

    @Test
    void refusesWhatWeDoNotCarry() {
        assertUnsupported(FlvTag.VIDEO, "12 00"); // Sorenson H.263
        assertUnsupported(FlvTag.VIDEO, "90 76766331"); // vvc1
        assertUnsupported(FlvTag.VIDEO, "95 61763031"); // MPEG-2 TS
        assertUnsupported(FlvTag.VIDEO, "96 30 61763031 00"); // multitrack type 3
        assertUnsupported(FlvTag.AUDIO, "B2 00"); // Speex
        assertUnsupported(FlvTag.AUDIO, "93 4F707573"); // reserved packet type
    }

    @Test
    void refusesNestedMultitrackAndEndlessModEx() {
        assertMalformed(FlvTag.VIDEO, "96 06 61763031 00");
        assertMalformed(FlvTag.VIDEO, "96 07 61763031 00");
        assertMalformed(FlvTag.VIDEO, "97" + "00 00 F7".repeat(20));
        assertMalformed(FlvTag.VIDEO, "96 10 61763031" + "00 000000".repeat(25));
    }

    @Test
    void tellsTheRateOfLegacyMp3() {
        assertThat(AudioTag.codedPrefix(io.freshet.media.AudioCodec.MP3, 0, 0,
                new Traits.Sound(22_050, 1, 576))).isEqualTo(Bytes.ofHex("2A"));
    }

    private static List<?> parse(int type, Bytes body) throws MediaException {
        return type == FlvTag.VIDEO ? VideoTag.parse(body) : AudioTag.parse(body);
    }

    private static Bytes write(int type, Object tag) {
        return switch (tag) {
            case VideoTag.Configuration t -> join(type, t.prefix(), t.configuration());
            case VideoTag.Coded t -> join(type, VideoTag.codedPrefix(t.codec(), t.number(),
                    t.isKey(), t.timing()), t.data());
            case VideoTag.End t -> t.prefix();
            case VideoTag.Metadata t -> join(type, t.prefix(), t.amf());
            case AudioTag.Configuration t -> join(type, t.prefix(), t.configuration());
            case AudioTag.Coded t -> join(type,
                    AudioTag.codedPrefix(t.codec(), t.number(), t.offsetNs(), STEREO), t.data());
            case AudioTag.End t -> t.prefix();
            default -> throw new AssertionError(tag);
        };
    }

    private static Bytes join(int type, Bytes prefix, Payload payload) {
        return new FlvTag(type, 0, prefix, payload).body();
    }

    private static void assertMalformed(int type, String hex) {
        assertThatThrownBy(() -> parse(type, Bytes.ofHex(hex)))
                .isInstanceOf(MalformedMediaException.class);
    }

    private static void assertUnsupported(int type, String hex) {
        assertThatThrownBy(() -> parse(type, Bytes.ofHex(hex)))
                .isInstanceOf(UnsupportedMediaException.class);
    }
}
